"""Count the families of a run by place and kind, hide what is small, and publish the tables once a month."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.law import law_of
from alatau.family.models import NationalTable
from alatau.family.national.cuts import Cut, list_cuts
from alatau.family.national.hide import Line, hide_small
from alatau.family.national.values import COUNTRY, NOWHERE
from alatau.family.run.folders import card_folder, read_parquet
from alatau.registry.lake.connect import describe, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.family.values import RunView

declare_points("family.tables.published")


def publish_tables(run: RunView, *, by: Actor, at: Moment) -> int:
    """Publish the tables of a run's month, if nobody has yet, and return how many there are.

    Once a month: two tables a day apart would tell of the few families that changed between them.
    """
    month = run.day.replace(day=1)
    if NationalTable.objects.filter(month=month).exists():
        return 0
    tables = [_hide(cut, lines, run=run, month=month) for cut, lines in count_nation(run)]
    with transaction.atomic():
        NationalTable.objects.bulk_create(tables, ignore_conflicts=True)
        facts = {"run": run.id, "month": month, "tables": len(tables)}
        append_lines([NewLine(kind=LineKind.EVENT, action="family.tables.published", actor=by, body=facts)], at=at)
        reach("family.tables.published")
    return len(tables)


def count_nation(run: RunView) -> Iterable[tuple[Cut, list[Line]]]:
    """Yield each table with its lines: the country, regions and, where it goes so far, districts."""
    with open_engine() as engine:
        families = _view(engine, run, "families")
        people = _view(engine, run, "people")
        for cut in list_cuts(law_of(run), kept=families | people):
            yield cut, _lines(cut, engine.execute(_sql(cut, kept=families)).fetchall())


def _view(engine: duckdb.DuckDBPyConnection, run: RunView, name: str) -> set[str]:
    files = [card_folder(run.id, bucket) / f"{name}.parquet" for bucket in range(run.family_buckets)]
    engine.execute(
        f"CREATE TEMP VIEW {name} AS SELECT * FROM {read_parquet([each for each in files if each.exists()])}"
    )
    return {*describe(engine, name)}


def _sql(cut: Cut, *, kept: set[str]) -> str:
    card = content().family_card
    region, district = (f'coalesce(f."{name}", 0)' if name in kept else "0" for name in (card.region, card.district))
    if not cut.is_of_people:
        return f"SELECT {region}, {district}, {cut.sql} AS kind, count(*) FROM families AS f GROUP BY ALL"
    ranks = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kind in enumerate(cut.kinds))
    best = f"SELECT family, min(CASE {cut.sql} {ranks} END) AS rank FROM people GROUP BY family"
    kinds = " ".join(f"WHEN {rank} THEN '{kind}'" for rank, kind in enumerate(cut.kinds))
    return (
        f"SELECT {region}, {district}, CASE b.rank {kinds} END AS kind, count(*)"
        f" FROM families AS f JOIN ({best}) AS b ON b.family = f.family GROUP BY ALL"
    )


def _lines(cut: Cut, rows: list[tuple[int, int, str, int]]) -> list[Line]:
    card = content().family_card
    counts: dict[tuple[str, str], list[int]] = {}

    for region, district, kind, families in rows:
        place = card.region_code.format(int(region)) if region else NOWHERE
        around = [(COUNTRY, ""), (place, COUNTRY)]
        inside = card.district_code.format(int(district)) if cut.has_districts and region and district else place
        # A city that is a region has no districts: it is not told twice.
        if inside != place:
            around.append((inside, place))
        for each in around:
            counts.setdefault(each, [0] * len(cut.kinds))[cut.kinds.index(kind)] += families
    lines = [Line(place=place, within=within, counts=tuple(each)) for (place, within), each in counts.items()]
    return sorted(lines, key=lambda line: (line.within, line.place))


def _hide(cut: Cut, lines: list[Line], *, run: RunView, month: date) -> NationalTable:
    shown = hide_small(lines) if lines else None
    return NationalTable(
        run_id=run.id,
        month=month,
        day=run.day,
        key=cut.key,
        kinds=[[cut.kinds[index] for index in column] for column in shown.columns] if shown else [],
        lines=[asdict(line) for line in shown.lines] if shown else [],
    )
