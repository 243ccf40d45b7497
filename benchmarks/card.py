"""Measure the cards of a nation: a run over all families, its peers, one family, and rows that change cards.

`--people=52000` draws a city of that size; `--home=/path` measures the city that lies there, whose database it starts,
and leaves it as it was but for its newest runs. `--sizes=1000000,5000000` draws more cities and runs over each of them;
`--parts=some,sql` measures these alone. One peer computes some of the same values by SQL that was written by hand, the
other some by OpenFisca with inputs that Polars prepares; both write the same columns, and values are compared.
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
    from collections.abc import Iterator, Mapping

TOLD = {
    "people": "people",
    "families": "families",
    "rows": "rows of the registers",
    "values": "values of the law computed for each family",
    "run_seconds": "all cards, from the registers to published (s)",
    "regrouped_seconds": "of it: regrouping rows that lie with others (s)",
    "from_rows_seconds": "of it: from regrouped rows to published cards (s; 60 asked of 20,000,000 people)",
    "measures_seconds": "of it: measuring people and writing them by family (s)",
    "cards_seconds": "of it: from measures to cards (s)",
    "run_processor_seconds": "processor seconds of it",
    "run_peak_mb": "most memory of the run (MB)",
    "some_values": "values that the hand-written SQL computes too",
    "some_seconds": "these alone, by the rules (s)",
    "some_processor_seconds": "processor seconds of it",
    "some_peak_mb": "most memory of it (MB)",
    "sql_seconds": "peer: these alone, by hand-written SQL (s)",
    "sql_processor_seconds": "processor seconds of it",
    "sql_peak_mb": "peer: most memory (MB)",
    "sql_compared": "values compared, known by the rules",
    "sql_unlike": "of them unlike",
    "ratio": "the rules against hand-written SQL (1.3 asked)",
    "openfisca_values": "values that OpenFisca computes too",
    "fisca_rules_seconds": "these alone, by the rules, from files to files (s)",
    "fisca_rules_formulas_seconds": "formulas alone, from measures in memory (s)",
    "fisca_rules_peak_mb": "most memory of it (MB)",
    "openfisca_seconds": "peer: Polars prepares, OpenFisca computes, from files to files (s)",
    "openfisca_formulas_seconds": "peer: formulas alone (s)",
    "openfisca_peak_mb": "peer: most memory (MB)",
    "openfisca_compared": "values compared, known by the rules",
    "openfisca_unlike": "of them unlike by more than a tenge",
    "times_faster": "times faster than OpenFisca (3 asked)",
    "part_of_memory": "part of its memory (0.2 asked)",
    "card_ms_p50": "one family's card: looks, reader and words, median (ms)",
    "card_ms_p99": "the same, 99 of 100 (ms; 300 asked)",
    "explained_ms_p50": "its category unfolded down to rows, median (ms)",
    "explained_ms_p99": "the same, 99 of 100 (ms)",
    "events": "rows of two registers that came alone, 200 a second asked for, and changed a card",
    "events_lost": "of them: not on a card after two minutes",
    "events_brought_per_second": "rows a second that came",
    "events_per_second": "rows a second from the register to the card",
    "event_ms_p50": "from row to changed card, median (ms)",
    "event_ms_p99": "from row to changed card, 99 of 100 (ms; 1,000 asked)",
    "event_ms_p99_last_quarter": "the same of the last quarter of the rows (ms)",
    "event_ms_most": "from row to changed card, the slowest (ms)",
    "other_load": "processes that wanted a core when the measurement began",
}
PARTS = ("some", "sql", "fisca_rules", "fisca", "whole", "single", "events")


def main() -> None:
    """Measure, print and keep the figures."""
    options = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[1:] if word.startswith("--"))
    people = int(options.get("people", 52_000))
    parts = options.get("parts", ",".join(PARTS)).split(",")
    # Each run over twenty million leaves some gigabytes.
    os.environ["ALATAU_CARDS_KEPT"] = "2"
    figures: dict[str, object] = {
        "taken_on": datetime.now(tz=UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "other_load": round(os.getloadavg()[0], 1),
    }
    with _city(options.get("home"), people):
        for part in parts:
            figures |= _measure(part)
            print(json.dumps(figures), flush=True)  # noqa: T201
    told = dict(TOLD)
    for size in [int(size) for size in options.get("sizes", "").split(",") if size]:
        figures |= _measure_size(size, told=told)
    figures |= _compare(figures)
    print(json.dumps(figures, indent=1))  # noqa: T201
    keep_figures("card", figures, told={key: words for key, words in told.items() if key in figures})


def _measure_size(people: int, *, told: dict[str, str]) -> dict[str, object]:
    """Compute all cards of another city, and add the words for its figures."""
    with _city(None, people):
        found = _measure("whole")
    told[f"run_seconds_{people}"] = f"all cards of {found['people']:,} people (s)"
    told[f"run_peak_mb_{people}"] = f"most memory of it (MB), {found['rows']:,} rows"
    return {f"{key}_{people}": found[key] for key in ("run_seconds", "run_peak_mb", "people", "rows")}


def _compare(figures: Mapping[str, object]) -> dict[str, object]:
    """Return how the rules stand beside each peer."""
    found: dict[str, object] = {}
    for name, above, below in (
        ("ratio", "some_seconds", "sql_seconds"),
        ("times_faster", "openfisca_seconds", "fisca_rules_seconds"),
        ("part_of_memory", "fisca_rules_peak_mb", "openfisca_peak_mb"),
    ):
        if above in figures and below in figures:
            found[name] = round(float(str(figures[above])) / float(str(figures[below])), 2)
    return found


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
        # Registers that are fresh today: of stale ones silence says nothing, and most values would be unknown.
        today = datetime.now(tz=UTC).date().isoformat()
        options = ("--people", str(people), "--seed", "1", "--as-of", today, "--remove-files")
        run_python("alatau", "city", "build", *options).check_returncode()
        run_python("alatau", "registry", "people", "--refresh").check_returncode()
        yield
        journal.terminate()
        journal.wait()
