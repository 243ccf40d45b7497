"""`alatau simulate`: what a reform would cost, and who gains and loses by it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.content import content
from alatau.family.simulate.reform import read_reform
from alatau.family.simulate.simulate import simulate_reform

if TYPE_CHECKING:
    from alatau.family.simulate.values import Simulation

commands = typer.Typer(help="What a reform would do.")


@commands.callback(invoke_without_command=True)
def simulate(
    reform: Annotated[Path, typer.Argument(help="TOML file with other parameters, and modules of rules.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Try other values of the law, or other rules, on all families of today's cards. Nothing is changed."""
    simulation = simulate_reform(read_reform(reform, book=content().parameters))
    if as_json:
        typer.echo(json.dumps(facts_of(simulation), ensure_ascii=False, indent=2))
        return
    _print(simulation, Console())


def facts_of(simulation: Simulation) -> dict[str, object]:
    """Return a simulation for programs."""
    facts = asdict(simulation) | {"day": simulation.day.isoformat()}
    facts["poverty_before"] |= {"share_bp": simulation.poverty_before.share_bp}
    facts["poverty_after"] |= {"share_bp": simulation.poverty_after.share_bp}
    return facts


def _print(simulation: Simulation, console: Console) -> None:
    console.print(
        f"{simulation.reform}: {simulation.families:,} families, {simulation.gaining:,} gain,"
        f" {simulation.losing:,} lose, {simulation.unknown:,} unknown.",
        highlight=False,
    )
    costs = Table("Payer", "Rhythm", "Before", "After", "Change", box=None, pad_edge=False)
    for each in simulation.payers:
        cost = each.cost
        costs.add_row(each.payer, each.paid, f"{cost.before:,}", f"{cost.after:,}", f"{cost.change:+,}")
    console.print(costs)
    for name, groups in simulation.groups.items():
        table = Table(name, "Families", "Gain", "Lose", "A month", box=None, pad_edge=False)
        for one in groups:
            table.add_row(one.group, f"{one.families:,}", f"{one.gaining:,}", f"{one.losing:,}", f"{one.change:+,}")
        console.print(table)
    for when, poverty in (("before", simulation.poverty_before), ("after", simulation.poverty_after)):
        console.print(
            f"Poor {when}: {poverty.poor:,} of {poverty.people:,} people, {poverty.share_bp / 100:.2f} %; gap"
            f" {poverty.gap_bp / 100:.2f} %.",
            highlight=False,
        )
