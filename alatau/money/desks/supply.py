"""Where the city's money is: by kind of holder, and by the participant that serves them. No person appears in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.bodies.read import list_bodies
from alatau.money.values import AccountKind, HolderKind

if TYPE_CHECKING:
    from alatau.money.bodies.kinds import MoneyBody

# Only what is not the issue itself: the sum of these rows is what is outstanding.
_SUPPLY = """
SELECT coalesce(service.participant, ''), holder.kind, account.kind = %(pot)s,
       count(DISTINCT account.holder_id), sum(account.balance)::bigint
  FROM money_account AS account
  JOIN money_holder AS holder ON holder.id = account.holder_id
  LEFT JOIN money_service AS service ON service.holder_id = account.holder_id AND service.until_at IS NULL
 WHERE account.currency = %(currency)s AND account.kind <> %(issue)s
 GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, kw_only=True)
class SupplyLine:
    """So much money with so many holders of one kind, served by one participant."""

    #: None for who is served by nobody at the moment, and for public bodies.
    participant: MoneyBody | None
    kind: HolderKind
    is_marked: bool
    holders: int
    amount: Amount


def list_supply() -> list[SupplyLine]:
    """Return where the money is, by kind of holder, mark and participant. Cost: reads every account once."""
    asked: dict[str, str | int] = {
        "currency": content().currency.code,
        "issue": AccountKind.ISSUE.value,
        "pot": AccountKind.POT.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUPPLY, asked)
        rows = cursor.fetchall()
    by_key = {each.key: each for each in list_bodies()}
    lines = [
        SupplyLine(
            participant=by_key.get(key),
            kind=HolderKind(kind),
            is_marked=is_marked,
            holders=int(holders),
            amount=Amount(int(units), content().currency),
        )
        for key, kind, is_marked, holders, units in rows
    ]
    order = list(by_key)
    return sorted(
        lines,
        key=lambda line: (
            line.kind,
            line.is_marked,
            order.index(line.participant.key) if line.participant else len(order),
        ),
    )
