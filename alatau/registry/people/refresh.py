"""Compute kinship, homes and families anew when registers have news, and keep what changed."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from alatau.access.numbers import list_merged_persons
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.read import last_number
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.layout import scratch_folder
from alatau.registry.lake.protocol import writer
from alatau.registry.lake.scan import versions_sql
from alatau.registry.models import PeopleRun
from alatau.registry.people.compute import compute_families, compute_relations, count
from alatau.registry.people.declared import DERIVED, FAULTS
from alatau.registry.people.news import find_last_run, has_news
from alatau.registry.people.outputs import OUTPUTS
from alatau.registry.people.place import place_by_homes
from alatau.registry.people.scope import Scope, list_scopes
from alatau.registry.people.sources import Reading, read_facts
from alatau.registry.people.values import FaultCount, PeopleReport
from alatau.registry.people.write import write_derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.values import Counts

declare_points("registry.people.computed", "registry.people.written")

log = structlog.get_logger(__name__)
#: The lock under which one computation runs at a time.
RUN = "_people"


def keep_quiet(step: str) -> None:
    """Tell nobody which step begins."""
    del step


def refresh_people(
    *, by: Actor, at: Moment, is_whole: bool = False, progress: Callable[[str], None] = keep_quiet
) -> PeopleReport | None:
    """Compute kin, homes and families from what is known now; return nothing when there is no news.

    News about a few people computes them and who stands around them; much news, or ``is_whole``, everybody. Only rows
    that changed are written, one load for each derived register. Killed anywhere, some derived registers may be newer
    than others; the same call brings all to the same place.

    Raises:
        RegisterBusyError: another computation is under way.
    """
    with writer(RUN):
        number = last_number()
        if not is_whole and not has_news(number):
            return None
        for scope in [None] if is_whole else list_scopes(find_last_run(), until=number):
            report = _compute(scope, number=number, progress=progress, by=by, at=at)
            if report is not None:
                _record(report, by=by, at=at)
                return report
    message = "the last scope is everybody, which is never too narrow"
    raise AssertionError(message)


def _compute(
    scope: Scope | None, *, number: int, progress: Callable[[str], None], by: Actor, at: Moment
) -> PeopleReport | None:
    """Compute and write, for everybody or for a scope; return nothing when the scope turns out too narrow."""
    with _scratch() as engine:
        progress("read")
        read_facts(engine, Reading(number, people=scope.everybody if scope else None))
        progress("compute")
        compute_families(engine, content().family_rules)
        if scope and not scope.fits(engine):
            return None
        compute_relations(engine, content().kinship, content().relations)
        reach("registry.people.computed")
        rows: dict[str, Counts] = {}
        for register in DERIVED:
            progress(register.key)
            rows[register.key] = write_derived(
                engine, register, OUTPUTS[register.key], is_scoped=scope is not None, by=by, at=at
            )
            reach("registry.people.written")
        place_by_homes(engine, number=number, is_scoped=scope is not None, by=by, at=at)
        return PeopleReport(
            known_number=number,
            is_whole=scope is None,
            people=count(engine, "SELECT count(*) FROM life"),
            families=count(engine, "SELECT count(*) FROM (SELECT DISTINCT low, high FROM membership)"),
            rows=rows,
            faults=_count_faults(engine),
        )


def _count_faults(engine: duckdb.DuckDBPyConnection) -> tuple[FaultCount, ...]:
    rows = versions_sql(FAULTS)
    found = engine.execute(f"SELECT code, source, source_load, count(*) FROM ({rows}) GROUP BY ALL ORDER BY ALL")
    return tuple(FaultCount(*row) for row in found.fetchall())


@contextmanager
def _scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an engine whose tables lie in a file: a nation's facts do not fit into its memory."""
    scratch_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="people-", dir=scratch_folder()))
    try:
        with open_engine() as engine:
            engine.execute(f"ATTACH {quoted(folder / 'people.duckdb')} AS people; USE people")
            yield engine
            engine.execute("USE memory; DETACH people")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def _record(report: PeopleReport, *, by: Actor, at: Moment) -> None:
    PeopleRun.objects.create(
        known_number=report.known_number,
        is_whole=report.is_whole,
        merged=len(list_merged_persons()),
        people=report.people,
        families=report.families,
        rows={key: {"added": counts.accepted, "closed": counts.closed} for key, counts in report.rows.items()},
        faults=[list(fault) for fault in report.faults],
        started_at=at.wall_at,
        finished_at=max(read_clocks().wall_at, at.wall_at),
    )
    body = {"people": report.people, "families": report.families, "known": report.known_number}
    append_lines([NewLine(kind=LineKind.EVENT, action="registry.people.computed", actor=by, body=body)], at=at)
    log.info("registry.people.computed", people=report.people, families=report.families, whole=report.is_whole)
