"""`alatau money programme`, `vouchers`, `admit-institution` and `payouts`: what an operator sets up for payouts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import system_actor
from alatau.money.payouts.institutions import admit_institution, end_institution, list_institutions
from alatau.money.payouts.programmes import get_programme, open_programme
from alatau.money.payouts.read import list_batches
from alatau.money.payouts.reconcile import reconcile_batch
from alatau.money.payouts.values import PURPOSE, BatchStatus
from alatau.money.payouts.vouchers.make import open_group
from alatau.money.values import AccountId

BY = system_actor("money.command_line")
Name = Annotated[list[str], typer.Option("--name", help="Its name in a language, as kk=…; once for each language.")]


def programme(
    key: Annotated[str, typer.Argument(help="Short key: letters, digits and low lines.")],
    account: Annotated[UUID, typer.Option(help="Id of the budget's account that pays.")],
    name: Name,
    unattended: Annotated[int, typer.Option(help="Whole units its own system may pay a day without a person.")] = 0,
) -> None:
    """Open a programme, or change how much its own system may pay in a day without a person."""
    open_programme(
        key,
        name=_texts(name),
        purpose=PURPOSE,
        account_id=AccountId(account),
        unattended_most=content().currency.whole(unattended).units,
        by=BY,
        at=read_clocks(),
    )
    typer.echo(f"{key} pays from {account}.")


def vouchers(
    key: Annotated[str, typer.Argument(help="Short key, of three signs where peers speak GovStack.")],
    programme_key: Annotated[str, typer.Option("--programme", help="Key of the programme that pays them.")],
    name: Name,
    trades: Annotated[str, typer.Option(help="Trades that take them, with commas; none is every shop.")] = "",
    days: Annotated[int, typer.Option(min=1, help="Days for which one is good.")] = 30,
    most: Annotated[int, typer.Option(help="How many may be under way at once; 0 is any number.")] = 0,
) -> None:
    """Set up a kind of vouchers."""
    open_group(
        key,
        programme=get_programme(programme_key).key,
        name=_texts(name),
        trades=[trade for trade in trades.split(",") if trade],
        days=days,
        most=most or None,
        by=BY,
        at=read_clocks(),
    )
    typer.echo(f"Vouchers {key} can be made.")


def admit(
    code: Annotated[str, typer.Argument(help="How the system calls itself in its requests.")],
    name: Annotated[str, typer.Option(help="What people call it.")],
    programmes: Annotated[str, typer.Option(help="Keys of the programmes it pays from, with commas.")],
    callback: Annotated[list[str] | None, typer.Option(help="Beginning of addresses that results may go to.")] = None,
    public_key: Annotated[str, typer.Option(help="Its Ed25519 key in base64, where it signs its messages.")] = "",
) -> None:
    """Let a ministry's system hand payouts over, and print its key, which nobody can read again."""
    keys = [key for key in programmes.split(",") if key]
    at = read_clocks()
    typer.echo(
        admit_institution(
            code, name=name, programmes=keys, callbacks=callback or [], public_key=public_key, by=BY, at=at
        )
    )


def end(code: Annotated[str, typer.Argument(help="The code it was admitted under.")]) -> None:
    """Take a system's key out of use."""
    end_institution(code, by=BY, at=read_clocks())
    typer.echo(f"{code} opens nothing any more.")


def institutions() -> None:
    """List the systems that hand payouts over, and the programmes that they pay from."""
    table = Table("Code", "Name", "Programmes", "Signs", box=None, pad_edge=False)
    for each in list_institutions():
        table.add_row(each.code, each.name, ", ".join(each.programmes), "yes" if each.public_key else "no")
    Console().print(table)


def payouts() -> None:
    """List the newest payouts with their sums, and check each against the ledger. Ends in 1 when one differs."""
    table = Table("Handed over", "Programme", "Reference", "Lines", "Sum", "State", "Ledger", box=None, pad_edge=False)
    differs = False
    for batch in list_batches(limit=20):
        is_tried = batch.status in (BatchStatus.PAID, BatchStatus.CLOSED)
        is_whole = reconcile_batch(batch.id).is_whole if is_tried else True
        differs = differs or not is_whole
        table.add_row(
            f"{batch.received_at:%Y-%m-%d}",
            batch.programme,
            batch.reference,
            f"{batch.lines:,}",
            str(batch.total),
            batch.status.name.lower(),
            ("agrees" if is_whole else "DIFFERS") if is_tried else "",
        )
    Console().print(table)
    if differs:
        raise typer.Exit(1)


def _texts(said: list[str]) -> dict[str, str]:
    texts = dict(each.split("=", 1) for each in said if "=" in each)
    missing = [language.code for language in content().languages if language.code not in texts]
    if missing:
        message = f"Say the name in {', '.join(missing)} too, as --name {missing[0]}=…"
        raise typer.BadParameter(message)
    return texts
