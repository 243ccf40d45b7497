"""How far the figures of a run tell anything: the part of each that is unknown, and how many different values it takes.

A figure that is the same for everybody, or unknown of everybody, tells nothing of anybody: a register is missing, or a
rule reads what no row says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.family.law import law_of
from alatau.family.run.folders import card_folder, read_parquet
from alatau.registry.lake.connect import describe, open_engine
from alatau.rules.nodes import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

    from alatau.family.values import RunView
    from alatau.rules.declare import RuleVersion

#: Column beside a value that says where there is nothing to have one of.
_NOT_APPLICABLE = "__na"


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What one figure looks like over all families, or all people."""

    key: str
    name: str
    of: int
    unknown: int
    not_applicable: int
    #: How many different values are known.
    different: int

    @property
    def is_telling(self) -> bool:
        """Tell whether it is known of somebody, and differs between them."""
        return self.different > 1


def measure_spread(run: RunView, *, kind: str = "indicator") -> list[Spread]:
    """Return the spread of every figure of one kind that the run's cards hold, by its key."""
    versions = [rule.version for rule in law_of(run).rules.values() if rule.version.kind == kind]
    found: list[Spread] = []
    with open_engine() as engine:
        for level, name in ((Level.FAMILY, "families"), (Level.PERSON, "people")):
            files = [card_folder(run.id, bucket) / f"{name}.parquet" for bucket in range(run.family_buckets)]
            of_level = [version for version in versions if version.level == level]
            found += _read_spreads(engine, [file for file in files if file.exists()], of_level)
    return sorted(found, key=lambda spread: spread.key)


def _read_spreads(
    engine: duckdb.DuckDBPyConnection, files: Sequence[Path], versions: Iterable[RuleVersion]
) -> list[Spread]:
    if not files:
        return []
    relation = read_parquet(files)
    held = describe(engine, relation)
    told = [version for version in versions if version.name in held]
    counts = [_counts_sql(version.name, has_state=f"{version.name}{_NOT_APPLICABLE}" in held) for version in told]
    row = engine.execute(f"SELECT count(*){''.join(counts)} FROM {relation}").fetchone()
    assert row is not None, "an aggregate has a row"
    parts = [row[place : place + 3] for place in range(1, len(row), 3)]
    return [
        Spread(
            key=version.key,
            name=version.name,
            of=row[0],
            unknown=empty - not_applicable,
            not_applicable=not_applicable,
            different=different,
        )
        for version, (empty, not_applicable, different) in zip(told, parts, strict=True)
    ]


def _counts_sql(name: str, *, has_state: bool) -> str:
    state = f"count(*) FILTER ({name}{_NOT_APPLICABLE})" if has_state else "0"
    return f", count(*) FILTER ({name} IS NULL), {state}, count(DISTINCT {name})"
