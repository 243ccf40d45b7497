"""Check the whole books: what `alatau money verify` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.journal.values import LineKind
from alatau.money.digest import is_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Named questions; each answers with what contradicts the books, and with nothing when they are whole.
_QUESTIONS = Path(__file__).parent / "sql" / "verify.sql"
#: Of one kind of contradiction so many are told: one is enough to stop, a few help to find the cause.
TOLD_MOST = 20

_LINES = """
SELECT posting.number, posting.id, contents.body->>'digest'
  FROM money_posting AS posting
  LEFT JOIN core_journalline AS line
         ON line.id = posting.id AND line.kind = %s AND line.action = 'money.transfers.posted'
  LEFT JOIN core_journalcontents AS contents ON contents.line_id = line.position
 ORDER BY posting.number
"""
_TRANSFERS = """
SELECT posting, replace(id::text, '-', ''), replace(debit_id::text, '-', ''), replace(credit_id::text, '-', ''),
       amount::text, currency, kind::text, purpose, reference, goods, coalesce(replace(concerns_id::text, '-', ''), '')
  FROM money_transfer ORDER BY posting, place
"""


@dataclass(frozen=True, kw_only=True)
class LedgerReport:
    """What the check counted, and every contradiction that it found."""

    accounts: int
    transfers: int
    postings: int
    #: By currency, what all accounts but those of the issue hold: money in circulation, in smallest units.
    circulating: dict[str, int]
    broken: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing contradicts anything."""
        return not self.broken


def verify_ledger() -> LedgerReport:
    """Check every balance, entry, transfer, hold, refund, mark and journal line of the ledger against each other.

    Sees one moment of the books, also while the city pays. Cost: reads all of them, some microseconds a transfer.
    """
    with transaction.atomic():
        if not connection.needs_rollback and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        broken = [told for name, question in _questions() for told in _answers(name, question)]
        return LedgerReport(
            accounts=_count("SELECT count(*) FROM money_account"),
            transfers=_count("SELECT count(*) FROM money_transfer"),
            postings=_count("SELECT count(*) FROM money_posting"),
            circulating=_circulating(),
            broken=(*broken, *_check_lines()),
        )


def _questions() -> Iterator[tuple[str, str]]:
    for part in _QUESTIONS.read_text(encoding="utf-8").split("-- name: ")[1:]:
        name, _, question = part.partition("\n")
        yield name.strip(), question


def _answers(name: str, question: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [f"{name}: {', '.join(map(str, row))}" for row in cursor.fetchmany(TOLD_MOST)]


def _check_lines() -> Iterator[str]:
    """Yield postings whose journal line is missing, or vouches for other transfers than those stored."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [LineKind.EVENT.value])
        lines = {number: (posting_id, digest) for number, posting_id, digest in cursor.fetchall()}
    told = 0
    for number, rows in _postings():
        posting_id, digest = lines.pop(number, (None, None))
        wrong = not is_digest(digest, ["\n".join(row[1:]) for row in rows])
        told += wrong
        if wrong and told <= TOLD_MOST:
            yield f"posting does not match its journal line: {number}, {posting_id}"
    yield from (f"posting without transfers: {number}" for number in [*lines][:TOLD_MOST])


def _postings() -> Iterator[tuple[int, Sequence[tuple[str, ...]]]]:
    """Yield each posting's transfers in their order; a part of the table at a time is in memory."""
    rows: list[tuple[str, ...]] = []
    number = None
    with connection.chunked_cursor() as cursor:
        cursor.execute(_TRANSFERS)
        while chunk := cursor.fetchmany(5000):
            for row in chunk:
                if row[0] != number and rows:
                    yield int(rows[0][0]), rows
                    rows = []
                number = row[0]
                rows.append(row)
    if rows:
        yield int(rows[0][0]), rows


def _circulating() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT currency, sum(balance) FILTER (WHERE balance > 0)::bigint FROM money_account GROUP BY currency"
        )
        return {currency: int(units or 0) for currency, units in cursor.fetchall()}


def _count(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
