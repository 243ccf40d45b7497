"""Open an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import list_currencies
from alatau.money.errors.accounts import AccountIdReusedError, CurrencyUnknownError, TierUnknownError
from alatau.money.models import Account
from alatau.money.tiers import is_tier
from alatau.money.values import AccountKind

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.values import AccountId, HolderId, HolderKind, MarkId

_OPEN = "SELECT money_open_account(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def open_account(
    account_id: AccountId,
    *,
    holder_id: HolderId,
    holder_kind: HolderKind,
    tier: int,
    currency: str,
    purpose: str,
    kind: AccountKind = AccountKind.WALLET,
    category: str = "",
    mark_id: MarkId | None = None,
    floor: int | None = 0,
    by: Actor,
    at: Moment,
) -> None:
    """Open an account in the caller's transaction, and make its holder known to the ledger with their first one.

    The same request twice opens one account. ``tier`` counts for a new holder only: of a known one it stays, until
    `change_holder`. ``floor`` is the least that the balance may be, in smallest units: below zero it is a credit limit,
    None is no floor, which only accounts of the issue and inner ones need.

    Raises:
        CurrencyUnknownError, TierUnknownError, AccountIdReusedError: in this order; nothing is written.
    """
    assert connection.in_atomic_block, "an account is opened in the transaction of what needs it"
    assert (mark_id is not None) == (kind is AccountKind.POT), "marked money lies in a pot, and a pot has a mark"
    if currency not in list_currencies():
        raise CurrencyUnknownError(currency=currency)
    if not is_tier(tier):
        raise TierUnknownError(tier=tier)
    wanted = (holder_id, kind.value, currency, purpose, category, mark_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            [account_id, holder_id, holder_kind.value, tier, *wanted[1:], floor, at.city_at, at.wall_at],
        )
        (is_new,) = cursor.fetchone()
    if not is_new:
        _refuse_another(account_id, wanted)
        return
    body = {"account_id": account_id, "kind": kind.name.lower(), "currency": currency, "mark_id": mark_id}
    line = NewLine(kind=LineKind.EVENT, action="money.account.opened", actor=by, subject_id=holder_id, body=body)
    append_lines([line], at=at)


def _refuse_another(account_id: AccountId, wanted: tuple[object, ...]) -> None:
    columns = ("holder_id", "kind", "currency", "purpose", "category", "mark_id")
    if Account.objects.values_list(*columns).get(id=account_id) != wanted:
        raise AccountIdReusedError(account_id=account_id)
