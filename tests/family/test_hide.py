"""Small counts are hidden so that nobody can work them out, from totals, sums or the lines around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from alatau.family.national.hide import LEAST, Line, Shown, hide_small

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = 3
figures = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 400))
rows = st.lists(figures, min_size=KINDS, max_size=KINDS).map(tuple)
nations = st.lists(st.lists(rows, min_size=1, max_size=4), min_size=1, max_size=4)


def make_nation(regions: Sequence[Sequence[tuple[int, ...]]]) -> list[Line]:
    """Return the lines of a country whose regions hold these districts."""
    lines = []
    for number, districts in enumerate(regions):
        place = f"r{number}"
        lines += [Line(place=f"{place}d{at}", within=place, counts=counts) for at, counts in enumerate(districts)]
        lines.append(Line(place=place, within="country", counts=_sum(districts)))
    country = _sum([line.counts for line in lines if line.within == "country"])
    return [Line(place="country", within="", counts=country), *lines]


def _sum(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def narrowest(shown: Shown) -> float:
    """Return the width of the narrowest span in which somebody can place a hidden figure."""
    names = [(line.place, column) for line in shown.lines for column in (*range(len(shown.columns)), "total")]
    place = {name: at for at, name in enumerate(names)}
    equal, values = [], []

    def add(terms: dict[tuple[str, object], int], value: float) -> None:
        row = np.zeros(len(names))
        for name, sign in terms.items():
            row[place[name]] += sign  # type: ignore[index]  # names are made of these two
        equal.append(row)
        values.append(value)

    for line in shown.lines:
        cells: dict[tuple[str, object], int] = {(line.place, column): 1 for column in range(len(shown.columns))}
        add({**cells, (line.place, "total"): -1}, 0)
        for column, value in (*enumerate(line.counts), ("total", line.total)):
            if value is not None:
                add({(line.place, column): 1}, value)
        parts = [part.place for part in shown.lines if part.within == line.place]
        for column in (*range(len(shown.columns)), "total") if parts else ():
            add({**{(part, column): 1 for part in parts}, (line.place, column): -1}, 0)
    return min((_span(place[name], equal, values) for name in _hidden(shown)), default=float("inf"))


def _hidden(shown: Shown) -> list[tuple[str, object]]:
    return [
        (line.place, column)
        for line in shown.lines
        for column, value in (*enumerate(line.counts), ("total", line.total))
        if value is None
    ]


def _span(at: int, equal: Sequence[object], values: Sequence[float]) -> float:
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(equal[0]))  # type: ignore[arg-type]  # rows of numpy
        aim[at] = sign
        found = linprog(aim, A_eq=np.array(equal), b_eq=np.array(values), bounds=(0, 10**6))
        ends.append(sign * found.fun)
    return float(ends[1] - ends[0])


@settings(max_examples=60, deadline=None)
@given(nations)
def test_no_hidden_figure_can_be_worked_out(regions: list[list[tuple[int, ...]]]) -> None:
    shown = hide_small(make_nation(regions))

    assert narrowest(shown) >= LEAST - 1e-6


@given(nations)
def test_no_small_count_is_shown(regions: list[list[tuple[int, ...]]]) -> None:
    shown = hide_small(make_nation(regions))

    figures = [figure for line in shown.lines for figure in (line.total, *line.counts)]
    assert not [figure for figure in figures if figure is not None and 0 < figure < LEAST]


@given(nations)
def test_what_is_shown_is_true(regions: list[list[tuple[int, ...]]]) -> None:
    lines = make_nation(regions)

    shown = hide_small(lines)

    for line, seen in zip(lines, shown.lines, strict=True):
        true = [sum(line.counts[index] for index in column) for column in shown.columns]
        assert seen.total in (None, line.total)
        assert all(figure in (None, fact) for figure, fact in zip(seen.counts, true, strict=True))


@given(nations)
def test_country_is_broken_down_whenever_it_is_large_enough(regions: list[list[tuple[int, ...]]]) -> None:
    shown = hide_small(make_nation(regions))

    country = shown.lines[0]
    assert None not in country.counts or sum(_sum([row for rows in regions for row in rows])) < LEAST


def test_large_counts_hide_nothing() -> None:
    shown = hide_small(make_nation([[(20, 30, 40), (10, 10, 10)], [(11, 12, 13)]]))

    assert all(None not in (line.total, *line.counts) for line in shown.lines)


def test_district_with_a_small_count_takes_one_neighbour_with_it() -> None:
    shown = hide_small(make_nation([[(20, 30, 4), (10, 10, 10), (500, 500, 500)], [(50, 50, 50)]]))

    by_place = {line.place: line for line in shown.lines}
    assert by_place["r0d0"].counts == (None, None, None)
    assert by_place["r0d0"].total == 54
    assert by_place["r0d1"].counts == (None, None, None)
    assert by_place["r0d2"].counts == (500, 500, 500)


def test_kind_that_is_rare_in_the_country_joins_its_neighbour() -> None:
    shown = hide_small(make_nation([[(500, 300, 4)]]))

    assert shown.columns == ((0,), (1, 2))
    assert shown.lines[0].counts == (500, 304)
