"""`alatau money programme`, `vouchers`, `admit-institution` and `payouts`: what an operator sets up for payouts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from alatau.access.read import find_organisation_by_number
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import system_actor
from alatau.money.payouts.institutions import admit_institution, end_institution, list_institutions
from alatau.money.payouts.programmes import get_programme, open_programme
from alatau.money.payouts.read import list_batches
from alatau.money.payouts.reconcile import reconcile_batch
from alatau.money.payouts.values import PURPOSE, BatchStatus
from alatau.money.payouts.vouchers.make import open_group
from alatau.money.values import AccountId, HolderId

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
    programmes: Annotated[str, typer.Option(help="Keys of the programmes it pays from, with commas.")] = "",
    callback: Annotated[list[str] | None, typer.Option(help="Beginning of addresses that results may go to.")] = None,
    public_key: Annotated[str, typer.Option(help="Its Ed25519 key in base64, where it signs its messages.")] = "",
    pays_bills_from: Annotated[UUID | None, typer.Option(help="Id of the account a bank pays bills from.")] = None,
    bills_for: Annotated[str, typer.Option(help="Number of the organisation whose bills a biller issues.")] = "",
) -> None:
    """Let a ministry's, bank's or biller's system in, and print its key, which nobody can read again."""
    keys, at = [key for key in programmes.split(",") if key], read_clocks()
    biller_id = find_organisation_by_number(bills_for, on=at.city_day) if bills_for else None
    if bills_for and biller_id is None:
        message = "No organisation here has this number."
        raise typer.BadParameter(message)
    if not (keys or pays_bills_from or bills_for):
        message = "Say what for: --programmes, --pays-bills-from or --bills-for."
        raise typer.BadParameter(message)
    key = admit_institution(
        code,
        name=name,
        programmes=keys,
        callbacks=callback or [],
        public_key=public_key,
        pays_from=AccountId(pays_bills_from) if pays_bills_from else None,
        bills_for=HolderId(biller_id) if biller_id else None,
        by=BY,
        at=at,
    )
    typer.echo(key)


def end(code: Annotated[str, typer.Argument(help="The code it was admitted under.")]) -> None:
    """Take a system's key out of use."""
    end_institution(code, by=BY, at=read_clocks())
    typer.echo(f"{code} opens nothing any more.")


def institutions() -> None:
    """List the admitted systems: the programmes they pay from, whether they pay bills, bill, and sign."""
    table = Table("Code", "Name", "Programmes", "Pays bills", "Bills", "Signs", box=None, pad_edge=False)
    for each in list_institutions():
        does = ("yes" if part else "no" for part in (each.pays_from, each.bills_for, each.public_key))
        table.add_row(each.code, each.name, ", ".join(each.programmes), *does)
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
