"""Where an offer stands, as a function of its steps. Pure: the tables keep what this file computes.

A step that the state does not allow is a defect of this room: use cases refuse it before, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from alatau.services.offers.values import ANSWERABLE, Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One step, and who said yes or no where it is an answer."""

    step: Step
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OfferState:
    """All that follows from the steps of an offer."""

    status: Status
    #: Ids of the adults who said yes since the last no.
    consented: frozenset[str] = frozenset()
    #: How often nobody answered in time.
    silences: int = 0
    was_reminded: bool = False
    decision: str = ""


#: After which statuses a step may come. A right may end, and be doubted, wherever nothing is decided yet.
_UNDECIDED = frozenset(
    {
        Status.DETECTED,
        Status.CHECKED,
        Status.OFFERED,
        Status.ACCEPTED,
        Status.REFUSED,
        Status.SILENT,
        Status.REMINDED,
        Status.PERSON_ASKED,
        Status.ACCOUNT_NEEDED,
        Status.DISPUTED,
    }
)
_AFTER: Mapping[Step, frozenset[Status]] = {
    Step.CHECKED: frozenset({Status.DETECTED, Status.DISPUTED, Status.PERSON_ASKED}),
    Step.OFFERED: frozenset({Status.CHECKED, Status.PERSON_ASKED}),
    Step.ACCEPTED: ANSWERABLE,
    Step.REFUSED: ANSWERABLE,
    Step.SILENT: frozenset({Status.OFFERED, Status.REMINDED}),
    Step.REMINDED: frozenset({Status.SILENT}),
    Step.PERSON_ASKED: _UNDECIDED - {Status.REFUSED, Status.DISPUTED, Status.PERSON_ASKED},
    Step.ACCOUNT_NEEDED: ANSWERABLE,
    Step.DECIDED: frozenset({Status.ACCEPTED}),
    Step.FULFILLED: frozenset({Status.DECIDED}),
    Step.CLOSED: frozenset({Status.DECIDED, Status.FULFILLED}),
    Step.DISPUTED: _UNDECIDED - {Status.DISPUTED, Status.DETECTED},
    Step.CONFIRMED: frozenset({Status.DISPUTED}),
    Step.TAKEN_UP: frozenset({Status.REFUSED}),
    Step.LAPSED: _UNDECIDED,
}
#: Steps after which an offer stands elsewhere than the step is called.
_LEADS_TO: Mapping[Step, Status] = {Step.CONFIRMED: Status.OFFERED, Step.TAKEN_UP: Status.OFFERED}


def state_of(happenings: Iterable[Happening]) -> OfferState:
    """Return where an offer stands after these steps; the first of them detects it."""
    state: OfferState | None = None
    for happening in happenings:
        state = after(state, happening)
    assert state is not None, "an offer has at least the step that detected it"
    return state


def after(state: OfferState | None, happening: Happening) -> OfferState:
    """Return where the offer stands after one more step."""
    if state is None:
        assert happening.step is Step.DETECTED, "an offer begins by being detected"
        return OfferState(status=Status.DETECTED)
    assert may_follow(state.status, happening.step), f"{happening.step} does not follow {state.status}"
    moved = replace(state, status=_LEADS_TO.get(happening.step) or Status(happening.step))
    return _note(moved, happening)


def may_follow(status: Status, step: Step) -> bool:
    """Tell whether a step may come after a status."""
    return status in _AFTER.get(step, frozenset())


def _note(state: OfferState, happening: Happening) -> OfferState:
    match happening.step:
        case Step.ACCEPTED:
            return replace(state, consented=state.consented | {str(happening.facts["person"])})
        case Step.REFUSED:
            return replace(state, consented=frozenset())
        case Step.SILENT:
            return replace(state, silences=state.silences + 1)
        case Step.REMINDED:
            return replace(state, was_reminded=True)
        case Step.DECIDED:
            return replace(state, decision=str(happening.facts["decision"]))
        case Step.OFFERED | Step.TAKEN_UP | Step.CONFIRMED:
            # Asked anew, the time for an answer begins anew.
            return replace(state, silences=0, was_reminded=False)
        case _:
            return state
