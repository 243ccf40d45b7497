"""How much a holder may still pay, and what stops them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.read import get_account, get_balance
from alatau.money.tiers import limits_on
from alatau.money.wallet.errors import WalletMissingError
from alatau.money.wallet.values import Left

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.values import AccountId, HolderId

# The same sums that posting compares with the limits, over all accounts of the holder in the city's currency.
_PAID = """
SELECT coalesce(sum(CASE WHEN spent_on >= %(day)s THEN spent_today ELSE 0 END), 0),
       coalesce(sum(CASE WHEN spent_on >= %(day)s THEN spent_month WHEN spent_on IS NULL THEN 0
                         ELSE money_spent_before(spent_on, spent_today, spent_before, %(day)s) END), 0)
  FROM money_account WHERE group_id = %(holder)s AND currency = %(currency)s
"""


def list_left(holder_id: HolderId, account_id: AccountId, *, at: Moment) -> Left:
    """Return what the limits of the day leave to a holder who pays from this account.

    Raises:
        NotFoundError: there is no such account.
    """
    account, balance, limits = get_account(account_id), get_balance(account_id), limits_on(at.city_day)
    if balance.available is None:
        raise WalletMissingError
    today, month = _paid(holder_id, at=at)
    day_most, month_most = limits.day[account.tier], limits.month[account.tier]
    stops = {
        "funds": balance.available.units,
        "payment": limits.payment[account.tier],
        "day": _rest(day_most, today),
        "month": _rest(month_most, month),
    }
    by, now = min(((key, units) for key, units in stops.items() if units is not None), key=lambda stop: stop[1])
    return Left(
        tier=account.tier,
        payment=_amount(stops["payment"]),
        day=_amount(stops["day"]),
        day_paid=Amount(today, content().currency),
        day_most=_amount(day_most),
        month=_amount(stops["month"]),
        month_paid=Amount(month, content().currency),
        month_most=_amount(month_most),
        balance_most=_amount(limits.balance[account.tier]),
        now=Amount(now, content().currency),
        by=by,
    )


def _paid(holder_id: HolderId, *, at: Moment) -> tuple[int, int]:
    facts: dict[str, Any] = {"day": at.city_day, "holder": holder_id, "currency": content().currency.code}
    with connection.cursor() as cursor:
        cursor.execute(_PAID, facts)
        today, month = cursor.fetchone()
    return int(today), int(month)


def _rest(most: int | None, paid: int) -> int | None:
    return None if most is None else max(most - paid, 0)


def _amount(units: int | None) -> Amount | None:
    return None if units is None else Amount(units, content().currency)
