"""Fill the measured city with wallets, as owner: families, pots of school meals, canteens, a treasury."""

from __future__ import annotations

import sys
from datetime import timedelta
from uuid import UUID

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be ready first

from alatau.core.clock import read_clocks  # noqa: E402  the same
from alatau.core.content import content  # noqa: E402  the same
from alatau.core.values import system_actor  # noqa: E402  the same
from alatau.money.mark import set_mark  # noqa: E402  the same
from alatau.money.values import NewMark  # noqa: E402  the same

#: Ids by kind and number, so that the clients need not ask for them.
ACCOUNTS = """
WITH new AS (SELECT ({base}::bigint + number) AS number FROM generate_series(0, {count} - 1) AS number),
ids AS (SELECT number, md5(number::text || 'holder')::uuid AS holder, md5(number::text)::uuid AS id FROM new),
holders AS (INSERT INTO money_holder (id, kind, tier, standing)
            SELECT {holder}, {holder_kind}, {tier}, 0 FROM ids ON CONFLICT DO NOTHING RETURNING 1)
INSERT INTO money_account (id, group_id, holder_id, kind, currency, purpose, category, mark_id, floor, tier, standing,
    status, opened_city_at, opened_at, balance, held_out, held_in, entries, spent_today, spent_month)
SELECT id, CASE WHEN {holder_kind} = 3 THEN id ELSE {holder} END, {holder}, {kind}, '{currency}', 'bench', '{category}',
       {mark}, {floor}, {tier}, 0, 0, now(), now(), 0, 0, 0, 0, 0, 0 FROM ids
"""
GROUPS = """
UPDATE money_account AS account SET group_size = grouped.size
  FROM (SELECT group_id, count(*) AS size FROM money_account GROUP BY group_id HAVING count(*) > 1) AS grouped
 WHERE grouped.group_id = account.group_id
"""
MARK = UUID(int=7)


def add(base: int, count: int, *, tier: int, holder_kind: int, kind: int = 3, category: str = "", floor: str = "0",
        mark: str = "NULL", holder: str = "holder") -> None:  # fmt: skip
    """Add accounts, each with a holder of its own unless one is named."""
    with connection.cursor() as cursor:
        cursor.execute(
            ACCOUNTS.format(
                base=base,
                count=count,
                tier=tier,
                holder_kind=holder_kind,
                kind=kind,
                category=category,
                floor=floor,
                mark=mark,
                holder=holder,
                currency=content().currency.code,
            )
        )


def main() -> None:
    """Add everybody."""
    families, at = int(sys.argv[1]), read_clocks()
    with transaction.atomic():
        add(0, families, tier=2, holder_kind=1)
        add(10_000_000, 200, tier=4, holder_kind=2, category="5814")
        add(20_000_000, 1, tier=5, holder_kind=3, kind=1, floor="NULL")
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, holder_id FROM money_account WHERE kind = 1")
            treasury, city = cursor.fetchone()
        mark = NewMark(
            id=MARK, owner_id=city, name={"en": "school meals"}, purpose="school_meals", return_account_id=treasury,
            valid_from=at.city_at, valid_until=at.city_at + timedelta(days=300), categories=frozenset({"5814"}),
        )  # fmt: skip
        set_mark(mark, by=system_actor("money.bench"), at=at)
        # The pot of a family: in the same group as its wallet.
        owner = "md5((number - 30000000)::text || 'holder')::uuid"
        add(30_000_000, families // 5, tier=2, holder_kind=1, kind=4, mark=f"'{MARK}'", holder=owner)
        with connection.cursor() as cursor:
            cursor.execute(GROUPS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) money_account")


main()
