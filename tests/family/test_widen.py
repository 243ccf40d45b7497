"""The wide table holds of everybody what a join of all registers' measures would hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from alatau.family.run.widen import NUMBERED, number_people, take_measured, widen

COLUMNS = {
    "paid": ("BIGINT", st.integers(-(2**60), 2**60)),
    "born": ("DATE", st.dates(date(1900, 1, 1), date(2030, 1, 1))),
    "owns": ("BOOLEAN", st.booleans()),
    "area": ("DECIMAL(18,4)", st.decimals(-(10**9), 10**9, places=4)),
    "part": ("VARCHAR", st.sampled_from(["", "head", "'", "қ"])),
}
OF_NOBODY = {"paid": "0", "born": "NULL", "owns": "FALSE", "area": "0", "part": "NULL"}
PEOPLE = [UUID(int=number << 100) for number in range(1, 9)]

rows = st.fixed_dictionaries({name: st.none() | values for name, (_type, values) in COLUMNS.items()})
registers = st.lists(st.dictionaries(st.sampled_from(PEOPLE), rows), min_size=1, max_size=3)
NOBODY = ", ".join(f'({sql})::{COLUMNS[name][0]} AS "{name}"' for name, sql in OF_NOBODY.items())


def lay_out(engine: duckdb.DuckDBPyConnection, name: str, found: dict[UUID, dict[str, object]]) -> None:
    columns = ", ".join(f'"{column}" {kind}' for column, (kind, _values) in COLUMNS.items())
    engine.execute(f"CREATE TABLE {name} (person UUID, {columns})")
    for person, row in found.items():
        engine.execute(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?)", [person, *(row[name] for name in COLUMNS)])


def put_together(engine: duckdb.DuckDBPyConnection, count: int) -> list[tuple[object, ...]]:
    people, measured = number_people(engine, order="person"), []
    for place in range(count):
        names = ", ".join(f'm."{name}" AS "{name}_{place}"' for name in COLUMNS)
        query = f"SELECT p.number, {names} FROM r{place} AS m JOIN {NUMBERED} AS p USING (person)"
        measured.append(take_measured(engine, query, of_nobody=NOBODY))
    engine.register("wide", widen(people, measured))
    return engine.execute("FROM wide").fetchall()


def values_of(person: UUID, found: list[dict[UUID, dict[str, object]]]) -> list[object]:
    nobody = {"paid": 0, "born": None, "owns": False, "area": Decimal(0), "part": None}
    return [each.get(person, nobody)[name] for each in found for name in COLUMNS]


@given(people=st.sets(st.sampled_from(PEOPLE), min_size=1), found=registers)
def test_everybody_has_what_a_join_would_give(people, found):
    with duckdb.connect() as engine:
        engine.execute("CREATE TABLE people (person UUID, family UUID, role VARCHAR)")
        engine.executemany("INSERT INTO people VALUES (?, NULL, 'child')", [[person] for person in people])
        for place, rows_of_register in enumerate(found):
            lay_out(engine, f"r{place}", rows_of_register)
        wanted = [(person, None, "child", *values_of(person, found)) for person in sorted(people)]
        assert put_together(engine, len(found)) == wanted


def test_a_register_without_rows_says_the_same_of_everybody():
    with duckdb.connect() as engine:
        engine.execute("CREATE TABLE people AS SELECT uuid() AS person, uuid() AS family, 'head' AS role FROM range(5)")
        people = number_people(engine, order="person")
        wide = widen(people, [take_measured(engine, "", of_nobody=NOBODY)])
        assert wide.column("paid").to_pylist() == [0] * 5
        assert wide.column("born").null_count == 5
