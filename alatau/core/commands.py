"""Commands of the ground: the journal's process, and the walk that proves the journal whole."""

from __future__ import annotations

import json
import signal
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from django.db import connection
from django.utils.timezone import now
from rich.console import Console
from rich.progress import Progress

from alatau.core.journal.note import read_verifier_key
from alatau.core.journal.run import JournalProcess
from alatau.core.journal.verify import Report, verify_journal
from alatau.core.keys import PublicKey

if TYPE_CHECKING:
    from datetime import timedelta

commands = typer.Typer()
console = Console()


@commands.command()
def journal() -> None:
    """Number, hash and sign the journal, and hand its lines to the rooms, until told to stop."""
    process = JournalProcess()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: process.stop())
    process.run()


@commands.command()
def verify(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report for a program.")] = False,
    key: Annotated[list[str] | None, typer.Option(help="Believe only this public key; may be repeated.")] = None,
) -> None:
    """Recompute every hash of the journal and name the first line that is broken. Exits with 1 when one is."""
    trusted = [_trust(each) for each in key or []]
    with Progress(console=console, transient=True, disable=as_json) as bar:
        task = bar.add_task("Walking the journal")
        report = verify_journal(
            trusted=trusted, progress=lambda done, everything: bar.update(task, completed=done, total=everything)
        )
    typer.echo(json.dumps(_plain(report)) if as_json else _tell(report))
    connection.close()
    raise typer.Exit(0 if report.is_whole else 1)


def _trust(key: str) -> PublicKey:
    return PublicKey(purpose="journal", key_id="trusted", public=read_verifier_key(key), made_at=now())


def _plain(report: Report) -> dict[str, object]:
    facts = asdict(report) | {"is_whole": report.is_whole}
    return facts | {"unsealed_age": round(report.unsealed_age.total_seconds(), 3)}


def _tell(report: Report) -> str:
    lines = [
        report.broken or "The journal is whole.",
        f"{report.lines} lines walked, {report.erased} of them erased by law; checkpoints: {report.checkpoints} in the"
        f" database, {report.checkpoints_outside} outside.",
        f"{report.unsealed} lines wait for a number, the oldest for {_seconds(report.unsealed_age)}."
        if report.unsealed
        else "No line waits for a number.",
    ]
    return "\n".join([*lines, *report.remarks])


def _seconds(age: timedelta) -> str:
    return f"{age.total_seconds():.1f} seconds"
