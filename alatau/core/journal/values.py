"""What a journal line says. Bodies hold ids, codes and figures: never a person's number, name or address."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.values import Actor


class LineKind(StrEnum):
    """The four kinds of line."""

    EVENT = "event"  # a fact the rooms above may act on, in the past tense
    AUDIT = "audit"  # who did what
    LOOK = "look"  # who read whose data, and why
    EXCHANGE = "exchange"  # a call with a partner


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """One line to append in the caller's transaction."""

    kind: LineKind
    #: `room.noun.verb_past`, for example `access.consent.given`.
    action: str
    actor: Actor
    #: The person or organisation the line is about; they may read it. None when it is about nobody.
    subject_id: UUID | None = None
    #: Lawful reason of a look (a key of the content's purposes); empty for other kinds.
    purpose: str = ""
    #: The case, conversation or decision the line belongs to: the golden thread walks along it.
    case_id: UUID | None = None
    #: Text, whole numbers, yes or no, ids, days, lists and mappings of these. No floats: a sum would change on its way.
    body: Mapping[str, object] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as it is read back: sealed, or not yet."""

    id: UUID
    #: Place in the journal, from 1; None until the sealer has numbered the line.
    number: int | None
    kind: LineKind
    action: str
    #: The actor's fields that were set, as text: kind, user_id, person_id, for_person_id, ground_id, roles, process.
    actor: Mapping[str, object]
    subject_id: UUID | None
    case_id: UUID | None
    purpose: str
    body: Mapping[str, object]
    city_at: datetime
    wall_at: datetime
    #: The law had the contents erased: actor and body are empty, and only kind, action and times are left.
    is_erased: bool = False


@dataclass(frozen=True, kw_only=True)
class SealedLine(Line):
    """A numbered line, as listeners take it."""

    number: int
