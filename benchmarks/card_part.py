"""One part of the measurement of cards, in a process of its own; the last line that it prints is its figures."""

from __future__ import annotations

import json
import resource
import socket
import sys
import time
from typing import TYPE_CHECKING

import django

django.setup()

from alatau.core.clock import read_clocks  # noqa: E402
from alatau.core.values import system_actor  # noqa: E402
from alatau.family.planning import plan_cards  # noqa: E402
from alatau.family.run import derive  # noqa: E402
from alatau.family.run.derive import compute_phases, lay_out_pairs  # noqa: E402
from alatau.family.run.folders import list_parts, measures_folder, read_parquet  # noqa: E402
from alatau.family.run.measure import INDEX  # noqa: E402
from alatau.family.run.run import run_cards  # noqa: E402
from alatau.family.runs import get_current_run  # noqa: E402
from alatau.family.seam import MEASURES  # noqa: E402
from alatau.registry.lake.connect import open_engine  # noqa: E402
from alatau.registry.models import Load  # noqa: E402
from alatau.registry.reader.place import socket_path  # noqa: E402
from benchmarks.city import start_python  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

BY = system_actor("family.bench")
FAMILIES, EVENTS = 203, 4_040
LOOK_SECONDS, READER_SECONDS = 0.1, 60.0


def whole() -> dict[str, object]:
    """Compute all cards."""
    began = time.perf_counter()
    report = run_cards(plan_cards, by=BY, at=read_clocks())
    seconds = time.perf_counter() - began
    plan = plan_cards(report.run.question)
    regrouped = sum(report.seconds.get(kind, 0.0) for kind in ("rows", "asked"))
    return {
        "people": report.run.people,
        "families": report.run.families,
        "rows": sum(Load.objects.filter(state="announced").values_list("rows_accepted", flat=True)),
        "values": len(plan.outputs),
        "run_seconds": round(seconds, 1),
        "regrouped_seconds": round(regrouped, 1),
        "from_rows_seconds": round(seconds - regrouped, 1),
        "measures_seconds": round(report.seconds.get("measures", 0.0), 1),
        "cards_seconds": round(report.seconds.get("cards", 0.0), 1),
        "run_processor_seconds": processor_seconds(),
        "run_peak_mb": peak_mb(),
    }


def some() -> dict[str, object]:
    """Compute by the rules what the hand-written SQL computes, and write the same."""
    from benchmarks.card_sql import WANTED

    return {
        "some_values": len(WANTED),
        "some_seconds": run_some(WANTED),
        "some_processor_seconds": processor_seconds(),
        "some_peak_mb": peak_mb(),
    }


def sql() -> dict[str, object]:
    """Compute and write the same by hand, and count what came out otherwise."""
    from benchmarks.card_compare import count_unlike_sql
    from benchmarks.card_sql import write_by_hand

    began = time.perf_counter()
    write_by_hand(get_current_run())
    found = {
        "sql_seconds": round(time.perf_counter() - began, 2),
        "sql_processor_seconds": processor_seconds(),
        "sql_peak_mb": peak_mb(),
    }
    return found | count_unlike_sql(get_current_run())


def fisca_rules() -> dict[str, object]:
    """Compute by the rules what OpenFisca computes, and then the formulas alone over measures in memory."""
    from benchmarks.card_openfisca import FORMULAS

    seconds, peak = run_some(FORMULAS), peak_mb()
    return {"fisca_rules_seconds": seconds, "fisca_rules_peak_mb": peak, "fisca_rules_formulas_seconds": run_formulas()}


def fisca() -> dict[str, object]:
    """Compute and write the same by OpenFisca, and count what came out otherwise."""
    from benchmarks.card_compare import count_unlike_openfisca
    from benchmarks.card_openfisca import compute_by_openfisca

    found = compute_by_openfisca(get_current_run()) | {"openfisca_peak_mb": peak_mb()}
    return found | count_unlike_openfisca(get_current_run())


def run_some(names: Collection[str]) -> float:
    """Compute and publish cards of some values alone, and return how long it took."""
    derive.is_kept = lambda output: output.name in names
    began = time.perf_counter()
    run_cards(lambda question, engine: plan_cards(question, engine, want=[*names]), by=BY, at=read_clocks())
    return round(time.perf_counter() - began, 2)


def run_formulas() -> float:
    """Return how long the current run's rules take from measures in memory to values in memory."""
    from benchmarks.card_openfisca import FORMULAS

    run = get_current_run()
    plan = plan_cards(run.question, want=[*FORMULAS])
    seconds = 0.0
    for bucket in range(run.family_buckets):
        with open_engine() as engine:
            files = read_parquet(list_parts(measures_folder(run.id), bucket))
            engine.execute(f"CREATE TEMP TABLE {MEASURES} AS FROM {files}")
            lay_out_pairs(engine, plan, None)
            began = time.perf_counter()
            compute_phases(engine, plan)
            seconds += time.perf_counter() - began
    return round(seconds, 2)


def single() -> dict[str, object]:
    """Read single families' cards as a web process does, from a reader that runs beside it."""
    reader = start_python("alatau", "reader")
    try:
        wait_for_reader()
        asker = start_python("benchmarks.card_page", role="web")
        out, _errors = asker.communicate("\n".join(str(person) for person in list_people(FAMILIES)))
    finally:
        reader.terminate()
        reader.wait()
    found: dict[str, object] = json.loads(out.splitlines()[-1])
    return found


def events() -> dict[str, object]:
    """Let rows come alone at a steady pace; the city's journal changes the cards, and each is waited for."""
    from benchmarks.card_follow import follow_rows

    return follow_rows(list_people(EVENTS))


def wait_for_reader() -> None:
    """Wait until the reader takes questions."""
    ends = time.perf_counter() + READER_SECONDS
    while True:
        with socket.socket(socket.AF_UNIX) as asking:
            if asking.connect_ex(str(socket_path())) == 0:
                return
        if time.perf_counter() > ends:
            message = "the reader does not answer"
            raise RuntimeError(message)
        time.sleep(LOOK_SECONDS)


def list_people(count: int) -> list[UUID]:
    """Return people of the run, spread over the buckets."""
    run = get_current_run()
    files = [measures_folder(run.id) / f"from={bucket}" / INDEX for bucket in range(run.buckets)]
    with open_engine() as engine:
        found = engine.execute(
            f"SELECT person FROM {read_parquet(files)} ORDER BY hash(person) LIMIT {count}"
        ).fetchall()
    return [person for (person,) in found]


def peak_mb() -> int:
    """Return the most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def processor_seconds() -> float:
    """Return the time that processors worked for this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(used.ru_utime + used.ru_stime, 1)


PARTS = {part.__name__: part for part in (whole, some, sql, fisca_rules, fisca, single, events)}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]]()))  # noqa: T201
