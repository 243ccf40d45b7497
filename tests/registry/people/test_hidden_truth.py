"""What an invented city hides in its registers is found; the truth of it lies beside the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from alatau.core.content import content
from alatau.registry.people.compute import compute_families, make_tables
from alatau.registry.people.sources import list_tellers
from alatau.registry.people.told import FACTS, NAMES, PERSON
from alatau.registry.synthetic.build import Plan, build_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from alatau.registry.values import Register, Telling

#: Hidden fault -> the code under which it is found.
FOUND_AS = {
    "birth_mother_missing": "mother_missing",
    "birth_father_missing": "father_missing",
    "birth_child_is_parent": "child_is_parent",
    "death_day_missing": "death_without_day",
}


def tell(engine: duckdb.DuckDBPyConnection, register: Register, telling: Telling, folder: Path) -> None:
    """Let a register's files tell their facts; a number's hash stands for the person's id."""
    parts = {part: kind for part, kind in FACTS[telling.what].parts.items() if part not in NAMES}
    values = [
        f"NULL AS {part}"
        if part not in telling.parts
        else f'{"md5" if kind == PERSON else ""}("{telling.parts[part]}")::{kind} AS {part}'
        for part, kind in parts.items()
    ]
    conditions = [f'"{name}" IN {(*wanted, wanted[0])}' for name, wanted in telling.when.items()]
    conditions += [f'"{name}" IS NOT TRUE' for name in telling.unless]
    record = f"DATE '2026-10-01' AS seen_from, '{register.key}' AS register, 1 AS load, row_number() OVER () AS line"
    engine.execute(
        f"INSERT INTO told_{telling.what} BY NAME SELECT {', '.join(values)}, {record} "
        f"FROM read_parquet('{folder}/{register.key}/*.parquet') WHERE {' AND '.join(conditions) or 'TRUE'}"
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Families of an invented city of two thousand people, and its hidden truth."""
    folder = tmp_path_factory.mktemp("city")
    build_files(Plan(people=2_000, seed=3, as_of="2026-10-01", nation=content().synthetic_nation), into=folder)
    with duckdb.connect() as engine:
        make_tables(engine)
        for register, telling in list_tellers():
            tell(engine, register, telling, folder)
        engine.execute(f"CREATE TABLE truth AS FROM read_parquet('{folder}/_truth/faults/*.parquet')")
        compute_families(engine, content().family_rules)
        yield engine


def number_of(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the one number that a query gives."""
    row = engine.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("hidden", sorted(FOUND_AS))
def test_every_hidden_fault_is_found(city: duckdb.DuckDBPyConnection, hidden: str) -> None:
    found = number_of(city, f"SELECT count(*) FROM fault WHERE code = '{FOUND_AS[hidden]}'")
    assert found >= number_of(city, f"SELECT count(*) FROM truth WHERE fault = '{hidden}'")


def test_marriages_hidden_behind_others_are_found(city: duckdb.DuckDBPyConnection) -> None:
    hidden = "SELECT count(*) FROM truth WHERE fault IN ('man_with_open_acts', 'woman_with_open_acts')"
    found = number_of(city, "SELECT count(*) FROM fault WHERE code = 'several_open_marriages'")
    assert number_of(city, hidden) <= found <= 2 * number_of(city, hidden)


def test_nobody_is_in_two_families_and_nobody_in_none(city: duckdb.DuckDBPyConnection) -> None:
    days = "SELECT sum(d2 - d1) FROM {table}"
    assert number_of(city, days.format(table="membership")) == number_of(city, days.format(table="present"))
    living = "SELECT count(DISTINCT p) FROM membership WHERE d1 <= DATE '2026-10-01' AND d2 > DATE '2026-10-01'"
    assert number_of(city, living) >= 2_000


def test_households_are_found_again(city: duckdb.DuckDBPyConnection) -> None:
    size = """
    SELECT round(100 * avg(n)) FROM (
        SELECT count(*) AS n FROM membership WHERE d1 <= DATE '2026-10-01' AND d2 > DATE '2026-10-01' GROUP BY low, high
    )
    """
    assert 280 <= number_of(city, size) <= 480
