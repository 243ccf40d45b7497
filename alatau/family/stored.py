"""What a run has stored of some families: found by their ids among a nation's, without reading much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alatau.family.run.folders import card_folder, list_parts, measures_folder, pairs_folder, read_parquet
from alatau.family.run.measure import INDEX
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import bucket_of_slot, slot_of_person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    import duckdb

    from alatau.family.values import RunView

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StoredFamily:
    """One family as a run left it."""

    family: UUID
    #: What the card keeps of the family, and of everybody in it.
    row: Mapping[str, Any]
    people: Sequence[Mapping[str, Any]]
    #: Measures of everybody in it, and what they ask of others.
    measures: Sequence[Mapping[str, Any]] = field(default=())
    pairs: Sequence[Mapping[str, Any]] = field(default=())


def find_families(engine: duckdb.DuckDBPyConnection, run: RunView, people: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the family of each of some people in a run; who is in none is left out."""
    found: dict[UUID, UUID] = {}
    for bucket, some in _by_bucket(people, run.buckets).items():
        path = measures_folder(run.id) / f"from={bucket}" / INDEX
        query = f"SELECT person, family FROM {read_parquet([path])} WHERE {is_among('person', some)}"
        found |= dict(engine.execute(query).fetchall())
    return found


def find_askers(engine: duckdb.DuckDBPyConnection, run: RunView, people: Iterable[UUID]) -> set[UUID]:
    """Return the families in whose cards values of some people are carried over from outside."""
    found: set[UUID] = set()
    for bucket, some in _by_bucket(people, run.buckets).items():
        path = pairs_folder(run.id) / f"from={bucket}" / INDEX
        if path.exists():
            query = f"SELECT family FROM {read_parquet([path])} WHERE {is_among('other', some)}"
            found |= {family for (family,) in engine.execute(query).fetchall()}
    return found


def read_families(
    engine: duckdb.DuckDBPyConnection, run: RunView, families: Iterable[UUID], *, with_measures: bool = False
) -> dict[UUID, StoredFamily]:
    """Return families as a run left them; with measures, all that their cards were computed from."""
    found: dict[UUID, StoredFamily] = {}
    for bucket, some in _by_bucket(families, run.family_buckets).items():
        folder = card_folder(run.id, bucket)
        rows = {row["family"]: row for row in _read(engine, [folder / "families.parquet"], some)}
        people = _group(_read(engine, [folder / "people.parquet"], some))
        measures, pairs = _read_measures(engine, run, some, bucket=bucket) if with_measures else ({}, {})
        for family, row in rows.items():
            found[family] = StoredFamily(
                family=family,
                row=row,
                people=people.get(family, ()),
                measures=measures.get(family, ()),
                pairs=pairs.get(family, ()),
            )
    return found


def _read_measures(
    engine: duckdb.DuckDBPyConnection, run: RunView, families: Collection[UUID], *, bucket: int
) -> tuple[dict[UUID, list[Row]], dict[UUID, list[Row]]]:
    """Return measures and pairs by family."""
    measures = _read(engine, list_parts(measures_folder(run.id), bucket), families, is_slotted=False)
    pairs = _read(engine, list_parts(pairs_folder(run.id), bucket), families, is_slotted=False)
    return _group(measures), _group(pairs)


def is_among(column: str, ids: Collection[UUID], *, is_slotted: bool = True) -> str:
    """Return SQL that keeps the rows of some people or families; groups of others' rows are skipped by their slots."""
    wanted = ", ".join(quoted(each) for each in ids) or "NULL"
    slots = ", ".join(str(slot_of_person(each)) for each in ids) or "NULL"
    return f"{f'slot IN ({slots}) AND ' if is_slotted else ''}{column} IN ({wanted})"


def _read(
    engine: duckdb.DuckDBPyConnection, files: Sequence[Path], families: Collection[UUID], *, is_slotted: bool = True
) -> list[Row]:
    if not files:
        return []
    where = is_among("family", families, is_slotted=is_slotted)
    found = engine.execute(f"SELECT * FROM {read_parquet(files)} WHERE {where}")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _group(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["person"], str(row.get("relation")), str(row.get("other")))):
        found.setdefault(row["family"], []).append(row)
    return found


def _by_bucket(ids: Iterable[UUID], buckets: int) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for each in ids:
        found.setdefault(bucket_of_slot(slot_of_person(each), buckets), []).append(each)
    return found
