"""An invented city comes into the registers through the door of real ones, people first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.declare import get_register
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.synthetic.build import BuiltFiles, Plan
from alatau.registry.synthetic.errors import CityNotBuiltError
from alatau.registry.synthetic.ingest import ingest_city, order_registers
from alatau.registry.synthetic.marks import is_ingested

if TYPE_CHECKING:
    from pathlib import Path

BY = system_actor("tests")
SOME = ("persons", "births", "farm_fields")


def ingest_some(city: BuiltFiles) -> list:
    registers = [get_register(key) for key in SOME]
    return list(ingest_city(city, by=BY, at=read_clocks, registers=registers))


def test_people_come_before_everything_that_names_them() -> None:
    assert order_registers()[0].key == "persons"
    assert len(order_registers()) == len({register.key for register in order_registers()}) == 93


def test_every_row_of_a_drawn_city_is_accepted_and_linked(city: BuiltFiles, as_worker: None) -> None:
    reports = ingest_some(city)
    assert [report.counts.read for report in reports] == [city.rows[key] for key in SOME]
    assert [report.counts.accepted for report in reports] == [city.rows[key] for key in SOME]
    assert [report.counts.unlinked for report in reports] == [0, city_children_without_record(city), 0]
    assert count_buckets() == 4


def test_a_city_ingested_again_changes_nothing(city: BuiltFiles, as_worker: None) -> None:
    ingest_some(city)
    assert all(report.counts.accepted == 0 or report.is_repeat for report in ingest_some(city))
    assert not is_ingested(city.folder)  # only a part of it was


def test_files_that_are_not_complete_are_not_ingested(tmp_path: Path) -> None:
    built = BuiltFiles(folder=tmp_path, plan=Plan(people=1_000, seed=1, as_of="2026-10-01", nation=""), rows={})
    with pytest.raises(CityNotBuiltError):
        next(ingest_city(built, by=BY, at=read_clocks))


def city_children_without_record(city: BuiltFiles) -> int:
    """Return how many children the register of persons does not know yet, as the hidden truth tells."""
    import duckdb

    faults = f"read_parquet('{city.folder}/_truth/faults/*.parquet')"
    return duckdb.sql(f"select count(*) from {faults} where fault = 'child_not_in_persons'").fetchone()[0]
