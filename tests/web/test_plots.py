"""Plots and maps: the table says what the drawing says, and hidden figures never leave the city."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.plots import Cell, CellState, Plot, PlotKind
from alatau.web.example_plots import show_plots

if TYPE_CHECKING:
    from django.test import Client


def make_plot(*cells: Cell) -> Plot:
    return Plot(kind=PlotKind.BARS, title="Families", cells=cells, axis="Region", unit="families")


def read_numbers(plot: Plot) -> dict[str, object]:
    """Return the plot's facts as the browser reads them."""
    text = str(plot.data())
    facts: dict[str, object] = json.loads(text[text.index(">") + 1 : text.rindex("<")])
    return facts


def test_table_has_a_row_for_each_place_and_a_column_for_each_series() -> None:
    plot = make_plot(Cell(at="a", value=1200, series="Before"), Cell(at="a", value=3, series="After"))

    heads, rows = plot.table()

    assert heads == ("Region", "Before", "After")
    assert [row[0] for row in rows] == ["a"]
    assert rows[0][2] == "3"


def test_series_without_a_figure_leaves_its_cell_open() -> None:
    plot = make_plot(Cell(at="a", value=1, series="Before"), Cell(at="b", value=2, series="After"))

    assert plot.table()[1][1] == ("b", "–", "2")


@pytest.mark.parametrize("state", [CellState.HIDDEN, CellState.UNKNOWN])
def test_figure_that_is_not_shown_says_why_in_words(state: CellState) -> None:
    plot = make_plot(Cell(at="a", state=state))

    cell = read_numbers(plot)["cells"][0]  # type: ignore[index]  # JSON of our own making

    assert cell["value"] is None
    assert cell["said"] == plot.table()[1][0][1]
    assert "recognised" in cell["said"] or "known" in cell["said"]


@pytest.mark.parametrize(
    ("language", "thousands", "millions", "mark"),
    [
        ("kk", "{n}\u00a0мың", "{n}\u00a0млн", ","),
        ("ru", "{n}\u00a0тыс.", "{n}\u00a0млн", ","),
        ("en", "{n}K", "{n}M", "."),
        ("ar", "{n}\u00a0ألف", "{n}\u00a0مليون", "."),
    ],
)
def test_axis_writes_large_numbers_in_the_words_of_the_reader(
    language: str, thousands: str, millions: str, mark: str
) -> None:
    with translation.override(language):
        facts = read_numbers(make_plot(Cell(at="a", value=20_000_000)))
    short = facts["short"]
    assert isinstance(short, dict)
    assert short["words"][:2] == [[1_000, thousands], [1_000_000, millions]]
    assert short["mark"] == mark


def test_hidden_cell_cannot_be_made_with_a_value() -> None:
    with pytest.raises(AssertionError, match="hidden"):
        Cell(at="a", value=3, state=CellState.HIDDEN)


@given(st.integers(min_value=-(2**62), max_value=2**62))
def test_long_sums_reach_the_browser_to_the_last_digit(value: int) -> None:
    cell = read_numbers(make_plot(Cell(at="a", value=value)))["cells"][0]  # type: ignore[index]  # JSON of our own making

    assert int(cell["value"]) == value


def test_words_of_a_place_cannot_end_the_script_element() -> None:
    plot = make_plot(Cell(at="</script><b>", value=1))

    assert "</script><b>" not in str(plot.data())


def test_arabic_plots_run_from_right_to_left() -> None:
    with translation.override("ar"):
        assert all(read_numbers(plot)["rightToLeft"] for plot in show_plots())


@pytest.mark.usefixtures("db")
def test_map_fetches_shapes_of_all_regions(client: Client) -> None:
    answer = client.get("/boundaries/regions/")

    shapes = json.loads(answer.content)["features"]
    assert len(shapes) == 20
    assert {shape["properties"]["place"] for shape in shapes} >= {"190000000", "710000000"}


@pytest.mark.usefixtures("db")
def test_districts_are_fetched_for_one_region(client: Client) -> None:
    shapes = json.loads(client.get("/boundaries/districts/190000000/").content)["features"]

    assert "191800000" in {shape["properties"]["place"] for shape in shapes}
    assert {shape["properties"]["region"] for shape in shapes} == {"190000000"}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("address", ["/boundaries/planets/", "/boundaries/districts/000000000/"])
def test_shapes_that_do_not_exist_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
