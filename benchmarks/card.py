"""Measure the cards of a nation: a run over all families, one family, and rows that change cards.

`--people=52000` draws a city of that size; `--home=/path` measures the city that lies there, whose database it starts,
and leaves it as it was but for one more run. The peer of the same process computes some of the same values by SQL that
was written by hand, and writes the same columns.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.city import measured_city, run_python, start_python
from benchmarks.keep import keep_figures
from tests.harness.cluster import launch_server, wait_for_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD = {
    "people": "people",
    "families": "families",
    "rows": "rows of the registers",
    "values": "values of the law computed for each family",
    "run_seconds": "all cards: measured, regrouped, derived, published (s)",
    "measures_seconds": "of it: measuring people and writing them by family (s)",
    "cards_seconds": "of it: from measures to published cards (s)",
    "run_peak_mb": "most memory of the run (MB)",
    "some_values": "values that the hand-written SQL computes too",
    "some_seconds": "these alone, by the rules (s)",
    "sql_seconds": "peer: these alone, by hand-written SQL (s)",
    "sql_peak_mb": "peer: most memory (MB)",
    "ratio": "the rules against the peer",
    "card_ms_p50": "one family's card with its looks, median (ms)",
    "card_ms_p99": "one family's card with its looks, 99 of 100 (ms)",
    "events": "rows that came alone, two hundred a second, and changed a card",
    "events_lost": "of them: not on a card after two minutes",
    "events_per_second": "rows a second from the register to the card",
    "event_ms_p50": "from row to changed card, median (ms)",
    "event_ms_p99": "from row to changed card, 99 of 100 (ms)",
    "other_load": "processes that wanted a core when the measurement began",
}


def main() -> None:
    """Measure, print and keep the figures."""
    options = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[1:] if word.startswith("--"))
    people = int(options.get("people", 52_000))
    with _city(options.get("home"), people):
        figures: dict[str, object] = {
            "taken_on": datetime.now(tz=UTC).date().isoformat(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "other_load": round(os.getloadavg()[0], 1),
        }
        for part in ("whole", "some", "sql", "single", "events"):
            figures |= _measure(part)
        figures["ratio"] = round(float(str(figures["some_seconds"])) / float(str(figures["sql_seconds"])), 2)
    print(json.dumps(figures, indent=1))  # noqa: T201
    keep_figures("card", figures, told=TOLD)


def _measure(part: str) -> dict[str, object]:
    """Run one part in a process of its own, so that its memory is its own."""
    process = start_python("benchmarks.card_part", part)
    out, _errors = process.communicate()
    if process.returncode:
        message = f"the part {part} ended with {process.returncode}"
        raise RuntimeError(message)
    found: dict[str, object] = json.loads(out.splitlines()[-1])
    return found


@contextmanager
def _city(home: str | None, people: int) -> Iterator[None]:
    if home is not None:
        os.environ.update(DJANGO_SETTINGS_MODULE="alatau.settings", ALATAU_HOME=home, ALATAU_ROLE="worker")
        server = launch_server(Path(home))
        try:
            wait_for_cluster(Path(home))
            run_python("alatau", "migrate", role="owner").check_returncode()
            journal = start_python("alatau", "journal")
            yield
            journal.terminate()
            journal.wait()
        finally:
            server.terminate()
            server.wait()
        return
    with measured_city():
        journal = start_python("alatau", "journal")
        run_python("alatau", "city", "build", "--people", str(people), "--seed", "1").check_returncode()
        run_python("alatau", "registry", "people", "--refresh").check_returncode()
        yield
        journal.terminate()
        journal.wait()
