"""The nation's tables as an analyst sees them: a map of one kind of family, and the whole table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.plots import Cell, CellState, Plot, PlotKind
from alatau.family.national.cuts import (
    ASK,
    BENEFIT,
    CATEGORY,
    FALSE,
    FAMILY_TYPE,
    MODEL,
    NO,
    NO_DATA,
    NOT_POOR,
    POOR,
    POVERTY,
    TRUE,
    YES,
)
from alatau.family.national.values import COUNTRY, NOWHERE
from alatau.family.present.say import key_of, name_rule, say_label
from alatau.rules.gather import gather_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.family.national.hide import ShownLine
    from alatau.family.national.values import Table

HUNDRED = Decimal(100)
PLACES = 1


def name_table(key: str) -> str:
    """Return what a table is called."""
    names = {
        CATEGORY: _("Families by category"),
        FAMILY_TYPE: _("Families by type"),
        POVERTY: _("Families under the poverty line"),
    }
    if key in names:
        return names[key]
    name = rule_of_table(key)
    return name_rule(key_of(name), name)


def rule_of_table(key: str) -> str:
    """Return the rule that a table of rights or of a measure of need is called after; empty for other tables."""
    return next((key.removeprefix(kind) for kind in (BENEFIT, MODEL) if key.startswith(kind)), "")


def say_sureness(key: str) -> str:
    """Return how far the rule of a table is known, as `parts/mark.html` takes it: a proposed one decides nothing."""
    version = next((each for each in gather_rules(content().law) if each.name == rule_of_table(key)), None)
    return version.verification if version else ""


def name_kinds(table: Table) -> list[str]:
    """Return what the columns of a table are called; a joined one names all it joins."""
    return [" + ".join(_name_kind(table.key, kind) for kind in column) for column in table.kinds]


def name_place(place: str) -> str:
    """Return what a place is called."""
    if place == COUNTRY:
        return str(content().name)
    if place == NOWHERE:
        return _("Registered nowhere")
    name = content().place_codes.full_name(place)
    return str(name) if name else place


def draw_map(table: Table, column: int, *, place: str) -> Plot | None:
    """Return a map of the share of one kind among the families of each place inside another; none without shapes."""
    level = "regions" if place == COUNTRY else "districts"
    lines = [line for line in table.within(place) if line.place != NOWHERE]
    if level not in content().boundaries or not lines:
        return None
    around = [] if place == COUNTRY else [place]
    links = {line.place: f"?table={table.key}&kind={column}&place={line.place}" for line in lines}
    return Plot(
        kind=PlotKind.MAP,
        title=_("%(kind)s, share of all families") % {"kind": name_kinds(table)[column]},
        cells=[_cell(line, column) for line in lines],
        axis=_("Place"),
        unit=_("percent"),
        shapes=reverse("web:boundaries", args=[level, *around]),
        places=PLACES,
        links=links if place == COUNTRY and has_districts(table) else {},
    )


def draw_bars(table: Table, *, place: str) -> Plot:
    """Return the kinds of one place as bars."""
    line = table.line(place)
    counts = line.counts if line else (None,) * len(table.kinds)
    cells = [
        Cell(at=name, value=count, state=CellState.HIDDEN if count is None else CellState.SHOWN)
        for name, count in zip(name_kinds(table), counts, strict=True)
    ]
    return Plot(kind=PlotKind.BARS, title=name_place(place), cells=cells, axis=_("Kind"), unit=_("families"))


def has_districts(table: Table) -> bool:
    """Tell whether the table goes further than regions."""
    return any(line.within not in ("", COUNTRY) for line in table.lines)


def share_of(line: ShownLine, column: int) -> Decimal | None:
    """Return the share of a kind in percent; None where a figure is hidden, or nobody lives there."""
    count = line.counts[column]
    if count is None or not line.total:
        return None
    return HUNDRED * count / line.total


def write_rows(table: Table) -> list[list[str]]:
    """Return the whole table for a download: codes beside names, hidden figures empty."""
    heads = ["place", "name", "within", "families", *("+".join(column) for column in table.kinds)]
    rows = [
        [line.place, name_place(line.place), line.within, *_figures([line.total, *line.counts])] for line in table.lines
    ]
    return [heads, *rows]


def _figures(counts: Sequence[int | None]) -> list[str]:
    return ["" if count is None else str(count) for count in counts]


def _cell(line: ShownLine, column: int) -> Cell:
    share = share_of(line, column)
    name = name_place(line.place)
    if share is not None:
        return Cell(at=line.place, name=name, value=round(share, PLACES))
    state = CellState.UNKNOWN if line.total == 0 else CellState.HIDDEN
    return Cell(at=line.place, name=name, state=state)


def _name_kind(key: str, kind: str) -> str:
    words = {
        NO_DATA: _("No data"),
        POOR: _("Under the line"),
        NOT_POOR: _("Above the line"),
        YES: _("Has the right"),
        ASK: _("Must be asked"),
        NO: _("Has no right"),
        TRUE: _("Yes"),
        FALSE: _("No"),
    }
    if kind in words:
        return words[kind]
    card = content().family_card
    rule = {CATEGORY: card.category, FAMILY_TYPE: card.family_type}.get(key) or rule_of_table(key)
    return say_label(kind, rule=rule)
