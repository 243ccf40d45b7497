"""Compare what the peers wrote with the cards of the rules: how many values were compared, and how many are unlike.

Where the rules say that nobody knows, or that something does not apply, a peer that trusts every row has a number; such
values are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.run.folders import card_folder
from alatau.registry.lake.connect import open_engine
from benchmarks.card_openfisca import FORMULAS, MONEY, PERSON, openfisca_folder
from benchmarks.card_sql import FAMILY as FAMILY_VALUES
from benchmarks.card_sql import PERSON as PERSON_VALUES
from benchmarks.card_sql import by_hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.family.values import RunView

_OVERDUE = {"overdue_loans": "CASE p.overdue_loans WHEN 0 THEN 'none' WHEN 1 THEN 'one' ELSE 'all' END"}


def count_unlike_sql(run: RunView) -> dict[str, object]:
    """Return how many values of the hand-written SQL are unlike those of the cards."""
    counted: dict[str, int] = {}
    for bucket in range(run.family_buckets):
        for name, key, values in (("people", "person", PERSON_VALUES), ("families", "family", FAMILY_VALUES)):
            unlike = {value: f'c."{value}" <> p."{value}"' for value in values}
            tables = f"'{card_folder(run.id, bucket)}/{name}.parquet'", f"'{by_hand(bucket, name)}'"
            _add(counted, _count(*tables, on=f"p.{key} = c.{key}", unlike=unlike))
    return {f"sql_{what}": number for what, number in counted.items()}


def count_unlike_openfisca(run: RunView) -> dict[str, object]:
    """Return how many values of OpenFisca are unlike those of the cards by more than one unit of money."""
    counted: dict[str, int] = {}
    for is_person in (True, False):
        names = [name for name, (whose, *_rest) in FORMULAS.items() if (whose is PERSON) is is_person]
        unlike = {
            name: f"abs(c.{name} / 100.0 - p.{name}) > greatest(1, p.{name} * 1e-6)"
            if name in MONEY
            else f"c.{name} <> {_OVERDUE.get(name, f'p.{name}')}"
            for name in names
        }
        files = f"'{run_glob(run)}/{'people' if is_person else 'families'}.parquet'"
        theirs = f"'{openfisca_folder() / ('people' if is_person else 'families')}.parquet'"
        # Polars reads ids of people as bytes, and those of families as the text that they are.
        on = (
            "hex(p.person) = upper(replace(c.person::VARCHAR, '-', ''))"
            if is_person
            else "p.family = c.family::VARCHAR"
        )
        _add(counted, _count(files, theirs, on=on, unlike=unlike))
    return {f"openfisca_{what}": number for what, number in counted.items()}


def run_glob(run: RunView) -> str:
    """Return the pattern of the folders of all of a run's buckets."""
    return str(card_folder(run.id, 0)).replace("bucket=0", "bucket=*")


def _count(ours: str, theirs: str, *, on: str, unlike: Mapping[str, str]) -> dict[str, int]:
    counts = [f"count(c.{name}) AS compared_{name}, count_if({sql}) AS unlike_{name}" for name, sql in unlike.items()]
    with open_engine() as engine:
        query = f"SELECT count(*) AS rows, {', '.join(counts)} FROM {ours} AS c JOIN {theirs} AS p ON {on}"
        found = engine.execute(query)
        names = [column[0] for column in found.description or ()]
        [row] = [dict(zip(names, each, strict=True)) for each in found.fetchall()]
    compared = sum(row[f"compared_{name}"] for name in unlike)
    return {
        "compared": compared,
        # Counting nothing but NULL gives NULL.
        "unlike": sum(row[f"unlike_{name}"] or 0 for name in unlike),
        "unknown": row["rows"] * len(unlike) - compared,
    }


def _add(counted: dict[str, int], more: Mapping[str, int]) -> None:
    for name, number in more.items():
        counted[name] = counted.get(name, 0) + number
