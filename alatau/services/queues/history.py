"""The life of a ticket: its status follows from its steps, and from nothing else. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Status(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    AGREED = "agreed"
    PLACED = "placed"
    #: Its person did not answer: it keeps its day, and can be taken up again for some time, once.
    INACTIVE = "inactive"
    LEFT = "left"


class Step(StrEnum):
    """One thing that happened to a ticket."""

    ENTERED = "entered"
    CLAIMED = "claimed"  # a right to go first was asked for
    PROVEN = "proven"  # a register or an official says so
    UNPROVEN = "unproven"  # it does not, or no longer
    WISHED = "wished"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    SILENT = "silent"
    RESTORED = "restored"
    CONTRACTED = "contracted"
    MISSED = "missed"  # agreed, and signed nothing in time
    TAKEN_BACK = "taken_back"  # the place was not there after all
    TIMED_OUT = "timed_out"  # nobody took the ticket up again
    LEFT = "left"


#: Tickets that stand in a queue.
STANDING = frozenset({Status.WAITING, Status.OFFERED, Status.AGREED, Status.INACTIVE})

_REMARKS = frozenset({Step.CLAIMED, Step.PROVEN, Step.UNPROVEN, Step.WISHED})
_NEXT = {
    (Status.WAITING, Step.OFFERED): Status.OFFERED,
    (Status.WAITING, Step.LEFT): Status.LEFT,
    (Status.OFFERED, Step.AGREED): Status.AGREED,
    (Status.OFFERED, Step.DECLINED): Status.LEFT,
    (Status.OFFERED, Step.SILENT): Status.INACTIVE,
    (Status.OFFERED, Step.TAKEN_BACK): Status.WAITING,
    (Status.OFFERED, Step.LEFT): Status.LEFT,
    (Status.AGREED, Step.CONTRACTED): Status.PLACED,
    (Status.AGREED, Step.MISSED): Status.INACTIVE,
    (Status.AGREED, Step.TAKEN_BACK): Status.WAITING,
    (Status.AGREED, Step.LEFT): Status.LEFT,
    (Status.INACTIVE, Step.RESTORED): Status.WAITING,
    (Status.INACTIVE, Step.TIMED_OUT): Status.LEFT,
    (Status.INACTIVE, Step.LEFT): Status.LEFT,
}


def follow(status: Status | None, step: Step) -> Status | None:
    """Return the status after a step; None where the step cannot happen. Nothing happens before a ticket is entered."""
    if status is None:
        return Status.WAITING if step is Step.ENTERED else None
    if step in _REMARKS:
        return status if status in STANDING else None
    return _NEXT.get((status, step))


def fold(steps: Iterable[Step]) -> Status | None:
    """Return the status that steps lead to; None where they cannot have happened."""
    status: Status | None = None
    for step in steps:
        status = follow(status, step)
        if status is None:
            return None
    return status
