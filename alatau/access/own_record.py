"""Tell the city which resident a member of staff is, so that they never work on their own or their family's affairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.access.errors import OwnRoleError, RecordLinkedError, StaffUnknownError
from alatau.access.models import Person, User
from alatau.access.roles import check_giver
from alatau.access.values import UserKind
from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment, PersonId, UserId


@transaction.atomic
def link_record(user_id: UserId, person_id: PersonId | None, *, by: Actor, at: Moment) -> None:
    """Keep whose sign-in this is; None for nobody known. It opens nothing to them. A repeat changes nothing.

    Raises:
        NotAllowedError, OwnRoleError, StaffUnknownError, NotFoundError, RecordLinkedError: in this order; nothing is
        written.
    """
    check_giver(by)
    if by.user_id == user_id:
        # Whoever chose their own record could choose a stranger's, and then work on their own affairs.
        raise OwnRoleError
    user = User.objects.select_for_update().filter(id=user_id, kind=UserKind.STAFF).first()
    if user is None:
        raise StaffUnknownError
    if person_id is not None and not Person.objects.filter(id=person_id).exists():
        raise NotFoundError
    if user.record_id == person_id:
        return
    user.record_id = person_id
    _save(user)
    # The line names the sign-in alone: which resident it is, is their own affair.
    action = "access.staff.recognised" if person_id else "access.staff.unrecognised"
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, body={"user_id": user.id})], at=at)


def _save(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=["record"])
    except IntegrityError as error:
        raise RecordLinkedError from error
