"""Plots and maps: figures to look at, drawn by the browser from the same facts that stand beside them as a table.

A page makes a `Plot` and writes ``{% plot it %}``. What a reader without scripts, or with a screen reader, gets is the
table. Cells that must not be shown (`CellState.HIDDEN`) reach the browser without their value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.html import json_script
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alatau.core.text import describe_short_numbers, direction, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from django.utils.safestring import SafeString


class PlotKind(StrEnum):
    """How figures are drawn."""

    BARS = "bars"  # one bar for each place of the first axis, side by side for several series
    LINES = "lines"  # one line for each series, along numbers or days
    MAP = "map"  # places coloured by the figure


class CellState(StrEnum):
    """What is known of one figure."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # so few people stand behind it that it would tell of them
    UNKNOWN = "unknown"  # nobody has told us


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure, its place on the axis and its series."""

    #: Where it stands: a place code on a map, else the word or number on the axis.
    at: str
    #: The same in the reader's words; empty when `at` is words already.
    name: str = ""
    value: Decimal | int | None = None
    series: str = ""
    state: CellState = CellState.SHOWN

    def __post_init__(self) -> None:
        assert (self.value is None) == (self.state is not CellState.SHOWN), "a hidden figure has no value"


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A plot or a map, with everything its table says too."""

    kind: PlotKind
    #: What it shows, as a whole sentence or a title.
    title: str
    cells: Sequence[Cell]
    #: What the places of the axis are: "Region", "Day".
    axis: str
    #: What the figures are, with their unit: "Families", "Money a month".
    unit: str
    #: Address of the shapes of a map.
    shapes: str = ""
    places: int = 0
    #: Colours run away from zero on both sides: gains and losses.
    diverges: bool = False
    #: Ids of the drawn cells' pages, by place: a map's regions can be opened.
    links: dict[str, str] = field(default_factory=dict)

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series in the order in which they first come; one empty name when there is but one."""
        return tuple(dict.fromkeys(cell.series for cell in self.cells))

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the heads and rows of the table: a row for each place, a column for each series."""
        heads = (self.axis, *(name or self.unit for name in self.series))
        rows: dict[str, dict[str, str]] = {}
        for cell in self.cells:
            rows.setdefault(cell.name or cell.at, {})[cell.series] = self.say(cell)
        return heads, tuple((place, *(row.get(name, "–") for name in self.series)) for place, row in rows.items())

    def say(self, cell: Cell) -> str:
        """Return the cell as the table shows it."""
        if cell.state is CellState.HIDDEN:
            return _("hidden, so that nobody is recognised")
        if cell.value is None:
            return _("not known")
        return format_number(cell.value, places=self.places)

    def data(self) -> SafeString:
        """Return what the browser draws from, as an inert script element."""
        language = get_language() or "en"
        facts = {
            "kind": self.kind.value,
            "unit": self.unit,
            "shapes": self.shapes,
            "places": self.places,
            "diverges": self.diverges,
            "series": list(self.series),
            "language": language,
            # Browsers know the words of some languages and write "20M" in all others.
            "short": describe_short_numbers(language),
            "rightToLeft": direction(language) == "rtl",
            "links": self.links,
            "words": {
                CellState.HIDDEN.value: _("hidden, so that nobody is recognised"),
                CellState.UNKNOWN.value: _("not known"),
            },
            "cells": [
                {
                    "at": cell.at,
                    "name": cell.name or cell.at,
                    "series": cell.series,
                    "state": cell.state.value,
                    # As text: JavaScript's own numbers would round long sums in tiyn.
                    "value": None if cell.value is None else str(cell.value),
                    "said": self.say(cell),
                }
                for cell in self.cells
            ],
        }
        return json_script(facts)
