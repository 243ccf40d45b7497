"""Give and take roles of staff, within dates and regions. Every act is in the journal; nobody serves themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.access.errors import (
    OwnRoleError,
    RepresentationDatesError,
    RoleHeldError,
    SecondAdministratorError,
    StaffUnknownError,
)
from alatau.access.lookup import get_role
from alatau.access.models import RoleGrant, User
from alatau.access.values import UserKind
from alatau.core.errors import NotAllowedError, NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Actor, Moment, UserId

#: The role that gives and takes roles.
ADMINISTRATOR = "administrator"

declare_points("access.role.granted", "access.role.confirmed", "access.role.revoked")


@transaction.atomic
def grant_role(
    user_id: UserId,
    role: str,
    *,
    ground: str,
    region: str = "",
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
    at: Moment,
) -> UUID:
    """Give a member of staff a role from a day on, for a region or (empty) the whole city; return the grant's id.

    A role that content calls powerful opens nothing until a second administrator confirms it. What the command line
    gives stands at once: it makes the first administrator, when there is nobody to confirm.

    Raises:
        NotAllowedError, RoleUnknownError, OwnRoleError, StaffUnknownError, RepresentationDatesError, RoleHeldError: in
        this order; nothing is written.
    """
    assert ground, "doors refuse a grant without a ground"
    check_giver(by)
    kind = get_role(role)
    if by.user_id == user_id:
        raise OwnRoleError
    if not User.objects.filter(id=user_id, kind=UserKind.STAFF, is_active=True).exists():
        raise StaffUnknownError
    if valid_until is not None and valid_until <= valid_from:
        raise RepresentationDatesError
    grant = RoleGrant(
        user_id=user_id,
        role=role,
        region=region,
        ground=ground,
        granted_by_id=by.user_id,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_at=at.wall_at,
        awaits_second=kind.needs_two and by.kind is ActorKind.STAFF,
    )
    _insert(grant)
    reach("access.role.granted")
    _note(grant, "access.role.proposed" if grant.awaits_second else "access.role.granted", by=by, at=at)
    return grant.id


@transaction.atomic
def confirm_role(grant_id: UUID, *, by: Actor, at: Moment) -> None:
    """Say the second yes to a powerful role, which opens from now on. A repeat changes nothing.

    Raises:
        NotAllowedError, NotFoundError, OwnRoleError, SecondAdministratorError: in this order.
    """
    check_giver(by)
    grant = RoleGrant.objects.select_for_update().filter(id=grant_id, revoked_at=None).first()
    if grant is None:
        raise NotFoundError
    if by.user_id == grant.user_id:
        raise OwnRoleError
    if not grant.awaits_second:
        return
    if by.user_id == grant.granted_by_id:
        raise SecondAdministratorError
    grant.awaits_second, grant.confirmed_by_id = False, by.user_id
    grant.save(update_fields=["awaits_second", "confirmed_by"])
    reach("access.role.confirmed")
    _note(grant, "access.role.confirmed", by=by, at=at)


@transaction.atomic
def revoke_role(grant_id: UUID, *, by: Actor, at: Moment) -> None:
    """Take a role back from now on. A repeat changes nothing.

    Raises:
        NotAllowedError, NotFoundError, OwnRoleError: in this order.
    """
    check_giver(by)
    grant = RoleGrant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None:
        raise NotFoundError
    if by.user_id == grant.user_id:
        raise OwnRoleError
    if grant.revoked_at is not None:
        return
    grant.revoked_at, grant.revoked_by_id = at.wall_at, by.user_id
    grant.save(update_fields=["revoked_at", "revoked_by"])
    reach("access.role.revoked")
    _note(grant, "access.role.revoked", by=by, at=at)


def check_giver(by: Actor) -> None:
    """Refuse whoever may not change what colleagues are. Raises: NotAllowedError."""
    is_administrator = by.kind is ActorKind.STAFF and by.has_role(ADMINISTRATOR)
    # The command line is the other door: who may run it owns the machine.
    if not is_administrator and by.kind is not ActorKind.SYSTEM:
        raise NotAllowedError


def _insert(grant: RoleGrant) -> None:
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise RoleHeldError from error


def _note(grant: RoleGrant, action: str, *, by: Actor, at: Moment) -> None:
    body = {"user_id": grant.user_id, "role": grant.role, "region": grant.region, "grant_id": grant.id}
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, body=body)], at=at)
