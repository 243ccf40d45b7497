"""Values the shell draws with: doors and cards of the feed. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.money import Amount


@dataclass(frozen=True, kw_only=True)
class Door:
    """One way into the city: a tab on the phone, a line in the desk's side bar."""

    key: str
    label: str
    address: str
    icon: str
    is_open: bool = False  # the reader is behind this door now
    count: int = 0  # what waits behind it
    shortcut: str = ""  # the second key after G, at a desk
    about: str = ""  # what the reader finds behind it


class Urgency(StrEnum):
    """Why a card stands where it stands in the feed; the order of the members is the order of the feed."""

    NEEDS_YOU = "needs_you"  # nothing goes on until the reader acts
    OFFERED = "offered"  # theirs for a yes
    WAITING = "waiting"  # the city works on it, or it comes on a day
    PAID = "paid"  # money that came
    NEW = "new"  # something came that the reader has not opened
    KNOWN = "known"  # for the record


@dataclass(frozen=True, kw_only=True)
class FeedCard:
    """One matter in the resident's feed: what, when, why you, one main action."""

    urgency: Urgency
    kind: str  # spoken over the title: "Message", "Letter"
    icon: str
    title: str
    at: datetime
    amount: Amount | None = None
    amount_note: str = ""  # how often, or when: "each month"
    text: str = ""
    language: str = ""  # of title and text, where it is not the page's
    why: str = ""
    due_at: datetime | None = None  # until when the city answers
    until: date | None = None  # until when the reader can answer
    action: str = ""  # a verb: "Answer"
    address: str = ""
    #: What it is about: of several cards about one matter the first alone is shown.
    about: frozenset[UUID] = frozenset()
