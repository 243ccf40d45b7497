"""Plots and maps of the page /design: each kind once, with invented figures."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.plots import Cell, CellState, Plot, PlotKind
from alatau.core.text import format_day
from alatau.web.boundaries import read_boundaries

FIRST = date(2026, 1, 1)


def show_plots() -> tuple[Plot, ...]:
    """Return a plot of each kind."""
    return (*_map(), _bars(), _change(), _lines())


def _map() -> tuple[Plot, ...]:
    if "regions" not in content().boundaries:
        return ()
    places = [shape["properties"]["place"] for shape in json.loads(read_boundaries("regions"))["features"]]
    states = {1: CellState.HIDDEN, 2: CellState.UNKNOWN}
    cells = [
        Cell(at=place, name=place, state=states[index])
        if index in states
        else Cell(at=place, name=place, value=40 + 37 * index % 500)
        for index, place in enumerate(places)
    ]
    address = reverse("web:boundaries", args=["regions"])
    return (
        Plot(kind=PlotKind.MAP, title=_("A map"), cells=cells, axis=_("Place"), unit=_("families"), shapes=address),
    )


def _bars() -> Plot:
    cells = [
        Cell(at=_("Group %(number)s") % {"number": number}, value=value, series=series)
        for number in (1, 2, 3)
        for series, value in ((_("Before"), 120 * number), (_("After"), 90 * number))
    ]
    return Plot(kind=PlotKind.BARS, title=_("Bars"), cells=cells, axis=_("Group"), unit=_("families"))


def _change() -> Plot:
    cells = [
        Cell(at=_("Group %(number)s") % {"number": number}, value=value)
        for number, value in ((1, 320), (2, 90), (3, -140), (4, -410))
    ]
    return Plot(
        kind=PlotKind.BARS, title=_("More and less"), cells=cells, axis=_("Group"), unit=_("families"), diverges=True
    )


def _lines() -> Plot:
    days = [FIRST + timedelta(days=7 * week) for week in range(9)]
    cells = [
        Cell(at=day.isoformat(), name=format_day(day), value=value, series=series)
        for series, slope in ((_("Before"), 3), (_("After"), 5))
        for index, day in enumerate(days)
        for value in [200 + slope * index * (index % 3)]
    ]
    return Plot(kind=PlotKind.LINES, title=_("Lines"), cells=cells, axis=_("Day"), unit=_("families"))
