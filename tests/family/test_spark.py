"""Spark computes over the same files what DuckDB computes, value for value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from alatau.core.clock import read_clocks
from alatau.family.planning import plan_cards
from alatau.family.run import derive
from alatau.family.run.run import run_cards
from alatau.family.stored import read_families
from alatau.family.values import EngineKind
from alatau.registry.declare import get_register
from tests.family.town import AIGERIM, BOLAT, DIAS, OURS, THEIRS, WRITER, YUSUF, load
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from alatau.family.values import RunView

WANTED = ("members", "minor_children", "animals_of_person", "open_loans", "debt_left")


@pytest.mark.spark
def test_a_run_on_spark_gives_the_values_of_a_run_on_duckdb(own_town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "is_kept", lambda output: output.name in WANTED)
    born = {AIGERIM: date(1990, 5, 1), BOLAT: date(1988, 2, 29), DIAS: date(2014, 1, 1), YUSUF: date(1985, 9, 3)}
    load(get_register("persons"), *({"number": person, "born_on": day} for person, day in born.items()))
    load(get_register("farm_animals"), {"owner_number": AIGERIM, "count": 3}, {"owner_number": AIGERIM, "count": 4})
    load(get_register("credit_bureau"), {"number": BOLAT, "debt": 900, "overdue_amount": 0, "overdue_days": 0})
    seal_journal()
    assert compute(EngineKind.SPARK) == compute(EngineKind.DUCKDB)


def compute(engine: EngineKind) -> list[Any]:
    report = run_cards(
        lambda question, kind: plan_cards(question, kind, want=WANTED), by=WRITER, at=read_clocks(), engine=engine
    )
    return values(report.run)


def values(run: RunView) -> list[Any]:
    families = read_families(run, [OURS, THEIRS], with_measures=True)
    assert families[OURS].row["minor_children"] == 1
    return [(stored.row, stored.people, stored.measures) for _family, stored in sorted(families.items())]
