"""What the treasury's desk sees: the budget's accounts, and what went out of each by purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import get_body, list_body_accounts
from alatau.money.days import MOMENT
from alatau.money.read import count_entries, explain_balance, get_balance, get_balances

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.money.values import AccountId, Explanation

# An account's entries are numbered and their clocks move with the numbers, so the span is a range of numbers; the
# newest so many are looked at.
_OUT = """
SELECT transfer.purpose, count(*), -sum(entry.amount)::bigint
  FROM money_entries(%(account)s, %(last)s, greatest(%(before)s, %(last)s::bigint - %(most)s) + 1) AS entry
  JOIN money_transfer AS transfer ON transfer.id = entry.transfer_id
 WHERE entry.amount < 0
 GROUP BY 1 ORDER BY 3 DESC, 1
"""
#: Entries of an account that the sums look at.
MOST = 300_000


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What left an account for one purpose."""

    purpose: str
    transfers: int
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class BudgetAccount:
    """One account of the budget."""

    id: AccountId
    key: str
    name: str
    available: Amount
    held: Amount


def list_budget_accounts() -> list[BudgetAccount]:
    """Return the treasury's accounts, its first one without a name of its own. Raises: NotFoundError: there is none."""
    body = get_body(BodyRole.TREASURY)
    names = {"": body.name.say(), **{each.key: each.name.say() for each in body.accounts}}
    ids = list_body_accounts(body)
    balances = get_balances(list(ids.values()))
    nothing = Amount(0, content().currency)
    return [
        BudgetAccount(
            id=ids[key],
            key=key,
            name=name,
            available=balances[ids[key]].available or nothing,
            held=balances[ids[key]].held_out,
        )
        for key, name in names.items()
        if ids[key] in balances
    ]


def list_spent(account_id: AccountId, *, since: datetime) -> list[Spent]:
    """Return what left an account since a moment of city time, by purpose, the largest sum first."""
    last, before = get_balance(account_id).entries, count_entries(account_id, city_at=since - MOMENT)
    with connection.cursor() as cursor:
        cursor.execute(_OUT, {"account": account_id, "last": last, "before": before, "most": MOST})
        return [
            Spent(purpose=purpose, transfers=int(count), amount=Amount(int(units), content().currency))
            for purpose, count, units in cursor.fetchall()
        ]


def list_steps(account_id: AccountId, *, older_than: int | None = None) -> Explanation:
    """Return a budget account's newest steps, a page at a time. Raises: NotFoundError: the treasury has none such."""
    return explain_balance(account_id, older_than=older_than, limit=50)
