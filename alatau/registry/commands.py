"""`alatau registry`: which registers the state keeps, and what stands in them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.declare import get_register, list_registers
from alatau.registry.errors import DayNotReadableError, RegisterNamesNobodyError
from alatau.registry.ingest.ingest import ingest_source, relink_register
from alatau.registry.ingest.quarantine import count_waiting, write_quarantine
from alatau.registry.ingest.tell import facts_of_report, say_report, showing_progress
from alatau.registry.lake.maintain import list_registers_in_use, store_stale_views, tidy_register
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.linkage.link import link_named_rows
from alatau.registry.linkage.naming import find_naming
from alatau.registry.people.commands import people
from alatau.registry.present.states import list_states
from alatau.registry.sender import admit_sender, end_sender, list_senders

if TYPE_CHECKING:
    from alatau.registry.present.states import RegisterState
    from alatau.registry.values import Register

commands = typer.Typer(help="Registers that the state keeps.", no_args_is_help=True)
commands.command("people")(people)

BY = system_actor("registry.command_line")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@commands.command("list")
def list_declared(as_json: AsJson = False) -> None:
    """List the declared registers, and how each stands."""
    states = list_states(at=read_clocks())
    if as_json:
        facts = [_facts_of(state.register) | _facts_of_state(state) for state in states]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    table = Table("Code", "Register", "Rhythm", "Rows", box=None, pad_edge=False)
    for state in states:
        table.add_row(state.register.code, state.register.name.say(), state.register.rhythm, f"{state.rows:,}")
    Console().print(table)


@commands.command("ingest")
def ingest(
    code: Annotated[str, typer.Argument(help="Code or key, for example DB21 or contributions.")],
    source: Annotated[str, typer.Argument(help="A file, a folder of parts, or postgresql://user@host/base/table.")],
    as_of: Annotated[str, typer.Option(help="Day that the source describes, as 2026-03-01; today without it.")] = "",
    accept_shrinking: Annotated[bool, typer.Option(help="Let a whole delivery end most of its rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a source into its register: the same one twice changes nothing, and a killed one is finished by a repeat."""
    at = read_clocks()
    with showing_progress(is_quiet=as_json) as progress:
        report = ingest_source(
            get_register(code),
            source,
            as_of=_read_day(as_of) or at.city_day,
            by=BY,
            at=at,
            may_shrink=accept_shrinking,
            progress=progress,
        )
    typer.echo(json.dumps(facts_of_report(report), indent=2) if as_json else say_report(report))


@commands.command("quarantine")
def quarantine(
    code: Annotated[str, typer.Argument(help="Code or key, for example DB21 or contributions.")],
    download: Annotated[Path | None, typer.Option(help="CSV to write, with the rows as they came.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count the rows that broke a check and wait for a decision, or write them into a file for their owner."""
    register = get_register(code)
    if download is not None:
        typer.echo(f"{write_quarantine(register, download, by=BY, at=read_clocks()):,} rows written.")
        return
    counts = count_waiting(register)
    if as_json:
        typer.echo(json.dumps([each._asdict() for each in counts], indent=2))
        return
    table = Table("Column", "Reason", "Rows", box=None, pad_edge=False)
    for each in counts:
        table.add_row(each.column, each.reason, f"{each.rows:,}")
    Console().print(table)


@commands.command("show")
def show(
    code: Annotated[str, typer.Argument(help="Code or key, for example DB06 or births.")], as_json: AsJson = False
) -> None:
    """Show one register: its owner, its legal ground and its columns."""
    register = get_register(code)
    if as_json:
        typer.echo(json.dumps(_facts_of(register) | {"columns": _columns_of(register)}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{register.code} {register.name.say()}\n{register.owner.say()}\n{register.legal_ground.say()}\n")
    table = Table("Column", "Type", "Unit", "Class", box=None, pad_edge=False)
    for column in register.columns.values():
        table.add_row(column.name, column.type, column.unit or ", ".join(column.choices), column.personal_class)
    Console().print(table)


@commands.command("relink")
def relink(
    code: Annotated[str, typer.Argument(help="Code or key; without it, every declared register.")] = "",
) -> None:
    """Give rows that are nobody's to people who became known since."""
    for register in [get_register(code)] if code else list_registers():
        load = relink_register(register, by=BY, at=read_clocks())
        if load or code:
            typer.echo(f"{register.code} {'linked' if load else 'nothing to link'}")


@commands.command("compact")
def compact(
    code: Annotated[str, typer.Argument(help="Code or key; without it, every register that had a load.")] = "",
) -> None:
    """Gather a register's files into few ones. No answer changes, for any date."""
    registers = [get_lake_register(code)] if code else list_registers_in_use()
    for register in registers:
        load = tidy_register(register, by=BY, at=read_clocks(), is_forced=bool(code))
        typer.echo(f"{register.code} {'gathered' if load else 'nothing to gather'}")


@commands.command("link")
def link(code: Annotated[str, typer.Argument(help="Code or key, for example DB40 or diplomas.")]) -> None:
    """Find whose the rows are that came with a name and no number; sure ones are linked, people decide the others."""
    register = get_register(code)
    if find_naming(register) is None:
        raise RegisterNamesNobodyError(register=register.key)
    report = link_named_rows(register, by=BY, at=read_clocks())
    typer.echo(
        f"{report.looked_at:,} rows with a name and no number: {report.linked:,} linked, "
        f"{report.asked:,} asked about, {report.left:,} left."
    )


@commands.command("views")
def lay_out_views() -> None:
    """Lay out by person the rows of all buckets in which a register has moved on: pages then find them at once."""
    typer.echo(f"{len(store_stale_views())} buckets laid out")


@commands.command("admit-sender")
def admit(
    name: Annotated[str, typer.Argument(help="How the city calls the program.")],
    codes: Annotated[list[str], typer.Argument(help="Codes or keys of the registers it sends rows of.")],
) -> None:
    """Let a program send rows one at a time, and print its key, which nobody can read again."""
    typer.echo(admit_sender(name, codes, by=BY, at=read_clocks()))


@commands.command("end-sender")
def end(name: Annotated[str, typer.Argument(help="How the city calls the program.")]) -> None:
    """Take a program's key out of use."""
    end_sender(name, by=BY, at=read_clocks())


@commands.command("senders")
def show_senders() -> None:
    """Show the programs that may send rows."""
    for sender in list_senders():
        typer.echo(f"{sender.name}  {', '.join(sender.register_keys)}")


def _read_day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise DayNotReadableError(given=given[:20]) from error


def _facts_of_state(state: RegisterState) -> dict[str, object]:
    quality = state.quality
    return {
        "rows": state.rows,
        "freshness": state.freshness,
        "last_day": state.last_day.isoformat() if state.last_day else None,
        "accepted": quality.accepted if quality else 0,
        "quarantined": quality.quarantined if quality else 0,
        "unlinked": quality.unlinked if quality else 0,
        "in_quarantine": state.in_quarantine,
        "loads": state.loads,
    }


def _facts_of(register: Register) -> dict[str, object]:
    return {
        "code": register.code,
        "key": register.key,
        "name": dict(register.name),
        "owner": dict(register.owner),
        "row": register.row,
        "subject": register.subject,
        "identity": list(register.identity),
        "covers": register.covers,
        "rhythm": register.rhythm,
        "legal_ground": dict(register.legal_ground),
        "approximate_rows": register.approximate_rows,
        "in_family_card": register.is_in_family_card,
    }


def _columns_of(register: Register) -> list[dict[str, object]]:
    return [
        {
            "name": column.name,
            "type": column.type,
            "class": column.personal_class,
            "required": column.is_required,
            "unit": column.unit,
            "choices": list(column.choices),
        }
        for column in register.columns.values()
    ]
