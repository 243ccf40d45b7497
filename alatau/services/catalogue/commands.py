"""`alatau services list` and `alatau services export`: what the city offers, for people and for other catalogues."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.services.catalogue.cpsv import export_catalogue
from alatau.services.catalogue.present import say_deadline
from alatau.services.catalogue.services import list_services

commands = typer.Typer()


@commands.command("list")
def list_all(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False) -> None:
    """List the services of the catalogue with their codes, outcomes and deadlines."""
    services = list_services()
    if as_json:
        facts = [
            {"code": each.code, "key": each.key, "name": dict(each.name), "outcome": each.outcome.kind.value}
            for each in services
        ]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    table = Table("Code", "Service", "Ends in", "Decided by", "Takes", box=None, pad_edge=False)
    for each in services:
        outcome = each.outcome
        table.add_row(each.code, each.name.say(), outcome.kind.value, outcome.by.value, say_deadline(each))
    Console().print(table)


@commands.command("export")
def export(
    to: Annotated[Path | None, typer.Option("--to", help="File to write; the screen without it.")] = None,
) -> None:
    """Write the catalogue in the European model of public services (CPSV-AP 3.2, JSON-LD)."""
    exported = export_catalogue(base=settings.ALATAU_PUBLIC_URL, on=read_clocks().city_day)
    text = json.dumps(exported, ensure_ascii=False, indent=1) + "\n"
    if to is None:
        typer.echo(text, nl=False)
    else:
        to.write_text(text, encoding="utf-8")
        typer.echo(f"{len(list_services())} services written to {to}.")
