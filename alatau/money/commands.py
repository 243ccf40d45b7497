"""`alatau money`: check the books, write them down, and admit who handles money for others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.money.currencies import amount_of
from alatau.money.export import export_books
from alatau.money.payouts import commands as payouts
from alatau.money.programs.admit import admit_program, end_program, list_programs
from alatau.money.programs.choose import choose_holder, read_rights
from alatau.money.verify import verify_ledger

commands = typer.Typer(help="The ledger of the city's money.", no_args_is_help=True)

for name, command in (
    ("programme", payouts.programme),
    ("vouchers", payouts.vouchers),
    ("admit-institution", payouts.admit),
    ("end-institution", payouts.end),
    ("institutions", payouts.institutions),
    ("payouts", payouts.payouts),
):
    commands.command(name)(command)

BY = system_actor("money.command_line")


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


@commands.command("admit-program")
def admit(
    name: Annotated[str, typer.Argument(help="What operators call it: the firm and the program.")],
    organisation: Annotated[str, typer.Option(help="Number of the firm whose money it handles.")] = "",
    public: Annotated[str, typer.Option(help="Or the id of the public body whose money it handles.")] = "",
    rights: Annotated[str, typer.Option(help="Of read, pay, mark, payout, hear and operate; with commas.")] = "read",
) -> None:
    """Let a program handle the money of a firm or public body, and print its key, which nobody can read again."""
    at = read_clocks()
    holder_id, kind = choose_holder(organisation=organisation, public=public, on=at.city_day)
    typer.echo(admit_program(name, holder_id=holder_id, holder_kind=kind, rights=read_rights(rights), by=BY, at=at))


@commands.command("end-program")
def end(name: Annotated[str, typer.Argument(help="The name it was admitted under.")]) -> None:
    """Take a program's key out of use."""
    end_program(name, by=BY, at=read_clocks())
    typer.echo(f"{name} opens nothing any more.")


@commands.command("programs")
def show_programs() -> None:
    """List the programs that handle money, and what each may do."""
    table = Table("Program", "Holder", "May", "Since", box=None, pad_edge=False)
    for program in list_programs():
        may = ", ".join(sorted(program.rights))
        table.add_row(program.name, str(program.holder_id), may, f"{program.admitted_at:%Y-%m-%d}")
    Console().print(table)
