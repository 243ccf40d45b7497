"""Measure rows that come alone, and a family's rows out of all registers.

`--people=52000` chooses the size of the city that the families live in, `--rows=3000` how many rows are sent. The peer
of the same run is one row of a plain table, committed with the same durability.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import threading
import time
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.city import measured_city, run_python, start_python
from benchmarks.keep import keep_figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

SENDERS = 4
FAMILIES, FAMILY = 200, 4
TOLD = {
    "rows": "rows sent, each in a transaction of its own",
    "senders": "senders at the same time",
    "peer_rows_per_second": "peer: rows of a plain table (rows/s)",
    "rows_per_second": "rows taken with checks, link and journal line (rows/s)",
    "row_ms_p50": "one row, median (ms)",
    "row_ms_p99": "one row, 99 of 100 (ms)",
    "row_cpu_ms": "work of the sender's process for one row (ms of one core)",
    "people": "people of the city",
    "registers": "registers asked for each of a family's four people",
    "store_views_seconds": "views laid out by person (s)",
    "family_rows": "rows of a family, on average",
    "family_ms_first": "a family's rows from all registers, first of the process (ms)",
    "family_ms_p50": "a family's rows from all registers, median (ms)",
    "family_ms_p99": "a family's rows from all registers, 99 of 100 (ms)",
    "family_cpu_ms_p50": "work of the reader for one family, median (ms of one core)",
    "other_load": "processes that wanted a core when the measurement began",
}


def main() -> None:
    """Measure, print and keep the figures."""
    options = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[1:] if word.startswith("--"))
    people, rows = int(options.get("people", 52_000)), int(options.get("rows", 3_000))
    with measured_city():
        import django

        django.setup()
        journal = start_python("alatau", "journal")
        figures: dict[str, object] = {
            "python": platform.python_version(),
            "other_load": round(os.getloadavg()[0], 1),
            **measure_rows(rows),
        }
        run_python("alatau", "city", "build", "--people", str(people), "--seed", "1").check_returncode()
        figures |= {"people": people, **measure_families()}
        journal.terminate()
        journal.wait()
    keep_figures("registry", figures, told=TOLD)


def measure_rows(rows: int) -> dict[str, object]:
    """Send rows of one register from several threads, as a web process takes them."""
    from alatau.core.clock import read_clocks
    from alatau.core.content import content
    from alatau.core.values import system_actor
    from alatau.registry.declare import get_register
    from alatau.registry.receive import receive_row

    register = get_register("gambling_limits")
    source = register.columns["source"].choices[0]
    by = system_actor("registry.bench")
    numbers = [
        content().person_numbers.synthesise(born_on=date(1990, 1, 1 + place % 28), woman=False, serial=place)
        for place in range(500)
    ]

    def send(place: int) -> None:
        row = {
            "number": numbers[place % len(numbers)],
            "limited_from": f"2026-01-{place % 28 + 1:02}",
            "source": source,
        }
        receive_row(register, row, source_id=str(place), by=by, at=read_clocks())

    def write_plain(place: int) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_plain (id, kind, at) VALUES (%s, %s, now())", [uuid4(), str(place)])

    plain_seconds, _plain = spread(write_plain, rows)
    worked = time.process_time()
    seconds, taken = spread(send, rows)
    worked = time.process_time() - worked
    return {
        "rows": rows,
        "senders": SENDERS,
        "peer_rows_per_second": round(rows / plain_seconds),
        "rows_per_second": round(rows / seconds),
        "row_ms_p50": taken[len(taken) // 2],
        "row_ms_p99": taken[len(taken) * 99 // 100],
        "row_cpu_ms": round(worked / rows * 1000, 2),
    }


def spread(act: Callable[[int], None], times: int) -> tuple[float, list[float]]:
    """Do something so often in several threads; return the seconds in all, and each one's milliseconds, sorted."""
    from django.db import connection

    taken: list[float] = []

    def work(first: int) -> None:
        for place in range(first, times, SENDERS):
            began = time.perf_counter()
            act(place)
            taken.append(round((time.perf_counter() - began) * 1000, 2))
        connection.close()

    threads = [threading.Thread(target=work, args=(first,)) for first in range(SENDERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, sorted(taken)


def measure_families() -> dict[str, object]:
    """Read the rows of four people at a time, as a family's card asks for them."""
    from django.db import connection

    from alatau.core.clock import read_clocks
    from alatau.registry.lake.knowledge import ask
    from alatau.registry.lake.maintain import list_registers_in_use, store_stale_views
    from alatau.registry.lake.views import is_about_a_person
    from alatau.registry.reader.read import read_rows_of

    began = time.perf_counter()
    store_stale_views()
    stored = time.perf_counter() - began
    registers = [register for register in list_registers_in_use() if is_about_a_person(register)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM access_person ORDER BY id")
        people: list[UUID] = [row[0] for row in cursor.fetchall()]
    chance, taken, cpu, rows = random.Random(1), [], [], 0  # noqa: S311  a sample, not a secret
    for _ in range(FAMILIES):
        family = chance.sample(people, FAMILY)
        began, worked = time.perf_counter(), time.thread_time()
        rows += sum(len(found) for found in read_rows_of(family, registers, ask(read_clocks())).values())
        taken.append(round((time.perf_counter() - began) * 1000, 2))
        cpu.append(round((time.thread_time() - worked) * 1000, 2))
    ordered = sorted(taken)
    return {
        "registers": len(registers),
        "store_views_seconds": round(stored, 2),
        "family_rows": round(rows / FAMILIES, 1),
        "family_ms_first": taken[0],
        "family_ms_p50": ordered[len(ordered) // 2],
        "family_ms_p99": ordered[len(ordered) * 99 // 100],
        "family_cpu_ms_p50": sorted(cpu)[len(cpu) // 2],
    }
