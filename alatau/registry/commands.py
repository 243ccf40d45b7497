"""`alatau registry`: which registers the state keeps, and what stands in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.registry.declare import get_register, list_registers

if TYPE_CHECKING:
    from alatau.registry.values import Register

commands = typer.Typer(help="Registers that the state keeps.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@commands.command("list")
def list_declared(as_json: AsJson = False) -> None:
    """List the declared registers."""
    registers = list_registers()
    if as_json:
        typer.echo(json.dumps([_facts_of(register) for register in registers], ensure_ascii=False, indent=2))
        return
    table = Table("Code", "Register", "Rhythm", "Columns", box=None, pad_edge=False)
    for register in registers:
        table.add_row(register.code, register.name.say(), register.rhythm, str(len(register.columns)))
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
    typer.echo(f"{register.code} {register.name.say()}\n{register.owner.say()}\n{register.legal_ground}\n")
    table = Table("Column", "Type", "Unit", "Class", box=None, pad_edge=False)
    for column in register.columns.values():
        table.add_row(column.name, column.type, column.unit or ", ".join(column.choices), column.personal_class)
    Console().print(table)


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
        "legal_ground": register.legal_ground,
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
