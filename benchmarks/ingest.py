"""Measure how fast the contributions register is read: from Parquet and from CSV, then a delivery that changes some.

The peer of the same run is DuckDB reading every column of the same file. `--rows` sets the size (100 million is the one
promised for), `--csv-rows` that of the CSV. People of the register are known before; one row in a hundred is faulty.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.city import measured_city, run_python, start_python
from benchmarks.keep import keep_figures

if TYPE_CHECKING:
    from pathlib import Path

TOLD = {
    "rows": "rows of the Parquet file, one in a hundred faulty",
    "people": "people whom they name",
    "peer_parquet_read_rows_per_second": "peer: DuckDB reads every column of the file (rows/s)",
    "parquet_rows_per_second": "Parquet taken into the register, linked and with history (rows/s; 1,000,000 asked)",
    "parquet_cpu_seconds": "processor seconds of it, PostgreSQL aside",
    "parquet_peak_mb": "most memory of the process (MB; under 3,000 asked)",
    "changes_rows": "rows of a second delivery, one in ten changed",
    "changes_rows_per_second": "second delivery compared with the first and taken (rows/s)",
    "changes_peak_mb": "most memory of the process (MB)",
    "csv_rows": "rows of a CSV file of the same kind",
    "peer_csv_read_rows_per_second": "peer: DuckDB reads every column of the CSV (rows/s)",
    "csv_rows_per_second": "CSV taken into the register (rows/s; 300,000 asked)",
    "csv_cpu_seconds": "processor seconds of it, PostgreSQL aside",
    "csv_peak_mb": "most memory of the process (MB)",
}
#: Rows of a person: pension and social contributions of two years.
ROWS_A_PERSON = 50


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    options = argparse.ArgumentParser(prog="ingest", description=__doc__)
    options.add_argument("--rows", type=int, default=100_000_000)
    options.add_argument("--csv-rows", type=int, default=0, help="a fifth of the rows unless given")
    given = options.parse_args([word for word in sys.argv[1:] if word.startswith("--")])
    load = round(os.getloadavg()[0], 1)
    with measured_city() as home:
        figures = measure(home, rows=given.rows, csv_rows=given.csv_rows or given.rows // 5)
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    figures |= {"other_load": load}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("ingest", figures, told=TOLD)


def measure(home: Path, *, rows: int, csv_rows: int) -> dict[str, object]:
    """Return all figures; each source is made, read by the peer, and taken by a process of its own."""
    people = max(rows // ROWS_A_PERSON, 1_000)
    run_python("benchmarks.ingest_sources", str(home), str(people), str(rows), str(csv_rows)).check_returncode()
    figures: dict[str, object] = {"rows": rows, "people": people, "csv_rows": csv_rows}
    figures |= _named("peer_parquet_read", _run("benchmarks.ingest_peer", home / "first.parquet"), rows=rows)
    figures |= _named("parquet", _take(home / "first.parquet", day="2026-03-01"), rows=rows)
    changes = _take(home / "second.parquet", day="2026-03-02")
    figures |= {"changes_rows": changes["read"]}
    figures |= _named("changes", changes, rows=changes["read"])
    figures |= _named("peer_csv_read", _run("benchmarks.ingest_peer", home / "third.csv"), rows=csv_rows)
    figures |= _named("csv", _take(home / "third.csv", day="2026-03-03"), rows=csv_rows)
    return figures


def _take(source: Path, *, day: str) -> dict[str, float]:
    found = _run("benchmarks.ingest_take", source, day)
    assert found["read"] == found["accepted"] + found["quarantined"] + found["unchanged"]
    return found


def _run(module: str, source: Path, *arguments: str) -> dict[str, float]:
    process = start_python(module, str(source), *arguments)
    output, _nothing = process.communicate()
    assert process.returncode == 0, f"{module} failed"
    figures: dict[str, float] = json.loads(output.splitlines()[-1])
    return figures


def _named(name: str, found: dict[str, float], *, rows: float) -> dict[str, object]:
    return {
        f"{name}_rows_per_second": int(rows / found["seconds"]),
        f"{name}_cpu_seconds": round(found["cpu"], 1),
        f"{name}_peak_mb": int(found["peak_mb"]),
        **({f"{name}_quarantined": found["quarantined"]} if "quarantined" in found else {}),
    }


def spent(began: float) -> dict[str, float]:
    """Return what this process used so far, for the last line that it prints."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": time.monotonic() - began,
        "cpu": sum(each.ru_utime + each.ru_stime for each in used),
        "peak_mb": used[0].ru_maxrss / 1024,
    }
