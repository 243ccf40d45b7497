"""Serve a person at a desk: staff act for somebody who came in, for a while, with both named in every trace."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.access.errors import DeskVisitOpenError, OwnAffairsError
from alatau.access.lookup import get_purpose, rights_of
from alatau.access.merged import resolve_person
from alatau.access.models import DeskVisit, Person, User
from alatau.access.own_affairs import list_own_affairs
from alatau.access.read import visit_view
from alatau.core.errors import NotAllowedError, NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.values import DeskVisitView
    from alatau.core.values import Actor, Moment, PersonId

#: How long a visit lasts unless it is closed; staff open another one to go on.
VISIT = timedelta(minutes=30)
#: The purpose that a role must hold to serve people at a desk.
PURPOSE = "desk_visit"
#: Identity documents that staff may have checked.
DOCUMENT_KINDS = ("identity_card", "passport", "residence_permit", "birth_certificate")

declare_points("access.visit.opened", "access.visit.closed")


@transaction.atomic
def open_desk_visit(
    person_id: PersonId, *, document_kind: str, purpose: str = PURPOSE, case_id: UUID | None, by: Actor, at: Moment
) -> DeskVisitView:
    """Open a visit for a person whose identity document was checked; it is a look, and the person reads of it.

    A repeat for the same person returns the open visit.

    Raises:
        PurposeUnknownError, NotAllowedError, NotFoundError, OwnAffairsError, DeskVisitOpenError: in this order;
        nothing is written.
    """
    assert document_kind in DOCUMENT_KINDS, "doors offer only these"
    get_purpose(purpose)
    if (
        by.kind is not ActorKind.STAFF
        or by.user_id is None
        or not any(PURPOSE in right.purposes for right in rights_of(by.roles))
    ):
        raise NotAllowedError
    person = Person.objects.filter(id=resolve_person(person_id)).first()
    if person is None:
        raise NotFoundError
    if person.id in list_own_affairs(by.user_id, at=at):
        raise OwnAffairsError
    _close_lapsed(by=by, at=at)
    current = DeskVisit.objects.filter(staff_id=by.user_id, closed_at=None).select_related("person").first()
    if current is not None and current.person_id == person.id:
        return visit_view(current)
    if current is not None:
        raise DeskVisitOpenError
    row = _insert(person, document_kind=document_kind, purpose=purpose, case_id=case_id, by=by, at=at)
    reach("access.visit.opened")
    _note(row, LineKind.LOOK, "access.visit.opened", by=by, at=at)
    return visit_view(row)


@transaction.atomic
def close_desk_visit(*, by: Actor, at: Moment) -> None:
    """Close the visit that this member of staff has open; nothing happens when there is none."""
    row = DeskVisit.objects.select_for_update().filter(staff_id=by.user_id, closed_at=None).first()
    if row is None:
        return
    row.closed_at = at.wall_at
    row.save(update_fields=["closed_at"])
    reach("access.visit.closed")
    _note(row, LineKind.AUDIT, "access.visit.closed", by=by, at=at)


def _insert(
    person: Person, *, document_kind: str, purpose: str, case_id: UUID | None, by: Actor, at: Moment
) -> DeskVisit:
    staff_id = by.user_id
    assert staff_id is not None
    try:
        with transaction.atomic():
            return DeskVisit.objects.create(
                staff=User.objects.get(id=staff_id),
                person=person,
                purpose=purpose,
                case_id=case_id,
                document_kind=document_kind,
                opened_at=at.wall_at,
                closes_at=at.wall_at + VISIT,
            )
    except IntegrityError as error:
        raise DeskVisitOpenError from error


def _close_lapsed(*, by: Actor, at: Moment) -> None:
    for row in DeskVisit.objects.select_for_update().filter(
        staff_id=by.user_id, closed_at=None, closes_at__lte=at.wall_at
    ):
        row.closed_at = row.closes_at
        row.save(update_fields=["closed_at"])


def _note(row: DeskVisit, kind: LineKind, action: str, *, by: Actor, at: Moment) -> None:
    line = NewLine(
        kind=kind,
        action=action,
        actor=by,
        subject_id=row.person_id,
        purpose=row.purpose if kind is LineKind.LOOK else "",
        case_id=row.case_id,
        body={"visit_id": row.id, "document": row.document_kind, "data": ["name"]},
    )
    append_lines([line], at=at)
