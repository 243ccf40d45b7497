"""How fast the city pays: figures for Prometheus, and the last minute for the operator's page."""

from __future__ import annotations

from collections import Counter as Tally
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.metrics import Counter, Histogram
from alatau.money.values import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alatau.core.values import Moment
    from alatau.money.values import Outcome

TRANSFERS = Counter(
    "alatau_money_transfers", "Transfers that came over HTTP, by verdict: accepted, repeated, or a refusal", ["verdict"]
)
COMMIT_SECONDS = Histogram(
    "alatau_money_commit_seconds",
    "Time to make transfers that came over HTTP durable",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
COMMIT_TRANSFERS = Histogram(
    "alatau_money_commit_transfers",
    "Transfers that one such commit took along: under load, batches grow",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 8192),
)
FAILURES = Counter("alatau_money_commit_failures", "Tries to commit that the database lost, and that were made again")

#: What the rate is read over.
SPAN = timedelta(minutes=1)
#: Each batch has one line in the journal, and that says how many transfers it accepted.
_RATE = """
SELECT count(*), coalesce(sum((contents.body->>'transfers')::bigint), 0)
  FROM (SELECT id FROM money_posting
         WHERE number > (SELECT coalesce(max(number), 0) FROM money_posting) - %(most)s
           AND wall_at > %(since)s) AS posting
  JOIN core_journalline AS line ON line.id = posting.id
  JOIN core_journalcontents AS contents ON contents.line_id = line.position
"""
#: Batches that are looked at: far more than a minute holds.
_BATCHES_MOST = 200_000


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How much the ledger took in the last minute of wall time, whoever asked for it."""

    transfers: int
    batches: int
    per_second: float
    #: Callers of this process that wait to be taken into the next commit.
    waiting: int


def read_rate(*, at: Moment, waiting: int = 0) -> Rate:
    """Return how fast the city pays at this moment.

    Cost: reads the batches of the last minute, some microseconds each.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RATE, {"most": _BATCHES_MOST, "since": at.wall_at - SPAN})
        batches, transfers = cursor.fetchone()
    return Rate(
        transfers=int(transfers),
        batches=int(batches),
        per_second=round(int(transfers) / SPAN.total_seconds(), 1),
        waiting=waiting,
    )


@contextmanager
def measured_commit(outcomes: list[Outcome]) -> Iterator[None]:
    """Measure a commit that fills the list with what became of its transfers; a lost one counts as a failure."""
    begun = perf_counter()
    try:
        yield
    except BaseException:
        FAILURES.inc()
        raise
    COMMIT_SECONDS.observe(perf_counter() - begun)
    COMMIT_TRANSFERS.observe(len(outcomes))
    for verdict, count in _tally(outcomes).items():
        TRANSFERS.labels(verdict=verdict).inc(count)


def _tally(outcomes: Sequence[Outcome]) -> Tally[str]:
    return Tally(
        outcome.refusal.name.lower() if outcome.status is Status.REFUSED and outcome.refusal else outcome.status.value
        for outcome in outcomes
    )
