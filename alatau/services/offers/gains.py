"""What the cards of one bucket newly give, read in sets: a row for each right that somebody did not have before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.family.run.folders import bucket_of, card_folder, read_parquet
from alatau.family.seam import NOT_APPLICABLE
from alatau.registry.lake.connect import describe, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import duckdb

    from alatau.family.values import RunView

#: Rows that are handed on together.
ROWS = 20_000
PEOPLE, FAMILIES = "people.parquet", "families.parquet"
FAMILY = "family"
#: Whom a message goes to until it is sent, when the family's card is read again: somebody who is nobody's child there.
_SPEAKERS = """
SELECT family, coalesce(min(person) FILTER (WHERE role NOT IN ('child', 'ward')), min(person)) AS speaker
FROM {people} GROUP BY family
"""


@dataclass(frozen=True, kw_only=True)
class NewRight:
    """A right as a search looks for it, and what its offers keep."""

    name: str
    key: str
    #: "person" or "family".
    level: str
    is_sum: bool
    #: Places behind the point with which it is stored.
    scale: int
    paid: str
    waits_days: int
    to_holder: bool
    to_grown_holder: bool
    covers: tuple[str, ...]


def gains_of_bucket(
    engine: duckdb.DuckDBPyConnection, run: RunView, *, before: RunView, bucket: int, rights: Sequence[NewRight]
) -> Iterator[list[tuple[object, ...]]]:
    """Yield rows of right, holder, family, provisional person and amount: all that a bucket's cards newly give."""
    tables = {name: _tables(name, run=run, before=before, bucket=bucket) for name in (PEOPLE, FAMILIES)}
    columns = {
        (name, side): set(describe(engine, table)) if table else set()
        for name, pair in tables.items()
        for side, table in enumerate(pair)
    }
    speakers = _SPEAKERS.format(people=tables[PEOPLE][0])
    engine.execute(f"CREATE OR REPLACE TEMP TABLE speakers AS {speakers}")
    for right in rights:
        name = FAMILIES if right.level == FAMILY else PEOPLE
        now, then = tables[name]
        if right.name in columns[name, 0]:
            has_then = right.name in columns[name, 1]
            sql = _sql(right, now, then if has_then else None, columns=(columns[name, 0], columns[name, 1]))
            yield from _rows(engine, sql)


def _rows(engine: duckdb.DuckDBPyConnection, sql: str) -> Iterator[list[tuple[object, ...]]]:
    found = engine.execute(sql)
    while rows := found.fetchmany(ROWS):
        yield rows


def _tables(name: str, *, run: RunView, before: RunView, bucket: int) -> tuple[str, str]:
    """Return SQL for the cards of a bucket now and before; where buckets differ, all of before is looked through."""
    now = read_parquet([card_folder(run.id, bucket) / name])
    if before.family_buckets == run.family_buckets:
        return now, read_parquet([card_folder(before.id, bucket) / name])
    files: list[Path] = [card_folder(before.id, each) / name for each in range(before.family_buckets)]
    mine = f"{bucket_of('family', run.family_buckets)} = {bucket}"
    return now, f"(SELECT * FROM {read_parquet(files)} WHERE {mine})"


def _sql(right: NewRight, now: str, then: str | None, *, columns: tuple[Collection[str], Collection[str]]) -> str:
    """Return SQL for whoever has the right now and did not have it before."""
    own = "family" if right.level == FAMILY else "person"
    given = _given("n", right, columns[0])
    is_new = "" if then is None else f"AND NOT coalesce({_given('t', right, columns[1])}, FALSE)"
    joined = "" if then is None else f"LEFT JOIN {then} AS t ON t.{own} = n.{own}"
    return f"""
        SELECT {quoted(right.name)}, n.{own}, n.family, {_person(right)}, {_amount(right)}
        FROM {now} AS n {joined} JOIN speakers AS s ON s.family = n.family
        WHERE coalesce({given}, FALSE) {is_new}
    """


def _given(table: str, right: NewRight, columns: Collection[str]) -> str:
    """Return SQL that tells whether a card gives the right; null where nobody knows."""
    value = f'{table}."{right.name}"'
    yes = f"({value} > 0)" if right.is_sum else f"(CAST({value} AS DOUBLE) > 0)"
    absent = right.name + NOT_APPLICABLE
    return f'({yes} AND NOT coalesce({table}."{absent}", FALSE))' if absent in columns else yes


def _person(right: NewRight) -> str:
    if right.level == FAMILY:
        return "s.speaker"
    if right.to_holder:
        return "n.person"
    grown = "CASE WHEN n.role IN ('child', 'ward') THEN s.speaker ELSE n.person END"
    return grown if right.to_grown_holder else "s.speaker"


def _amount(right: NewRight) -> str:
    if not right.is_sum:
        return "NULL::BIGINT"
    value = f'n."{right.name}"'
    return f"CAST({value} AS BIGINT)" if not right.scale else f"CAST({value} / {10**right.scale} AS BIGINT)"
