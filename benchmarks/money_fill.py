"""Fill the measured city's books, as owner: `money_fill COUNT` adds so many transfers that pass every check.

In a round every family pays another one the same amount, so all balances end as they began, and the number of each
entry and what came before it follow from the round. Rows are written in the order of their ids, as a city would have
written them, with all indexes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be ready first

from alatau.core.clock import read_clocks  # noqa: E402  the same
from alatau.core.journal.append import append_lines  # noqa: E402  the same
from alatau.core.journal.values import LineKind, NewLine  # noqa: E402  the same
from alatau.core.values import system_actor  # noqa: E402  the same
from alatau.money.values import BATCH_MOST  # noqa: E402  the same

if TYPE_CHECKING:
    from uuid import UUID

FAMILIES = """
CREATE TEMP TABLE family AS
SELECT (row_number() OVER (ORDER BY id) - 1)::integer AS place, id, entries, balance, last_transfer_id
  FROM money_account WHERE kind = 3 AND category = '' AND balance > 1000;
ALTER TABLE family ADD PRIMARY KEY (place);
ANALYZE family;

-- The transfer by which a family pays in the round that begins with a number: ids begin with the time, as usual.
CREATE FUNCTION pg_temp.paid(place integer, begins bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(begins + place / 30), 12, '0') || left(md5(place::text || begins), 20))::uuid
$$;
-- A family's last entry of a round: who has payers before them in the row is paid before they pay.
CREATE FUNCTION pg_temp.ended(place integer, step integer, families integer, begins bigint)
RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_temp.paid(CASE WHEN place >= step THEN place ELSE place - step + families END, begins)
$$;
"""
ROUND = """
WITH postings AS (
    INSERT INTO money_posting (id, city_at, wall_at)
    SELECT gen_random_uuid(), %(city_at)s, %(wall_at)s FROM generate_series(0, (%(families)s - 1) / %(size)s)
    RETURNING number, id
), numbered AS (
    SELECT number, id, row_number() OVER (ORDER BY number) - 1 AS place FROM postings
), side AS (
    SELECT place, id, place >= %(step)s AS is_paid_first, entries + 2 * %(round)s AS entries, balance,
           CASE WHEN %(round)s = 0 THEN last_transfer_id
                ELSE pg_temp.ended(place, %(step_before)s, %(families)s, %(begins_before)s) END AS last_id
      FROM family
), drawn AS (
    SELECT numbered.number AS posting, numbered.id AS line_id, payer.place %% %(size)s + 1 AS place,
           pg_temp.paid(payer.place, %(begins)s) AS id, payer.id AS debit_id, payee.id AS credit_id,
           payer.entries + CASE WHEN payer.is_paid_first THEN 2 ELSE 1 END AS debit_number,
           payer.balance - CASE WHEN payer.is_paid_first THEN 0 ELSE %(amount)s END AS debit_balance,
           CASE WHEN payer.is_paid_first THEN pg_temp.paid(payer.place - %(step)s, %(begins)s)
                ELSE payer.last_id END AS debit_previous_id,
           payee.entries + CASE WHEN payee.is_paid_first THEN 1 ELSE 2 END AS credit_number,
           payee.balance + CASE WHEN payee.is_paid_first THEN %(amount)s ELSE 0 END AS credit_balance,
           CASE WHEN payee.is_paid_first THEN payee.last_id
                ELSE pg_temp.paid(payee.place, %(begins)s) END AS credit_previous_id
      FROM side AS payer
      JOIN side AS payee ON payee.place = (payer.place + %(step)s) %% %(families)s
      JOIN numbered ON numbered.place = payer.place / %(size)s
), written AS (
    INSERT INTO money_transfer (
        posting, amount, debit_number, debit_balance, credit_number, credit_balance, city_at, wall_at, place, kind,
        linked, id, debit_id, credit_id, debit_previous_id, credit_previous_id, currency, purpose, reference, goods)
    SELECT posting, %(amount)s, debit_number, debit_balance, credit_number, credit_balance, %(city_at)s, %(wall_at)s,
           place, 1, false, id, debit_id, credit_id, debit_previous_id, credit_previous_id, %(currency)s, 'filled',
           'bench', ''
      FROM drawn ORDER BY posting, place
)
SELECT posting, line_id, count(*),
       encode(sha256(convert_to(string_agg(concat_ws(E'\\n',
           replace(id::text, '-', ''), replace(debit_id::text, '-', ''), replace(credit_id::text, '-', ''),
           %(amount)s::text, %(currency)s::text, '1', 'filled', 'bench', '', ''), E'\\n\\n' ORDER BY place), 'UTF8')),
           'hex')
  FROM drawn GROUP BY posting, line_id
"""
SETTLE = """
UPDATE money_account AS account
   SET entries = account.entries + 2 * %(rounds)s, last_city_at = %(city_at)s, last_wall_at = %(wall_at)s,
       last_transfer_id = pg_temp.ended(family.place, %(step)s, %(families)s, %(begins)s)
  FROM family WHERE family.id = account.id
"""


def main() -> None:
    """Add rounds until at least as many transfers are there."""
    wanted = int(sys.argv[1])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET jit = off")
        cursor.execute(FAMILIES)
        cursor.execute("SELECT count(*), (SELECT min(currency) FROM money_account WHERE kind = 1) FROM family")
        families, currency = cursor.fetchone()
        with transaction.atomic():
            at = read_clocks()
        known = {"families": families, "currency": currency, "size": BATCH_MOST, "city_at": at.city_at,
                 "wall_at": at.wall_at}  # fmt: skip
        rounds = -(-wanted // families)
        spans = families // 30 + 1
        # Before everything that is posted from now on.
        first = int(at.wall_at.timestamp() * 1000) - rounds * spans
        facts = {"step": 1, "begins": 0}
        for number in range(rounds):
            facts = {"round": number, "step_before": facts["step"], "begins_before": facts["begins"],
                     "step": 1 + number * 7919 % (families - 1), "begins": first + number * spans,
                     "amount": 1 + number % 900}  # fmt: skip
            with transaction.atomic():
                cursor.execute(ROUND, known | facts)
                append_lines([tell(*row) for row in cursor.fetchall()], at=at)
        cursor.execute(SETTLE, known | facts | {"rounds": rounds})
        cursor.execute("VACUUM (ANALYZE) money_account")
        cursor.execute("ANALYZE money_transfer")


def tell(posting: int, line_id: UUID, transfers: int, digest: str) -> NewLine:  # noqa: PLR0917  a row of the database
    """Return the journal line of a filled posting."""
    body = {"posting": posting, "transfers": transfers, "digest": digest}
    actor = system_actor("money.bench")
    return NewLine(kind=LineKind.EVENT, action="money.transfers.posted", actor=actor, id=line_id, body=body)


main()
