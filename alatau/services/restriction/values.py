"""Words of self-restriction. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.text import Text
    from alatau.core.values import PersonId
    from alatau.papers.values import DocumentId

RestrictionId = NewType("RestrictionId", UUID)
OperatorId = NewType("OperatorId", UUID)
#: A person's number under one operator's key: the first half of an HMAC-SHA256. It names nobody to anybody else.
Pseudonym = NewType("Pseudonym", UUID)


@dataclass(frozen=True, kw_only=True)
class RegisterColumns:
    """Under which names the state's register keeps a restriction."""

    register: str
    number: str
    limited_from: str
    limited_until: str
    #: Columns that say the same in every row of this city.
    fixed: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RestrictionRules:
    """What the law says of self-restriction, as the content keeps it."""

    age_from: int
    months_least: int
    months_most: int
    #: Periods that the page offers.
    months_offered: tuple[int, ...]
    law: Text
    #: What the person signs; it grows by a version when its words change.
    statement: Text
    statement_version: int
    letter: str
    #: Questions that an operator may ask in a day for each customer, and what even the smallest may ask.
    checks_per_customer: int
    checks_least: int
    #: Days for which the key before the newest still opens.
    key_overlap_days: int
    #: Months for which questions are kept, so that people can see who asked.
    checks_kept_months: int
    #: None where the state keeps no such register.
    register: RegisterColumns | None


@dataclass(frozen=True, kw_only=True)
class RestrictionView:
    """One act of restricting. The one with the latest end holds."""

    id: RestrictionId
    person_id: PersonId
    from_on: date
    #: The first day on which the person is free again.
    until_on: date
    asked_at: datetime
    document_id: DocumentId | None
    #: Whether it lengthened one that held already.
    is_longer: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What holds for a person today."""

    #: The act with the latest end; None for who asked for nothing, or is free again.
    own: RestrictionView | None
    #: Until when the state's register says so besides; None where it does not.
    register_until: date | None


@dataclass(frozen=True, kw_only=True)
class OperatorView:
    """A licensed operator."""

    id: OperatorId
    name: str
    licence: str
    customers: int
    #: Questions it may ask in a day.
    quota: int
    #: Questions it has asked today.
    asked_today: int
    generation: int
    admitted_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OperatorKeys:
    """What an operator is told once: the key that it shows, and the key that it makes identifiers with."""

    operator_id: OperatorId
    generation: int
    #: Goes into the header of each question.
    bearer: str
    #: 64 hexadecimal digits: the key of the HMAC.
    identifiers: str


@dataclass(frozen=True, kw_only=True)
class Asker:
    """An operator that has shown its key."""

    operator_id: OperatorId
    quota: int


@dataclass(frozen=True, kw_only=True)
class SeenCheck:
    """One question about a person, as that person sees it."""

    operator: str
    #: City time.
    at: datetime
    #: Wall time, by which pages follow each other.
    asked_at: datetime
    was_restricted: bool
