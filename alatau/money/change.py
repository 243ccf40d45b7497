"""Freeze, release, close an account; change its credit limit; change what supervision lets a holder do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import amount_of
from alatau.money.errors.accounts import AccountClosedError, AccountNotEmptyError, TierUnknownError
from alatau.money.models import Account, Holder
from alatau.money.tiers import is_tier
from alatau.money.values import AccountStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.money.values import AccountId, HolderId, Standing

declare_points("money.change.written")


def change_account_status(account_id: AccountId, status: AccountStatus, *, reason: str, by: Actor, at: Moment) -> None:
    """Freeze, release or close an account. Batches under way end first; later ones see the change.

    ``reason`` is a key: "death", "court", "owner". The same status again changes nothing.

    Raises:
        NotFoundError, AccountClosedError, AccountNotEmptyError: in this order; nothing is written.
    """
    account = _lock(account_id)
    if account.status == status:
        return
    if account.status == AccountStatus.CLOSED:
        raise AccountClosedError(account_id=account_id)
    if status is AccountStatus.CLOSED and (account.balance or account.held_out or account.held_in):
        raise AccountNotEmptyError(account_id=account_id, left=amount_of(account.balance, account.currency))
    body = {"account_id": account_id, "status": status.name.lower(), "reason": reason}
    _write(account, status=status, floor=account.floor)
    _tell("status_changed", body, account=account, by=by, at=at)


def change_floor(account_id: AccountId, floor: int | None, *, reason: str, by: Actor, at: Moment) -> None:
    """Change the least that an account's balance may be, in smallest units; below zero it is a credit limit.

    A floor above the present balance takes nothing away: nothing more leaves until the balance is above it.

    Raises:
        NotFoundError, AccountClosedError: in this order; nothing is written.
    """
    account = _lock(account_id)
    if account.floor == floor:
        return
    if account.status == AccountStatus.CLOSED:
        raise AccountClosedError(account_id=account_id)
    body = {"account_id": account_id, "floor": floor, "reason": reason}
    _write(account, status=AccountStatus(account.status), floor=floor)
    _tell("floor_changed", body, account=account, by=by, at=at)


def change_holder(
    holder_id: HolderId,
    *,
    tier: int | None = None,
    standing: Standing | None = None,
    reason: str,
    by: Actor,
    at: Moment,
) -> None:
    """Change how far a holder is known, or what supervision lets them do, for all their accounts at once.

    Raises:
        TierUnknownError, NotFoundError: in this order; nothing is written.
    """
    assert connection.in_atomic_block, "the change belongs to the transaction of what causes it"
    if tier is not None and not is_tier(tier):
        raise TierUnknownError(tier=tier)
    holder = Holder.objects.filter(id=holder_id).first()
    if holder is None:
        raise NotFoundError
    chosen = (holder.tier if tier is None else tier, holder.standing if standing is None else standing.value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT money_change_holder(%s, %s, %s)", [holder_id, *chosen])
    reach("money.change.written")
    line = NewLine(
        kind=LineKind.EVENT,
        action="money.holder.changed",
        actor=by,
        subject_id=holder_id,
        body={"tier": chosen[0], "standing": chosen[1], "reason": reason},
    )
    append_lines([line], at=at)


def _lock(account_id: AccountId) -> Account:
    assert connection.in_atomic_block, "the change belongs to the transaction of what causes it"
    account = next(iter(Account.objects.raw("SELECT * FROM money_lock_account(%s)", [account_id])), None)
    if account is None:
        raise NotFoundError
    return account


def _write(account: Account, *, status: AccountStatus, floor: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT money_change_account(%s, %s, %s)", [account.id, status.value, floor])
    reach("money.change.written")


def _tell(what: str, body: Mapping[str, object], *, account: Account, by: Actor, at: Moment) -> None:
    line = NewLine(
        kind=LineKind.EVENT, action=f"money.account.{what}", actor=by, subject_id=account.holder_id, body=body
    )
    append_lines([line], at=at)
