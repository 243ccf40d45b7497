"""What a day brought to a wallet: sums over all of it, and its payments a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.days import end_of
from alatau.money.read import count_entries, explain_balance, find_transfer, get_account, list_accounts
from alatau.money.values import TransferKind
from alatau.money.wallet.read import view_payment

if TYPE_CHECKING:
    from datetime import date

    from alatau.money.values import AccountId, HolderId
    from alatau.money.wallet.values import Payment

# Entries are numbered and their clocks move with the numbers: a day is a range of the account's own index. What a shop
# brought in from its bank is no sale.
_DAY = """
SELECT count(*) FILTER (WHERE transfer.is_sale), coalesce(sum(entry.amount) FILTER (WHERE transfer.is_sale), 0),
       coalesce(-sum(entry.amount) FILTER (WHERE entry.amount < 0 AND transfer.kind = %(refund)s), 0)
  FROM money_entries(%(account)s, %(until)s, %(after)s::bigint + 1) AS entry
  JOIN LATERAL (SELECT kind, entry.amount > 0 AND kind IN (%(move)s, %(post)s) AND purpose <> %(top_up)s AS is_sale
                  FROM money_transfer WHERE id = entry.transfer_id) AS transfer ON true
"""
KINDS: dict[str, int | str] = {
    "move": TransferKind.MOVE.value,
    "post": TransferKind.POST.value,
    "refund": TransferKind.REFUND.value,
    "top_up": "top_up",
}
#: Payments on a page.
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day's figures over all accounts of a holder, marked ones too."""

    count: int
    came: Amount
    back: Amount

    @property
    def rest(self) -> Amount:
        """Return what stayed."""
        return self.came - self.back


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """Some of a day's payments, newest first."""

    payments: tuple[Payment, ...]
    #: What the next page is asked with; None on the last one.
    older_than: int | None


def sum_day(holder_id: HolderId, day: date) -> Day:
    """Return what a day of city time brought a holder, however many payments it had."""
    sums = [0, 0, 0]
    for account in list_accounts(holder_id):
        if account.currency != content().currency.code:
            continue
        between = _between(account.id, day)
        with connection.cursor() as cursor:
            cursor.execute(_DAY, {"account": account.id, **between, **KINDS})
            sums = [one + int(more) for one, more in zip(sums, cursor.fetchone(), strict=True)]
    count, came, back = sums
    currency = content().currency
    return Day(count=count, came=Amount(came, currency), back=Amount(back, currency))


def list_day(account_id: AccountId, day: date, *, older_than: int | None = None) -> DayPage:
    """Return payments of a day on one account, newest first, a page at a time."""
    account = get_account(account_id)
    between = _between(account_id, day)
    newest = min(older_than or between["until"] + 1, between["until"] + 1)
    steps = explain_balance(account_id, older_than=newest, limit=PAGE).steps if newest > 1 else ()
    wanted = [step for step in steps if step.number > between["after"]]
    transfers = [find_transfer(step.transfer_id) for step in wanted]
    last = wanted[-1].number if wanted else 0
    return DayPage(
        payments=tuple(view_payment(transfer, account) for transfer in transfers if transfer is not None),
        older_than=last if len(wanted) == PAGE and last > between["after"] + 1 else None,
    )


def _between(account_id: AccountId, day: date) -> dict[str, int]:
    return {
        "after": count_entries(account_id, city_at=end_of(day - timedelta(days=1))),
        "until": count_entries(account_id, city_at=end_of(day)),
    }
