"""Where an offer stands follows from its steps alone, and from no others than the law of offers allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.offers.history import Happening, OfferState, after, may_follow, state_of
from alatau.services.offers.values import OPEN, OVER, Status, Step

FIRST = Happening(step=Step.DETECTED)


def happening(step: Step, person: str = "aigerim") -> Happening:
    facts = {"person": person, "decision": "d"} if step in {Step.ACCEPTED, Step.DECIDED} else {}
    return Happening(step=step, facts=facts)


@st.composite
def histories(draw: st.DrawFn) -> list[Happening]:
    """Draw a history in which each step may follow the one before."""
    steps, state = [FIRST], after(None, FIRST)
    for _ in range(draw(st.integers(0, 25))):
        allowed = [step for step in Step if may_follow(state.status, step)]
        if not allowed:
            break
        steps.append(happening(draw(st.sampled_from(allowed)), draw(st.sampled_from(["aigerim", "bolat"]))))
        state = after(state, steps[-1])
    return steps


@given(steps=histories())
def test_nothing_is_decided_without_a_yes_before_it(steps: list[Happening]) -> None:
    taken = [each.step for each in steps]
    if Step.DECIDED in taken:
        place = taken.index(Step.DECIDED)
        assert taken[place - 1] is Step.ACCEPTED


@given(steps=histories())
def test_silence_alone_never_decides_nor_ends_a_right(steps: list[Happening]) -> None:
    state = state_of(steps)
    if Step.ACCEPTED not in [each.step for each in steps]:
        assert state.status not in {Status.DECIDED, Status.FULFILLED, Status.CLOSED}
    if state.status is Status.SILENT:
        assert may_follow(state.status, Step.ACCEPTED)


@given(steps=histories())
def test_the_state_of_a_history_is_that_of_its_parts_in_order(steps: list[Happening]) -> None:
    state: OfferState | None = None
    for each in steps:
        state = after(state, each)
    assert state == state_of(steps)


@given(steps=histories(), step=st.sampled_from(Step))
def test_what_is_over_takes_no_more_steps(steps: list[Happening], step: Step) -> None:
    state = state_of(steps)
    assert state.status not in OVER or not may_follow(state.status, step)


@given(steps=histories())
def test_a_refusal_leaves_the_right_to_be_taken_up(steps: list[Happening]) -> None:
    if state_of(steps).status is Status.REFUSED:
        again = state_of([*steps, happening(Step.TAKEN_UP), happening(Step.ACCEPTED)])
        assert again.consented == {"aigerim"}


@given(steps=histories())
def test_one_person_is_reminded_only_after_a_silence(steps: list[Happening]) -> None:
    taken = [each.step for each in steps]
    assert all(taken[place - 1] is Step.SILENT for place, step in enumerate(taken) if step is Step.REMINDED)


@pytest.mark.parametrize("step", [Step.DECIDED, Step.FULFILLED, Step.REMINDED])
def test_a_step_out_of_turn_is_a_defect(step: Step) -> None:
    with pytest.raises(AssertionError):
        state_of([FIRST, happening(Step.CHECKED), happening(step)])


def test_a_yes_of_each_adult_is_kept_until_somebody_says_no() -> None:
    steps = [FIRST, happening(Step.CHECKED), happening(Step.OFFERED), happening(Step.ACCEPTED)]
    both = [*steps, happening(Step.ACCEPTED, "bolat")]
    assert state_of(both).consented == {"aigerim", "bolat"}
    assert not state_of([*both, happening(Step.REFUSED)]).consented


def test_every_status_is_open_over_or_served() -> None:
    assert OPEN | OVER | {Status.FULFILLED} == frozenset(Status)
