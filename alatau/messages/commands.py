"""`alatau messages`: what can be said, what partners can hear of, and which gateways there are."""

from __future__ import annotations

import typer
from django.db import connection
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.messages.catalogue import catalogue
from alatau.messages.catalogue_checks import find_faults
from alatau.messages.oversee import view_gateways
from alatau.messages.webhooks.event_types import list_event_types

commands = typer.Typer(help="Messages to people, and what partners hear of.")
console = Console()


@commands.command()
def templates() -> None:
    """List the message templates, and everything their authors should know. Exits with 1 when one is broken."""
    table = _table("template", "no.", "class", "channels", "facts", "answers")
    for template in catalogue().newest():
        answers = ", ".join(f"{answer.digit} {answer.key}" for answer in template.answers)
        channels, facts = ", ".join(template.wordings), ", ".join(template.facts)
        table.add_row(template.key, str(template.version), template.purpose_class, channels, facts, answers)
    console.print(table)
    findings = find_faults(catalogue(), [language.code for language in content().languages])
    for finding in findings:
        console.print(f"{'Broken' if finding.is_fault else 'Long'}: {finding.template}: {finding.said}.")
    raise typer.Exit(1 if any(finding.is_fault for finding in findings) else 0)


@commands.command()
def events() -> None:
    """List the events that partners may hear of, with the fields that go out."""
    table = _table("event", "fields", "in order", "about")
    for declared in list_event_types():
        table.add_row(declared.key, ", ".join(declared.fields), "yes" if declared.ordered else "no", declared.about)
    console.print(table)


@commands.command()
def gateways() -> None:
    """List the gateways in the order they are tried, and how each is doing."""
    table = _table("gateway", "kind", "messages a second", "state", "last failure")
    for gateway in view_gateways(at=read_clocks()):
        state = "in use" if gateway.is_open else f"passed over until {gateway.paused_until:%H:%M:%S}"
        pace = str(gateway.per_second) if gateway.per_second else "no limit"
        table.add_row(gateway.name, gateway.kind, pace, state, gateway.last_failure)
    console.print(table)
    connection.close()


def _table(key: str, *others: str) -> Table:
    """Return a table whose keys stand whole in a narrow terminal, to be copied; all else is folded, nothing cut off."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(key, no_wrap=True)
    for other in others:
        table.add_column(other, overflow="fold")
    return table
