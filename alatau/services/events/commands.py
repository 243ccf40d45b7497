"""`alatau services events`: the kinds of life events, and how many of each were detected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.services.events.figures import KindFigures, count_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

commands = typer.Typer()


@commands.command("events")
def events(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False) -> None:
    """List the kinds of life events with what tells of each, and how many were detected."""
    figures = count_kinds(at=read_clocks())
    if as_json:
        typer.echo(json.dumps([facts_of(each) for each in figures], ensure_ascii=False, indent=2))
    else:
        _print(figures)


def facts_of(figures: KindFigures) -> dict[str, object]:
    """Return the figures of a kind as programs read them; too few of a closed kind are left out."""
    kind = figures.kind
    counts = {"detected": figures.detected, "waiting": figures.waiting, "withdrawn": figures.withdrawn}
    by_day = {day.isoformat(): count for day, count in figures.by_day.items() if count}
    return {
        "kind": kind.key,
        "name": dict(kind.name),
        "ground": kind.ground,
        "flow": kind.flow,
        "registers": [*dict.fromkeys(trigger.register for trigger in kind.triggers)],
        "entitlements": [*kind.entitlements],
        "benefits": [*kind.benefits],
        **({} if figures.is_hidden else {**counts, "by_day": by_day}),
    }


def _print(figures: Sequence[KindFigures]) -> None:
    table = Table("Kind", "Event", "Told by", "Detected", "Waiting", "Withdrawn", box=None, pad_edge=False)
    for each in figures:
        told = [*dict.fromkeys(trigger.register for trigger in each.kind.triggers)] or ["family card"]
        counts = (each.detected, each.waiting, each.withdrawn)
        shown = ["few", "", ""] if each.is_hidden else [f"{count:,}" for count in counts]
        table.add_row(each.kind.key, each.kind.name.say(), ", ".join(told), *shown)
    Console().print(table)
