"""What goes in and out of requests for services: ids, states, and what is known about the person. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.core.values import OrganisationId, PersonId
    from alatau.services.catalogue.values import Found, Service

RequestId = NewType("RequestId", UUID)
RequestFileId = NewType("RequestFileId", UUID)


class RequestStatus(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    FEE_DUE = "fee_due"  # sent; begins when the fee is paid
    WITH_STAFF = "with_staff"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the person, before a decision

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self in {RequestStatus.FEE_DUE, RequestStatus.WITH_STAFF}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a register or an event said about one piece of evidence."""

    found: Found
    #: Rows that count, newest first: key of the row, and its columns as JSON keeps them.
    rows: tuple[Mapping[str, object], ...] = ()
    #: Key of the register and the day of the look; empty where it was not asked.
    register: str = ""
    looked_on: str = ""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose affairs a request is about, and by what right."""

    #: `self`, or the kind of representation.
    by: str
    person_id: PersonId | None
    organisation_id: OrganisationId | None
    name: str
    representation_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class FileView:
    """One file that came with a request."""

    id: RequestFileId
    field: str
    title: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One thing that happened to a request after it was sent."""

    step: RequestStatus | str
    at: datetime
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """One person's use of a service."""

    id: RequestId
    #: For people: "S-2026-000123"; empty while it is a draft.
    number: str
    service: Service
    asker_id: PersonId
    person_id: PersonId | None
    organisation_id: OrganisationId | None
    asked_by: str
    status: RequestStatus
    answers: Mapping[str, object]
    evidence: Mapping[str, Answered]
    files: tuple[FileView, ...]
    fee: Amount | None
    bill_id: UUID | None
    case_id: UUID | None
    document_id: UUID | None
    decision_id: UUID | None
    ticket_id: UUID | None
    started_at: datetime
    expires_on: date
    sent_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    history: tuple[StepView, ...] = field(default_factory=tuple)
