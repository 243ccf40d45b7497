"""Tell an operator at a terminal how a run goes, and an official what stands on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.tree import Tree

from alatau.family.card import Seen
from alatau.family.values import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from alatau.family.card import Card, Explained, Figure, History, RowLeaf
    from alatau.family.spread import Spread
    from alatau.family.values import RunReport

STEPS = {
    "rows": "Laying rows beside their people",
    "asked": "Finding who asks about whom",
    "measures": "Measuring people",
    "cards": "Writing cards",
    "publish": "Publishing",
}


def say_report(report: RunReport) -> str:
    """Return the report of a run as lines for a terminal."""
    run = report.run
    lines = [f"Cards of {run.day}: {run.families:,} families, {run.people:,} people."]
    if report.is_repeat:
        lines.append("They had been computed by the same rules before. Nothing was done.")
    if report.steps_kept:
        lines.append(f"{report.steps_kept:,} steps had been done by a run that was cut short.")
    lines += [f"  {seconds:,.1f} s {STEPS[kind].lower()}" for kind, seconds in report.seconds.items()]
    return "\n".join(lines)


def facts_of_report(report: RunReport) -> dict[str, object]:
    """Return the report of a run for programs."""
    run = report.run
    return {
        "run": str(run.id),
        "day": run.day.isoformat(),
        "known": run.question.known.number,
        "engine": run.engine,
        "plan": run.plan_digest,
        "people": run.people,
        "families": run.families,
        "is_repeat": report.is_repeat,
        "steps_kept": report.steps_kept,
        "steps_done": report.steps_done,
        "seconds": {kind: round(seconds, 3) for kind, seconds in report.seconds.items()},
    }


def print_card(card: Card, console: Console) -> None:
    """Print a card as tables."""
    console.print(f"Family {card.family_id} on {card.day}, known at {card.known_at:%Y-%m-%d %H:%M}", highlight=False)
    rights = Table("Right", "Whose", "State", "Amount", "Payer", "Law", box=None, pad_edge=False)
    for each in card.entitlements:
        whose = str(each.person_id or "family")
        rights.add_row(each.key, whose, each.state, str(each.amount or ""), each.payer, each.law)
    figures = Table("Figure", "Whose", "Value", "Unit", box=None, pad_edge=False)
    for whose, values in [("family", card.figures), *((str(each.person_id), each.figures) for each in card.members)]:
        for figure in values:
            figures.add_row(f"{figure.key} {figure.name}", whose, say_figure(figure), figure.unit)
    console.print(rights, figures)


def say_figure(figure: Figure) -> str:
    """Return the value of a figure, or why there is none."""
    if figure.seen is not Seen.OPEN:
        return {Seen.ADULT: "(theirs)", Seen.NEVER: "(closed)", Seen.PROTECTED: "(protected)"}[figure.seen]
    contested = " (contested)" if figure.is_contested else ""
    if figure.state is State.UNKNOWN:
        return f"unknown: {', '.join(figure.silent)}{contested}"
    return (str(figure.value) if figure.state is State.KNOWN else "not applicable") + contested


def print_explained(explained: Explained, console: Console) -> None:
    """Print an explanation as a tree."""
    console.print(_tree(explained))


def print_history(history: History, console: Console) -> None:
    """Print what changed between two days."""
    console.print(f"Between {history.day_before} and {history.day_after}:", highlight=False)
    table = Table("Figure", "Whose", "Before", "After", box=None, pad_edge=False)
    for each in history.figures:
        name = f"{each.after.key} {each.after.name}"
        table.add_row(name, str(each.person_id or "family"), say_figure(each.before), say_figure(each.after))
    console.print(table)
    for change in history.rows:
        what = "came" if change.is_new else "went"
        console.print(f"{what}: {_say_row(change.row)}, behind {', '.join(change.measures)}", highlight=False)
    if history.is_by_law_alone:
        console.print("No row changed: the day and the law's numbers did.")


def print_spread(spreads: Sequence[Spread], console: Console) -> None:
    """Print how far figures are known and differ."""
    table = Table("Figure", "Rule", "Of", "Unknown", "Not applicable", "Different", "", box=None, pad_edge=False)
    for each in spreads:
        parts = [f"{count / max(each.of, 1):.1%}" for count in (each.unknown, each.not_applicable)]
        mark = "" if each.is_telling else "tells nothing"
        table.add_row(each.key, each.name, f"{each.of:,}", *parts, f"{each.different:,}", mark)
    console.print(table)


def _say_row(row: RowLeaf) -> str:
    name = f"load {row.load} line {row.line}" if row.load else f"lone row {row.inbox_id}"
    values = ", ".join(f"{column} {value}" for column, value in row.columns.items())
    behind = f", by {row.behind.register_key} load {row.behind.load} line {row.behind.line}" if row.behind else ""
    return f"{row.register_key} {name}: {values}{behind}{'' if row.is_counted else ' (not counted)'}"


def _tree(node: Explained) -> Tree:
    figure = node.figure
    whose = f" of {node.person_id}" if node.person_id else ""
    law = f" [dim]{node.law}[/dim]" if node.law else ""
    tree = Tree(f"{figure.name}{whose} = {say_figure(figure)} {figure.unit}{law}")
    for each in node.inputs:
        tree.add(_tree(each))
    for parameter in node.parameters:
        tree.add(
            f"{parameter.name} = {parameter.value} {parameter.unit} since {parameter.valid_from}: {parameter.source}"
        )
    for row in node.rows:
        tree.add(_say_row(row))
    return tree
