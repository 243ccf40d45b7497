"""The report sets a drawn city beside published figures, and says which one lies too far away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alatau.registry.declare import list_registers
from alatau.registry.synthetic.build import build_files
from alatau.registry.synthetic.errors import CityNotBuiltError
from alatau.registry.synthetic.report import Compared, report_city
from alatau.registry.synthetic.values import Published
from tests.registry.synthetic.conftest import PLAN

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = Published(figure="age", about="0-4", value=0.1, tolerance=0.03, source="a table")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("reported")
    build_files(replace(PLAN, people=6_000, nation="qazaqstan.synthetic.nation"), into=folder)
    return report_city(folder)


def test_drawn_figures_lie_within_their_stated_tolerances(report) -> None:
    assert [f"{one.published.figure} {one.published.about}" for one in report.figures if not one.is_within] == []


def test_report_compares_ages_households_wages_and_large_families(report) -> None:
    assert {"age", "household", "wage", "large_families"} <= {one.published.figure for one in report.figures}


def test_report_counts_every_register_beside_the_country(report) -> None:
    assert [one.key for one in report.rows] == [register.key for register in list_registers()]
    assert all(one.rows >= 20 for one in report.rows)


# Dwellings and firms are fewer in one city of large families than in the country.
@pytest.mark.parametrize(
    "key", ["persons", "vehicles", "oncology_patients", "farm_fields", "family_cards", "housing_queue"]
)
def test_stock_registers_are_scaled_by_the_people(report, key: str) -> None:
    counted = next(one for one in report.rows if one.key == key)
    assert counted.rows == pytest.approx(counted.scaled_rows, rel=0.12)


def test_registers_hold_a_dozen_rows_for_each_person(report) -> None:
    assert 12 < report.rows_a_person < 15.5


def test_report_names_the_source_of_each_figure(report) -> None:
    assert all(one.published.source and one.published.tolerance > 0 for one in report.figures)


@pytest.mark.parametrize(
    ("drawn", "counted_on", "within"), [(0.102, 10**6, True), (0.11, 10**6, False), (0.11, 400, True)]
)
def test_a_small_count_may_lie_further_away(drawn: float, counted_on: int, within: bool) -> None:
    assert Compared(published=FIGURE, drawn=drawn, counted_on=counted_on).is_within is within


def test_report_on_an_empty_folder_says_how_to_build_a_city(tmp_path: Path) -> None:
    with pytest.raises(CityNotBuiltError, match="alatau city build"):
        report_city(tmp_path)
