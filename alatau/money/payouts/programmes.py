"""Programmes: what the state pays for, from which account, and how much its own system may pay a day unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import amount_of
from alatau.money.models import Account, PayoutProgramme
from alatau.money.payouts.errors import ProgrammeReusedError, ProgrammeUnknownError
from alatau.money.payouts.values import ProgrammeView
from alatau.money.values import AccountId, HolderId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment


@transaction.atomic
def open_programme(
    key: str,
    *,
    name: Mapping[str, str],
    purpose: str,
    account_id: AccountId,
    unattended_most: int = 0,
    by: Actor,
    at: Moment,
) -> None:
    """Let payouts be made from an account for a purpose. The same request twice opens one programme.

    ``unattended_most`` is what the programme's own system may pay in a day without a person, in smallest units.

    Raises:
        ProgrammeUnknownError: there is no such account.
        ProgrammeReusedError: the key names a programme with another account or purpose.
    """
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise ProgrammeUnknownError
    wanted = {"account_id": account_id, "purpose": purpose}
    row, is_new = PayoutProgramme.objects.get_or_create(
        key=key,
        defaults={
            **wanted,
            "name": dict(name),
            "currency": account.currency,
            "unattended_most": unattended_most,
            "opened_at": at.wall_at,
        },
    )
    if not is_new and {column: getattr(row, column) for column in wanted} != wanted:
        raise ProgrammeReusedError
    if not is_new and row.unattended_most == unattended_most:
        return
    row.unattended_most = unattended_most
    row.save(update_fields=["unattended_most"])
    body = {"programme": key, "account_id": account_id, "unattended_most": unattended_most}
    append_lines([NewLine(kind=LineKind.AUDIT, action="money.programme.set", actor=by, body=body)], at=at)


def get_programme(key: str) -> ProgrammeView:
    """Return a programme. Raises: ProgrammeUnknownError."""
    row = PayoutProgramme.objects.filter(key=key).first()
    if row is None:
        raise ProgrammeUnknownError
    return _view(row, Account.objects.get(id=row.account_id).holder_id)


def list_programmes() -> list[ProgrammeView]:
    """Return the programmes by key."""
    rows = PayoutProgramme.objects.order_by("key")
    holders = dict(Account.objects.filter(id__in=[row.account_id for row in rows]).values_list("id", "holder_id"))
    return [_view(row, holders[row.account_id]) for row in rows]


def _view(row: PayoutProgramme, owner_id: UUID) -> ProgrammeView:
    return ProgrammeView(
        key=row.key,
        name=row.name,
        purpose=row.purpose,
        account_id=AccountId(row.account_id),
        owner_id=HolderId(owner_id),
        currency=row.currency,
        unattended_most=amount_of(row.unattended_most, row.currency),
    )
