"""Measure the journal: lines sealed and handed over per second, and the time from a commit to its number.

The peer of the same run is the plainest thing that keeps the same rows: bulk INSERT of the two tables, no journal.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.city import measured_city, start_python
from benchmarks.keep import keep_figures

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

TOLD = {
    "peer_bulk_insert_lines_per_second": "peer: plain INSERT of like rows, five a commit, one writer (rows/s)",
    "backlog_sealed_lines_per_second": "a backlog numbered and hashed (lines/s; at least 2,000 asked)",
    "backlog_lines_per_second_to_each_of_ten_listeners": "the backlog handed to each of ten listeners (lines/s)",
    "steady_written_lines_per_second": "a steady stream of five lines a commit: written over 16 connections (lines/s)",
    "steady_sealed_lines_per_second": "the stream numbered and hashed meanwhile (lines/s; at least 2,000 asked)",
    "steady_lines_per_second_to_each_of_ten_listeners": "the stream handed to each of ten listeners (at least 1,000)",
    "commit_to_number_ms_p50": "from commit to number, half of the lines within (ms)",
    "commit_to_number_ms_p99": "from commit to number, 99 of 100 lines within (ms; at most 50 asked)",
    "commit_to_number_ms_max": "from commit to number, the slowest (ms)",
    "verify_lines_per_second": "alatau verify: lines walked and recomputed (lines/s)",
}
BACKLOG_LINES = 40_000
LISTENERS = 10
STEADY_SECONDS = 20
STEADY_RATE = 2_400
WRITERS = 16
EACH = 5
LATENCY_COMMITS = 1_500


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    # Other work on the machine slows all of this down, most of all the last third of the figures.
    load = round(os.getloadavg()[0], 1)
    with measured_city():
        figures = measure() | {"other_load": load}
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("journal", figures, told=TOLD)


def measure() -> dict[str, object]:
    """Return all figures: first a backlog that only has to be worked off, then a steady stream, then single commits."""
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        figures: dict[str, object] = {"postgresql": cursor.fetchone()[0].split()[0]}
    figures["peer_bulk_insert_lines_per_second"] = _measure_peer()
    figures |= _measure_backlog()
    figures |= _measure_steady()
    figures |= _measure_latency()
    figures["verify_lines_per_second"] = _measure_verify()
    return figures


def _measure_peer() -> int:
    """Return the rows per second of plain bulk inserts: the same columns, an index on the key, five rows a commit."""
    from django.db import connection

    count = 2_000
    row = "(gen_random_uuid(), 'event', 'bench.line.written', now(), '\\x00', '{}', gen_random_uuid(), '{\"step\": 1}')"
    begun = time.monotonic()
    for _ in range(count):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO bench_plain VALUES {', '.join([row] * EACH)}")
    return round(count * EACH / (time.monotonic() - begun))


def _measure_backlog() -> dict[str, object]:
    """Write lines while nobody seals, then see how fast they are numbered, and handed to ten listeners."""
    for writer in [_write(BACKLOG_LINES // 2 // 50, 50, 10**9, threads=1) for _ in range(2)]:
        writer.communicate()
    begun = time.monotonic()
    with _serving(LISTENERS):
        sealed_after = _wait_until("SELECT coalesce(max(number), 0) FROM core_journalseal", _lines(), begun)
        heard_after = _wait_until(_SLOWEST, _lines(), begun)
    return {
        "backlog_lines": _lines(),
        "backlog_sealed_lines_per_second": round(_lines() / sealed_after),
        "backlog_lines_per_second_to_each_of_ten_listeners": round(_lines() / heard_after),
    }


_SLOWEST = (
    f"SELECT CASE count(*) WHEN {LISTENERS} THEN min(position) ELSE 0 END"
    " FROM core_journallistener WHERE name LIKE 'bench.%'"
)


def _measure_steady() -> dict[str, object]:
    """Offer a steady stream over many connections, with the sealer and ten listeners at work beside them."""
    before = _lines()
    with _serving(LISTENERS):
        time.sleep(2)
        begun = time.monotonic()
        commits = STEADY_SECONDS * STEADY_RATE // 2 // EACH
        writers = [_write(commits, EACH, STEADY_RATE // 2, threads=WRITERS // 2) for _ in range(2)]
        for writer in writers:
            writer.communicate()
        written_after = time.monotonic() - begun
        sealed_after = _wait_until("SELECT coalesce(max(number), 0) FROM core_journalseal", _lines(), begun)
        heard_after = _wait_until(_SLOWEST, _lines(), begun)
    count = _lines() - before
    return {
        "steady_lines": count,
        "steady_written_lines_per_second": round(count / written_after),
        "steady_sealed_lines_per_second": round(count / sealed_after),
        "steady_lines_per_second_to_each_of_ten_listeners": round(count / heard_after),
    }


def _measure_latency() -> dict[str, object]:
    """Return how long after a commit returned its line's number could be seen by another connection."""
    with _serving(LISTENERS):
        time.sleep(2)
        writer = _write(LATENCY_COMMITS, 1, 100, threads=1)
        seen = dict(_watch_numbers(LATENCY_COMMITS))
        output, _ = writer.communicate()
    waits = []
    for row in output.splitlines():
        line_id, committed_at = row.split()
        waits.append(max(0.0, seen[line_id] - float(committed_at)) * 1000)
    points = statistics.quantiles(waits, n=100)
    return {
        "commit_to_number_ms_p50": round(statistics.median(waits), 1),
        "commit_to_number_ms_p99": round(points[98], 1),
        "commit_to_number_ms_max": round(max(waits), 1),
    }


def _measure_verify() -> int:
    """Return how many lines per second the walk over the whole journal recomputes."""
    from alatau.core.journal.verify import verify_journal

    begun = time.monotonic()
    report = verify_journal()
    assert report.is_whole, report.broken
    return round(report.lines / (time.monotonic() - begun))


def _watch_numbers(count: int) -> Iterator[tuple[str, float]]:
    from django.db import connection

    from alatau.core.journal.bell import listen_to, wait_for_news
    from alatau.core.journal.wake import LINES_SEALED

    listen_to(LINES_SEALED)
    last = _ask("SELECT coalesce(max(number), 0) FROM core_journalseal")
    while count:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, id FROM core_journalseal JOIN core_journalline ON position = line_id"
                " WHERE number > %s ORDER BY number",
                [last],
            )
            rows = cursor.fetchall()
        seen_at = time.time()
        for number, line_id in rows:
            count, last = count - 1, number
            yield str(line_id), seen_at
        if not rows:
            wait_for_news(1.0)


def _write(commits: int, each: int, per_second: int, *, threads: int) -> subprocess.Popen[str]:
    return start_python("benchmarks.journal_write", str(commits), str(each), str(per_second), str(threads))


@contextmanager
def _serving(listeners: int) -> Iterator[None]:
    """Keep the journal's process at work for a while."""
    process = start_python("benchmarks.journal_serve", str(listeners))
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _lines() -> int:
    return _ask("SELECT count(*) FROM core_journalline")


def _ask(question: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def _wait_until(question: str, target: int, begun: float) -> float:
    while _ask(question) < target:
        time.sleep(0.02)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
