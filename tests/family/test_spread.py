"""How far figures of a run tell anything: unknown ones, and those that are the same for everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
import pytest

from alatau.family import spread as family_spread
from alatau.family.run.folders import card_folder
from alatau.family.spread import Spread, measure_spread
from alatau.family.values import EngineKind, RunId, RunState, RunView
from alatau.registry.lake.values import Knowledge, Question

if TYPE_CHECKING:
    from pathlib import Path

FAMILIES = """SELECT * FROM (VALUES
        (1, NULL, FALSE, TRUE), (2, NULL, FALSE, TRUE), (2, 5, FALSE, TRUE), (3, NULL, TRUE, TRUE)
    ) AS t(cars, share, share__na, is_same)"""


def make_run() -> RunView:
    known = Knowledge(number=1, moment=datetime(2026, 10, 1, tzinfo=UTC))
    return RunView(
        id=RunId(uuid4()),
        question=Question(in_force=date(2026, 10, 1), known=known),
        plan_digest="",
        engine=EngineKind.DUCKDB,
        state=RunState.PUBLISHED,
        buckets=1,
        family_buckets=2,
        people=4,
        families=4,
    )


def law_with(*names: str) -> Any:
    versions = [SimpleNamespace(name=name, key=name.upper(), kind="indicator", level="family") for name in names]
    return SimpleNamespace(rules={each.name: SimpleNamespace(version=each) for each in versions})


@pytest.fixture
def run(alatau_home: Path, monkeypatch: pytest.MonkeyPatch) -> RunView:
    """A run whose second bucket of families is empty."""
    monkeypatch.setattr(family_spread, "law_of", lambda _run: law_with("cars", "share", "is_same", "not_kept"))
    made = make_run()
    folder = card_folder(made.id, 0)
    folder.mkdir(parents=True)
    duckdb.connect().execute(f"COPY ({FAMILIES}) TO '{folder / 'families.parquet'}' (FORMAT parquet)")
    return made


def test_unknown_is_told_from_not_applicable(run: RunView) -> None:
    spreads = {each.key: each for each in measure_spread(run)}
    assert spreads["SHARE"] == Spread(key="SHARE", name="share", of=4, unknown=2, not_applicable=1, different=1)


def test_figure_that_differs_between_families_tells_something(run: RunView) -> None:
    spreads = {each.key: each for each in measure_spread(run)}
    assert spreads["CARS"].is_telling
    assert spreads["CARS"].different == 3
    assert not spreads["IS_SAME"].is_telling


def test_figure_that_cards_do_not_keep_is_left_out(run: RunView) -> None:
    assert {each.key for each in measure_spread(run)} == {"CARS", "SHARE", "IS_SAME"}


def test_run_without_files_has_no_spread(alatau_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family_spread, "law_of", lambda _run: law_with("cars"))
    assert measure_spread(make_run()) == []
