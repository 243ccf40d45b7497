"""Figures for analysts as values. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.family.national.hide import Shown


class Way(StrEnum):
    """How somebody came to what is theirs. The order is the order of the columns."""

    OFFERED_BY_MESSAGE = "offered_by_message"  # the city offered it, the yes came by message from any phone
    OFFERED_ONLINE = "offered_online"  # the city offered it, the yes came on the pages
    OFFERED_AT_DESK = "offered_at_desk"
    ASKED_ONLINE = "asked_online"  # they asked by themselves
    ASKED_AT_DESK = "asked_at_desk"


class Answer(StrEnum):
    """What became of an offer."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"  # the time for an answer is over, or a person was asked to visit
    AWAITED = "awaited"
    DISPUTED = "disputed"
    LAPSED = "lapsed"


PROACTIVE = frozenset({Way.OFFERED_BY_MESSAGE, Way.OFFERED_ONLINE, Way.OFFERED_AT_DESK})
ONLINE = frozenset({Way.OFFERED_ONLINE, Way.ASKED_ONLINE})
BY_MESSAGE = frozenset({Way.OFFERED_BY_MESSAGE})


@dataclass(frozen=True, kw_only=True)
class TimeFigures:
    """How long it took in one place from the event to the money; None where too few got any."""

    place: str
    within: str
    paid: int | None
    median_hours: float | None
    #: So long at most for nine of ten.
    most_hours: float | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What analysts see: two tables of counts with the small ones hidden, one of times, and shares of the whole."""

    ways: Shown | None
    answers: Shown | None
    times: tuple[TimeFigures, ...]
    #: Hundredths, of all that was given; None where it would tell of few.
    proactive: float | None
    online: float | None
    by_message: float | None
    accepted: float | None
