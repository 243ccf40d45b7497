"""A writer: transactions of a few lines each, over several connections, at most at the given rate."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from uuid import uuid4

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be ready first

from alatau.core.clock import read_clocks  # noqa: E402  the same
from alatau.core.journal.append import append_lines  # noqa: E402  the same
from alatau.core.journal.values import LineKind, NewLine  # noqa: E402  the same
from alatau.core.values import system_actor  # noqa: E402  the same

WRITER = system_actor("bench.writer")


def main() -> None:
    """Write over several connections, and print for each commit one line's id and the time the commit returned."""
    commits, each, per_second, threads = (int(word) for word in sys.argv[1:])
    with ThreadPoolExecutor(threads) as pool:
        written = pool.map(lambda _: write(commits // threads, each, per_second / threads), range(threads))
        for line_id, committed_at in chain.from_iterable(written):
            sys.stdout.write(f"{line_id} {committed_at}\n")


def write(commits: int, each: int, per_second: float) -> list[tuple[str, float]]:
    """Write so many commits over one connection, at most at the given rate of lines."""
    begun = time.monotonic()
    written: list[tuple[str, float]] = []
    for place in range(commits):
        time.sleep(max(0.0, begun + place * each / per_second - time.monotonic()))
        lines = [
            NewLine(
                kind=LineKind.EVENT,
                action="bench.line.written",
                actor=WRITER,
                subject_id=uuid4(),
                body={"step": step, "template": "city.address_check", "answer": "yes"},
            )
            for step in range(each)
        ]
        with transaction.atomic():
            append_lines(lines, at=read_clocks())
        written.append((str(lines[-1].id), time.time()))
    connection.close()
    return written


main()
