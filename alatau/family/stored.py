"""What a run has stored of some families: found by their ids among a nation's, without reading much."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alatau.family.run.folders import card_folder, list_parts, measures_folder, pairs_folder
from alatau.family.run.measure import INDEX, WHOSE
from alatau.family.shelf import shelf
from alatau.registry.lake.layout import bucket_of_slot, slot_of_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from alatau.family.values import RunId, RunView

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


def find_families(run: RunView, people: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the family of each of some people in a run; who is in none is left out."""
    found: dict[UUID, UUID] = {}
    for bucket, some in _by_bucket(people, run.buckets).items():
        path = measures_folder(run.id) / f"from={bucket}" / INDEX
        found |= {row["person"]: row["family"] for row in shelf().find(path, "person", some)}
    return found


def find_askers(run: RunView, people: Iterable[UUID]) -> set[UUID]:
    """Return the families in whose cards values of some people are carried over from outside."""
    found: set[UUID] = set()
    for bucket, some in _by_bucket(people, run.buckets).items():
        path = pairs_folder(run.id) / f"from={bucket}" / INDEX
        if path.exists():
            found |= {row["family"] for row in shelf().find(path, "other", some)}
    return found


def read_families(
    run: RunView, families: Iterable[UUID], *, with_measures: bool = False, with_card: bool = True
) -> dict[UUID, StoredFamily]:
    """Return families as a run left them: what their cards keep, or all that these were computed from, or both."""
    found: dict[UUID, StoredFamily] = {}
    for bucket, some in _by_bucket(families, run.family_buckets).items():
        folder = card_folder(run.id, bucket)
        # Who is in a family is known without what its card keeps of them.
        people = _group(shelf().find(folder / "people.parquet", "family", some, only=() if with_card else WHOSE))
        kept = shelf().find(folder / "families.parquet", "family", some) if with_card else []
        rows = {row["family"]: row for row in kept}
        measures, pairs = _read_measures(run, people, bucket=bucket) if with_measures else ({}, {})
        for family, members in people.items():
            found[family] = StoredFamily(
                family=family,
                row=rows.get(family, {}),
                people=members,
                measures=measures.get(family, ()),
                pairs=pairs.get(family, ()),
            )
    return found


def _read_measures(
    run: RunView, people: Mapping[UUID, Sequence[Row]], *, bucket: int
) -> tuple[dict[UUID, list[Row]], dict[UUID, list[Row]]]:
    """Return measures and pairs by family, of families whose people are known."""
    everybody = [row["person"] for rows in people.values() for row in rows]
    measures = [
        row
        for home in _by_bucket(everybody, run.buckets)
        for path in _parts_of(run.id, home, bucket)
        for row in shelf().find(path, "family", people)
    ]
    pairs = [row for path in _pairs_of(run.id, bucket) for row in shelf().find(path, "family", people)]
    return _group(measures), _group(pairs)


@lru_cache(maxsize=4_096)
def _parts_of(run_id: RunId, home: int, bucket: int) -> list[Path]:
    """Return the files of a bucket of families with the measures of people of one bucket: a run's files stay."""
    return sorted((measures_folder(run_id) / f"from={home}" / f"bucket={bucket}").glob("*.parquet"))


@lru_cache(maxsize=256)
def _pairs_of(run_id: RunId, bucket: int) -> list[Path]:
    return list_parts(pairs_folder(run_id), bucket)


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
