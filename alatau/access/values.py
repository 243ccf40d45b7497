"""Frozen values that go in and out of this room's use cases. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.values import OrganisationId, PersonId, UserId

RepresentationId = NewType("RepresentationId", UUID)
ConsentId = NewType("ConsentId", UUID)
DeskVisitId = NewType("DeskVisitId", UUID)


class UserKind(StrEnum):
    """Who signs in: a resident by number, or staff by name and password."""

    RESIDENT = "resident"
    STAFF = "staff"


class RepresentationSource(StrEnum):
    """Where a representation comes from."""

    REGISTER = "register"  # a register states it: the parent of a child, a court's guardian, a firm's signatory
    GRANTED = "granted"  # the represented person gave it on a page, and the other accepted it
    DESK = "desk"  # staff entered it from a paper that was shown at a desk


class ConsentAct(StrEnum):
    """What a revision of a consent says."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Proof(StrEnum):
    """How somebody proved who they are."""

    CODE = "code"  # a one-time code to the person's own contact point
    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    OUTSIDE = "outside"  # an outside OpenID provider


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """What a reader with the right sees of a person. Only `access_person` makes one, after the look is recorded."""

    person_id: PersonId
    #: As the person writes it.
    name: str
    #: How the city addresses the person in a sentence.
    short_name: str
    born_on: date | None
    #: Place code of the region the person lives in; None when the address is protected.
    region: str | None
    #: Number in force on the day of the look; None for a person who has none.
    number: str | None


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child in somebody's care, as that person's pages name it."""

    person_id: PersonId
    short_name: str
    #: The representation under which the person acts for the child.
    ground_id: RepresentationId
    age: int


@dataclass(frozen=True, kw_only=True)
class NewRepresentation:
    """A representation to enter: exactly one of person and organisation is represented."""

    kind: str
    representative_id: PersonId
    represented_id: PersonId | None = None
    organisation_id: OrganisationId | None = None
    source: RepresentationSource
    #: The act, register entry or paper it rests on, as both sides read it. No person's number.
    ground: str
    #: Purposes it covers; empty means all that its kind allows.
    purposes: frozenset[str] = field(default_factory=frozenset)
    valid_from: date
    valid_until: date | None = None
    #: The side that asks, when the other has to accept.
    asked_by: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class RepresentationView:
    """One representation as both sides see it."""

    id: RepresentationId
    kind: str
    representative_id: PersonId
    represented_id: PersonId | None
    organisation_id: OrganisationId | None
    representative_name: str
    represented_name: str
    ground: str
    source: RepresentationSource
    #: Purposes it covers; empty means all that its kind allows.
    purposes: frozenset[str] = field(default_factory=frozenset)
    valid_from: date
    valid_until: date | None
    asked_by: PersonId | None
    accepted_at: datetime | None
    ended_at: datetime | None

    def awaits(self, person_id: PersonId) -> bool:
        """Tell whether it waits for this person's yes."""
        return self.accepted_at is None and self.ended_at is None and self.asked_by != person_id

    def is_in_force_on(self, day: date) -> bool:
        """Tell whether it stands on the day: accepted, not ended, and within its dates (the end is excluded)."""
        if self.accepted_at is None or self.ended_at is not None:
            return False
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, kw_only=True)
class RoleGrantView:
    """One role of one member of staff."""

    id: UUID
    user_id: UserId
    role: str
    region: str
    ground: str
    #: None for a grant from the command line.
    granted_by: UserId | None
    granted_by_name: str
    #: A second administrator has still to say yes: nothing is open until then.
    awaits_second: bool
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class StaffView:
    """A member of staff as lists and sentences name them."""

    user_id: UserId
    name: str
    office: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class ConsentView:
    """The newest revision of one consent of one person."""

    consent_id: ConsentId
    key: str
    recipient: str
    act: ConsentAct
    revision: int
    text_version: int
    purpose: str
    data: tuple[str, ...]
    city_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeskVisitView:
    """A visit during which staff act for a person who came to a desk."""

    id: DeskVisitId
    staff_id: UserId
    person_id: PersonId
    person_name: str
    purpose: str
    case_id: UUID | None
    opened_at: datetime
    closes_at: datetime
