"""What a tried reform would do, as plots and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.plots import Cell, CellState, Plot, PlotKind
from alatau.core.text import format_number
from alatau.family.present.nation import name_place
from alatau.family.present.say import name_rule, say_label, say_word

if TYPE_CHECKING:
    from collections.abc import Callable

#: Hundredths of a percent in a percent.
BP = 100


def show_outcome(facts: dict[str, Any]) -> dict[str, object]:
    """Return a reform's figures as its page shows them."""
    return {
        "figures": _figures(facts),
        "costs": _draw_costs(facts),
        "cost_rows": _cost_rows(facts),
        "poverty": _draw_poverty(facts),
        "groups": [
            _draw_groups(facts, key, title=title, name=name)
            for key, title, name in _kinds()
            if facts["groups"].get(key)
        ],
        "benefits": _benefit_rows(facts),
    }


def say_count(count: int | None) -> str:
    """Return a count, or that it is hidden."""
    return _("hidden") if count is None else format_number(count)


def say_sum(units: int | None) -> str:
    """Return a sum of money, or that it is hidden."""
    return _("hidden") if units is None else format_amount(Amount(units, content().currency))


def _kinds() -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    return (
        ("decile", _("Who gains and who loses, by income"), _name_decile),
        ("family_type", _("Who gains and who loses, by type of family"), _name_type),
        ("region", _("Who gains and who loses, by region"), _name_region),
    )


def _figures(facts: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Families"), say_count(facts["families"])),
        (_("Would gain"), say_count(facts["gaining"])),
        (_("Would lose"), say_count(facts["losing"])),
        (_("Cannot be told"), say_count(facts["unknown"])),
    ]


def _draw_costs(facts: dict[str, Any]) -> Plot:
    cells = [
        Cell(at=f"{say_word('payer', each['payer'])}, {say_word('paid', each['paid'])}", value=value, series=series)
        for each in facts["payers"]
        if each["cost"] is not None and any(each["cost"])
        for series, value in ((_("In force"), _whole(each["cost"][0])), (_("Reform"), _whole(each["cost"][1])))
    ]
    return Plot(
        kind=PlotKind.BARS,
        title=_("What each payer pays"),
        cells=cells,
        axis=_("Payer"),
        unit=str(content().currency.word),
    )


def _cost_rows(facts: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            say_word("payer", each["payer"]),
            say_word("paid", each["paid"]),
            say_sum(each["cost"][0]),
            say_sum(each["cost"][1]),
            say_sum(each["cost"][1] - each["cost"][0]),
        )
        for each in facts["payers"]
        if each["cost"] is not None and any(each["cost"])
    ]


def _draw_poverty(facts: dict[str, Any]) -> Plot:
    sides = ((_("In force"), facts["poverty_before"]), (_("Reform"), facts["poverty_after"]))
    cells = [
        Cell(at=name, value=share, series=series)
        for series, side in sides
        for name, share in (
            (_("People under the line"), _percent(side["poor"], side["people"])),
            (_("Gap to the line"), round(side["gap_bp"] / BP)),
        )
    ]
    return Plot(kind=PlotKind.BARS, title=_("Poverty"), cells=cells, axis=_("Figure"), unit=_("percent"))


def _draw_groups(facts: dict[str, Any], key: str, *, title: str, name: Callable[[str], str]) -> Plot:
    cells = [
        _count_cell(name(each["group"]), each[field], series)
        for each in facts["groups"][key]
        for series, field in ((_("Gain"), "gaining"), (_("Lose"), "losing"))
    ]
    return Plot(kind=PlotKind.BARS, title=title, cells=cells, axis=_("Group"), unit=_("families"))


def _benefit_rows(facts: dict[str, Any]) -> list[tuple[str, ...]]:
    changed = [each for each in facts["benefits"] if each["cost"] and each["cost"][0] != each["cost"][1]]
    return [
        (
            name_rule(each["key"], each["name"]),
            *(say_count(count) for count in each["receivers"]),
            *(say_sum(units) for units in each["cost"]),
        )
        for each in changed
    ]


def _count_cell(at: str, count: int | None, series: str) -> Cell:
    state = CellState.HIDDEN if count is None else CellState.SHOWN
    return Cell(at=at, value=count, series=series, state=state)


def _whole(units: int) -> int:
    return units // content().currency.units_per_whole


def _percent(part: int | None, whole: int) -> int:
    return round(100 * (part or 0) / whole) if whole else 0


def _name_decile(group: str) -> str:
    if not group.isdigit():
        return _("Income not known")
    return _("%(number)s of 10, from the poorest") % {"number": group}


def _name_type(group: str) -> str:
    return say_label(group, rule=content().family_card.family_type) or _("No data")


def _name_region(group: str) -> str:
    if not group.isdigit() or not int(group):
        return _("Registered nowhere")
    return name_place(content().family_card.region_code.format(int(group)))
