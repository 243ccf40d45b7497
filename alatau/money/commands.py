"""`alatau money`: check the books, and write them down for anybody's own tool."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from alatau.money.currencies import amount_of
from alatau.money.export import export_books
from alatau.money.verify import verify_ledger

commands = typer.Typer(help="The ledger of the city's money.", no_args_is_help=True)


@commands.command("verify")
def verify() -> None:
    """Check every balance, transfer, hold, refund, mark and journal line. Ends in 1 when one is off."""
    report = verify_ledger()
    for broken in report.broken:
        typer.echo(broken)
    if not report.is_whole:
        typer.echo("The books are not whole. Stop paying, keep this list, and call whoever operates the city.")
        raise typer.Exit(1)
    typer.echo(f"The books are whole: {report.transfers:,} transfers between {report.accounts:,} accounts.")
    for code, units in sorted(report.circulating.items()):
        typer.echo(f"{code}: {amount_of(units, code)}")


@commands.command("export")
def export(
    target: Annotated[Path | None, typer.Argument(help="File to write; without one, to the terminal.")] = None,
) -> None:
    """Write the books as plain-text accounting, which Beancount and its like can check."""
    if target is None:
        export_books(sys.stdout)
        return
    with target.open("w", encoding="utf-8") as file:
        moved = export_books(file)
    typer.echo(f"{moved:,} transfers are in {target}.")
