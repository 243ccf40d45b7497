"""The state of a case is a function of its steps; and no run of steps lets one person propose and confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.desk.history import CaseState, Happening, after, state_of
from alatau.desk.values import CaseStatus, Step, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN = datetime(2026, 3, 10, 7, tzinfo=UTC)
DANA, MARAT, MADI = (UUID(int=number) for number in (1, 2, 3))
OFFICIALS = [DANA, MARAT, MADI]


def happening(step: Step, by: UUID | None = DANA, **facts: object) -> Happening:
    return Happening(step=step, by=by, at=BEGIN, facts=facts)


OPENED = happening(Step.OPENED, None, due_at=BEGIN + timedelta(days=20))


@st.composite
def tries(draw: st.DrawFn) -> list[Happening]:
    """Draw steps that officials might try, most of them out of turn."""
    tried = []
    for day in range(draw(st.integers(0, 25))):
        facts = {
            "to": str(draw(st.sampled_from(OFFICIALS))),
            "outcome": "no_change",
            "level": draw(st.integers(1, 3)),
            "do": draw(st.sampled_from(["warn", "release"])),
            "due_at": (BEGIN + timedelta(days=20 + day)).isoformat(),
        }
        step = draw(st.sampled_from([each for each in Step if each is not Step.OPENED]))
        tried.append(Happening(step=step, by=draw(st.sampled_from(OFFICIALS)), at=BEGIN, facts=facts))
    return tried


def keep_allowed(tried: Sequence[Happening]) -> list[Happening]:
    """Return the steps that the state allowed, after the one that opened the case."""
    done = [OPENED]
    state = state_of(done)
    for each in tried:
        try:
            state = after(state, each)
        except AssertionError:
            continue
        done.append(each)
    return done


@given(tries())
def test_state_is_the_same_however_the_steps_are_folded(tried: list[Happening]) -> None:
    done = keep_allowed(tried)
    state: CaseState | None = None
    for each in done:
        state = after(state, each)
    assert state == state_of(done)
    assert state_of(iter(done)) == state_of(done)


@given(tries())
def test_nobody_ever_both_proposes_and_confirms(tried: list[Happening]) -> None:
    done = keep_allowed(tried)
    for count in range(1, len(done) + 1):
        state = state_of(done[:count])
        if state.status is CaseStatus.DECIDED and state.confirmed_by is not None:
            assert state.confirmed_by != state.proposed_by


@given(tries())
def test_deadline_never_moves_back(tried: list[Happening]) -> None:
    done = keep_allowed(tried)
    dues = [state_of(done[:count]).due_at for count in range(1, len(done) + 1)]
    assert dues == sorted(dues)


@given(tries())
def test_task_and_status_always_fit_each_other(tried: list[Happening]) -> None:
    state = state_of(keep_allowed(tried))
    assert (state.holder_id is not None) == (state.task_status is TaskStatus.TAKEN)
    wanted = {CaseStatus.OPEN: TaskKind.WORK, CaseStatus.PROPOSED: TaskKind.CONFIRM, CaseStatus.DECIDED: None}
    assert state.task_kind is wanted[state.status]
    assert (state.status is CaseStatus.OPEN) or state.outcome


def test_escalation_that_releases_puts_the_task_back() -> None:
    taken = state_of([OPENED, happening(Step.TAKEN)])
    freed = after(taken, happening(Step.ESCALATED, None, level=3, do="release"))
    assert (freed.holder_id, freed.escalation) == (None, 3)


def test_returned_proposal_goes_to_whoever_worked_last() -> None:
    proposed = state_of([OPENED, happening(Step.TAKEN), happening(Step.PROPOSED, outcome="no_change")])
    back = after(proposed, happening(Step.RETURNED, MARAT))
    assert (back.status, back.holder_id) == (CaseStatus.OPEN, DANA)


@pytest.mark.parametrize("step", [Step.TAKEN, Step.PROPOSED, Step.RETURNED, Step.SUSPENDED, Step.ESCALATED])
def test_decided_case_is_changed_by_reopening_alone(step: Step) -> None:
    decided = replace(state_of([OPENED]), status=CaseStatus.DECIDED, task_kind=None, task_status=TaskStatus.DONE)
    with pytest.raises(AssertionError):
        after(decided, happening(step, outcome="x", level=1))
