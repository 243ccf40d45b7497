"""One small invented nation for all tests that only read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from alatau.registry.synthetic.build import BuiltFiles, Plan, build_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PLAN = Plan(people=3_000, seed=7, as_of="2026-10-01", nation="tests.registry.synthetic.nation")


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> BuiltFiles:
    """Return the files of a nation of three thousand in two chunks."""
    return build_files(PLAN, into=tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def asking(city: BuiltFiles) -> Callable[..., list[tuple[Any, ...]]]:
    """Return a function that asks the city's files in SQL; registers are views, the truth starts with `truth_`."""
    database = duckdb.connect()
    for key in city.rows:
        name = key.replace("_truth/", "truth_")
        database.execute(f"create view {name} as from read_parquet('{city.folder}/{key}/*.parquet')")
    return lambda sql: database.execute(sql).fetchall()


def plan_of(**changes: Any) -> Plan:
    """Return the plan of the small city with something changed."""
    return replace(PLAN, **changes)
