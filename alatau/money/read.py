"""Questions that other rooms may ask of the ledger. Answers are values; amounts carry their currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.money import Amount
from alatau.money.currencies import amount_of, list_currencies
from alatau.money.models import Account, Hold, RefundTotal, Transfer
from alatau.money.values import (
    AccountId,
    AccountKind,
    AccountStatus,
    AccountView,
    Balance,
    EntryView,
    Explanation,
    HolderId,
    HolderKind,
    HoldStatus,
    MarkId,
    Standing,
    TransferId,
    TransferKind,
    TransferView,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# Entries of an account are numbered, and both clocks move with the number: halving the landmarks finds the last entry
# of a moment in as many index reads as their count has binary digits, and some steps from there.
_LAST_ENTRY = """
WITH RECURSIVE search AS (
    SELECT 0::bigint AS low, entries / 16 AS high FROM money_account WHERE id = %(account)s
    UNION ALL
    SELECT CASE WHEN middle.{clock} <= %(moment)s THEN (low + high + 1) / 2 ELSE low END,
           CASE WHEN middle.{clock} <= %(moment)s THEN high ELSE (low + high + 1) / 2 - 1 END
      FROM search CROSS JOIN LATERAL money_landmark(%(account)s, (low + high + 1) / 2 * 16) AS middle
     WHERE low < high
)
SELECT coalesce(max(entry.number), 0)
  FROM search CROSS JOIN LATERAL money_entries(%(account)s, low * 16 + 16, low * 16) AS entry
 WHERE search.low = search.high AND entry.{clock} <= %(moment)s
"""

# Numbers have no gaps, so a page is a range of them.
_STEPS = """
SELECT entry.number, entry.amount, entry.balance, entry.transfer_id, entry.city_at, entry.wall_at,
       transfer.kind, transfer.purpose, transfer.reference, transfer.debit_id, transfer.credit_id
  FROM money_entries(%(account)s, %(newest)s, %(newest)s::bigint - %(limit)s + 1) AS entry
  JOIN money_transfer AS transfer ON transfer.id = entry.transfer_id
 ORDER BY entry.number DESC
"""


def get_balance(account_id: AccountId) -> Balance:
    """Return what an account holds now, with what is held, in one read.

    Raises:
        NotFoundError: there is no such account.
    """
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise NotFoundError
    return _balance_of(account)


def get_balances(account_ids: Sequence[AccountId]) -> dict[AccountId, Balance]:
    """Return the balances of the accounts that exist, in one read."""
    return {AccountId(account.id): _balance_of(account) for account in Account.objects.filter(id__in=account_ids)}


def balance_at(account_id: AccountId, *, city_at: datetime | None = None, wall_at: datetime | None = None) -> Amount:
    """Return what an account held at a past moment, told by one of the two clocks; zero before its first entry.

    Cost: index reads that grow with the logarithm of the account's entries.

    Raises:
        NotFoundError: there is no such account.
    """
    account = _find(account_id)
    explained = _explain(account, newest=_last_entry(account, city_at=city_at, wall_at=wall_at), limit=1)
    return explained.balance


def count_entries(account_id: AccountId, *, city_at: datetime | None = None, wall_at: datetime | None = None) -> int:
    """Return the number of an account's last entry up to a moment of one clock; entries are numbered from 1.

    Raises:
        NotFoundError: there is no such account.
    """
    return _last_entry(_find(account_id), city_at=city_at, wall_at=wall_at)


def explain_balance(
    account_id: AccountId,
    *,
    city_at: datetime | None = None,
    wall_at: datetime | None = None,
    older_than: int | None = None,
    limit: int = 100,
) -> Explanation:
    """Return a balance unfolded to the transfers that made it, newest first, a page at a time.

    Now, or at a moment of one clock. `before` and the steps add up to `balance`; the next page, asked for with
    ``older_than``, begins where this one ended, down to the first entry.

    Raises:
        NotFoundError: there is no such account.
    """
    assert 0 < limit <= 10_000
    account = _find(account_id)
    if older_than is not None:
        newest = older_than - 1
    elif city_at is None and wall_at is None:
        newest = account.entries
    else:
        newest = _last_entry(account, city_at=city_at, wall_at=wall_at)
    return _explain(account, newest=newest, limit=limit)


def _explain(account: Account, *, newest: int, limit: int) -> Explanation:
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, {"account": account.id, "newest": newest, "limit": limit})
        steps = tuple(_step(row, account) for row in cursor.fetchall())
    nothing = amount_of(0, account.currency)
    return Explanation(
        account_id=AccountId(account.id),
        balance=steps[0].balance if steps else nothing,
        steps=steps,
        before=steps[-1].balance - steps[-1].amount if steps else nothing,
        older_than=steps[-1].number if steps and steps[-1].number > 1 else None,
    )


def get_account(account_id: AccountId) -> AccountView:
    """Return an account.

    Raises:
        NotFoundError: there is no such account.
    """
    return _view(_find(account_id))


def get_accounts(account_ids: Sequence[AccountId]) -> dict[AccountId, AccountView]:
    """Return the accounts that exist, in one read."""
    accounts = Account.objects.filter(id__in=account_ids).select_related("holder")
    return {AccountId(account.id): _view(account) for account in accounts}


def list_accounts(holder_id: HolderId) -> list[AccountView]:
    """Return the accounts of a holder, the oldest first."""
    accounts = Account.objects.filter(holder_id=holder_id).select_related("holder").order_by("opened_at", "id")
    return [_view(account) for account in accounts]


def find_transfer(transfer_id: TransferId) -> TransferView | None:
    """Return a transfer that was accepted; None when there is none."""
    transfer = Transfer.objects.filter(id=transfer_id).first()
    if transfer is None:
        return None
    hold = Hold.objects.filter(transfer_id=transfer_id).values_list("status", flat=True).first()
    refunded = RefundTotal.objects.filter(transfer_id=transfer_id).values_list("refunded", flat=True).first()
    return TransferView(
        id=TransferId(transfer.id),
        debit_id=AccountId(transfer.debit_id),
        credit_id=AccountId(transfer.credit_id),
        amount=amount_of(transfer.amount, transfer.currency),
        kind=TransferKind(transfer.kind),
        purpose=transfer.purpose,
        reference=transfer.reference,
        goods=transfer.goods,
        concerns_id=TransferId(transfer.concerns_id) if transfer.concerns_id else None,
        hold=None if hold is None else HoldStatus(hold),
        refunded=amount_of(refunded or 0, transfer.currency),
        city_at=transfer.city_at,
        wall_at=transfer.wall_at,
    )


def list_holds(account_id: AccountId) -> list[TransferView]:
    """Return the pending transfers that wait to leave an account or to reach it, the earliest to expire first."""
    waiting = Hold.objects.filter(status=HoldStatus.OPEN.value)
    rows = [*waiting.filter(debit_id=account_id), *waiting.filter(credit_id=account_id)]
    found = [find_transfer(TransferId(row.transfer_id)) for row in sorted(rows, key=_expiry)]
    return [view for view in found if view is not None]


def _expiry(hold: Hold) -> tuple[bool, float, str]:
    stamp = hold.expires_at.timestamp() if hold.expires_at else 0.0
    return (hold.expires_at is None, stamp, str(hold.transfer_id))


def _find(account_id: AccountId) -> Account:
    account = Account.objects.filter(id=account_id).select_related("holder").first()
    if account is None:
        raise NotFoundError
    return account


def _last_entry(account: Account, *, city_at: datetime | None, wall_at: datetime | None) -> int:
    assert (city_at is None) != (wall_at is None), "a past moment is told by one clock"
    clock = "city_at" if wall_at is None else "wall_at"
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ENTRY.format(clock=clock), {"account": account.id, "moment": city_at or wall_at})
        return int(cursor.fetchone()[0])


def _balance_of(account: Account) -> Balance:
    currency = list_currencies()[account.currency]
    free = None if account.floor is None else account.balance - account.held_out - account.floor
    return Balance(
        account_id=AccountId(account.id),
        posted=Amount(account.balance, currency),
        held_out=Amount(account.held_out, currency),
        held_in=Amount(account.held_in, currency),
        available=None if free is None else Amount(max(free, 0), currency),
        status=AccountStatus(account.status),
        entries=account.entries,
    )


def _view(account: Account) -> AccountView:
    return AccountView(
        id=AccountId(account.id),
        holder_id=HolderId(account.holder_id),
        holder_kind=HolderKind(account.holder.kind),
        tier=account.tier,
        standing=Standing(account.standing),
        kind=AccountKind(account.kind),
        currency=account.currency,
        purpose=account.purpose,
        category=account.category,
        mark_id=MarkId(account.mark_id) if account.mark_id else None,
        status=AccountStatus(account.status),
        floor=account.floor,
    )


def _step(row: Sequence[Any], account: Account) -> EntryView:
    number, units, balance, transfer_id, city_at, wall_at, kind, purpose, reference, debit_id, credit_id = row
    return EntryView(
        number=number,
        amount=amount_of(units, account.currency),
        balance=amount_of(balance, account.currency),
        transfer_id=TransferId(transfer_id),
        kind=TransferKind(kind),
        purpose=purpose,
        reference=reference,
        other_account_id=AccountId(credit_id if debit_id == account.id else debit_id),
        city_at=city_at,
        wall_at=wall_at,
    )
