"""Words of queues. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.values import PersonId
    from alatau.services.queues.history import Status

TicketId = NewType("TicketId", UUID)
PlaceId = NewType("PlaceId", UUID)
PlaceOfferId = NewType("PlaceOfferId", UUID)
RoundId = NewType("RoundId", UUID)


class Stream(StrEnum):
    """The two lines that places are shared between."""

    PRIVILEGED = "privileged"
    GENERAL = "general"


class OfferStatus(StrEnum):
    """Where an offered place stands."""

    OPEN = "open"
    AGREED = "agreed"
    CONTRACTED = "contracted"
    DECLINED = "declined"
    SILENT = "silent"
    MISSED = "missed"
    TAKEN_BACK = "taken_back"


#: Offers that hold their place.
HOLDING = frozenset({OfferStatus.OPEN, OfferStatus.AGREED, OfferStatus.CONTRACTED})


class PlaceStatus(StrEnum):
    """Where a place stands."""

    FREE = "free"
    OFFERED = "offered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a person asks of a place. Nothing chosen means: whatever is near home."""

    #: Keys of providers, the dearest first.
    providers: tuple[str, ...] = ()
    #: Language of the group; empty for any.
    language: str = ""
    #: Part of the city where the person lives; empty where it does not matter.
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketView:
    """A ticket, as the person it belongs to sees it."""

    id: TicketId
    queue: str
    #: What is shown in public: chance alone, so that it leads to nobody.
    number: str
    person_id: PersonId
    status: Status
    #: Age group on the day of the question; empty where the queue has none, or the person is in none of them.
    group: str
    #: From when somebody who is too young today takes part; None for all others.
    takes_part_from: date | None
    stream: Stream
    classes: tuple[str, ...]
    #: Asked for, and not proven yet.
    claimed: tuple[str, ...]
    wishes: Wishes
    entered_at: datetime
    #: Until when a silent person may take the ticket up again; None where there is nothing to take up.
    restore_by: date | None


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a ticket stands among all that wait for the same group."""

    #: 1 is the next one.
    place: int
    waiting: int
    #: Of those before it, how many have a right to go first.
    privileged_before: int
    general_before: int


@dataclass(frozen=True, kw_only=True)
class OfferedPlace:
    """A place that somebody was offered."""

    id: PlaceOfferId
    ticket_id: TicketId
    place_id: PlaceId
    provider: str
    group: str
    language: str
    free_from: date
    status: OfferStatus
    #: Which place of its group it was, counted from the queue's first one.
    turn: int
    #: Whose turn that was, and as what the ticket got it.
    due: Stream
    stream: Stream
    made_at: datetime
    consent_by: datetime
    contract_by: datetime | None


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """One ticket as anybody sees it."""

    number: str
    place: int
    stream: Stream
    status: Status


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """What one round gave, and why."""

    id: RoundId
    queue: str
    at: datetime
    #: Digest of what went in: the same tickets and places give the same round.
    digest: str
    free: int
    waiting: int
    awards: tuple[Mapping[str, object], ...]
    #: Numbers of tickets for whom no free place was right.
    unfit: tuple[str, ...]
