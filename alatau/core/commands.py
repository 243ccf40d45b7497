"""Commands of the ground: the journal's process, and the walk that proves the journal whole."""

from __future__ import annotations

import json
import signal
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from django.db import connection
from django.utils.timezone import now
from rich.console import Console
from rich.progress import Progress

from alatau.core.advance import LONGEST_LEAP, advance_city_time, set_city_pace
from alatau.core.clock import read_clocks
from alatau.core.journal.note import PURPOSE, NoteUnreadableError, read_verifier_key, verifier_key
from alatau.core.journal.run import JournalProcess
from alatau.core.journal.verify import Report, verify_journal
from alatau.core.keys import PublicKey, get_current_key, list_keys, list_purposes
from alatau.core.room_checks import run_checks
from alatau.core.rotate import rotate_key
from alatau.core.values import system_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.room_checks import RoomReport
    from alatau.core.values import Moment

#: Whoever may type commands on the city's machine.
OPERATOR = system_actor("cli.operator")

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
    """Recompute every hash of the journal, and what rooms prove of their own. Exits with 1 when something is wrong."""
    trusted = [_trust(each) for each in key or []]
    with Progress(console=console, transient=True, disable=as_json) as bar:
        task = bar.add_task("Walking the journal")
        report = verify_journal(
            trusted=trusted, progress=lambda done, everything: bar.update(task, completed=done, total=everything)
        )
    rooms = run_checks()
    typer.echo(json.dumps(_plain(report) | {"rooms": _plain_rooms(rooms)}) if as_json else _tell(report))
    if not as_json:
        for name, found in rooms.items():
            typer.echo("\n".join([f"{name}: {found.checked} checked, {len(found.problems)} wrong.", *found.problems]))
    connection.close()
    raise typer.Exit(0 if report.is_whole and all(found.is_whole for found in rooms.values()) else 1)


clock_commands = typer.Typer(help="City time: show it, and in a sample city move it.", no_args_is_help=True)
commands.add_typer(clock_commands, name="clock")


@clock_commands.command("show")
def show_clock() -> None:
    """Print this moment on both clocks."""
    _tell_moment(read_clocks())


@clock_commands.command("advance")
def advance_clock(
    days: Annotated[int, typer.Option(min=0, max=LONGEST_LEAP.days)] = 0,
    hours: Annotated[int, typer.Option(min=0, max=24 * LONGEST_LEAP.days)] = 0,
) -> None:
    """Move the city time of a sample city ahead."""
    _tell_moment(advance_city_time(timedelta(days=days, hours=hours), by=OPERATOR))


@clock_commands.command("pace")
def pace_clock(
    pace: Annotated[int, typer.Argument(help="City seconds in one second; 43830 is a month a minute.")],
) -> None:
    """Let a sample city live faster; 1 is the pace of the world."""
    _tell_moment(set_city_pace(pace, by=OPERATOR))


key_commands = typer.Typer(help="The keys the city signs with.", no_args_is_help=True)
commands.add_typer(key_commands, name="keys")


@key_commands.command("show")
def show_keys(purpose: Annotated[str, typer.Argument()] = PURPOSE) -> None:
    """Print the public keys of a purpose, oldest first. Those of the journal can be handed to an auditor."""
    _refuse_unknown(purpose)
    get_current_key(purpose)
    for key in list_keys(purpose):
        dates = f"{key.made_at:%Y-%m-%d}..{key.retired_at:%Y-%m-%d}" if key.retired_at else f"{key.made_at:%Y-%m-%d}.."
        typer.echo(f"{dates}  {verifier_key(key.public) if purpose == PURPOSE else key.public.hex()}")


@key_commands.command("rotate")
def rotate(purpose: Annotated[str, typer.Argument()] = PURPOSE) -> None:
    """Take a new key into use; what the old one signed stays verifiable."""
    _refuse_unknown(purpose)
    key = rotate_key(purpose, by=OPERATOR, at=read_clocks())
    typer.echo(f"Signing {purpose} with {key.key_id} from now on.")


def _refuse_unknown(purpose: str) -> None:
    """Refuse a mistyped purpose, for which a key would be made otherwise."""
    known = sorted({PURPOSE, *list_purposes()})
    if purpose not in known:
        message = f"The city signs nothing under {purpose}. It has keys for: {', '.join(known)}."
        raise typer.BadParameter(message)


def _tell_moment(moment: Moment) -> None:
    typer.echo(f"city {moment.city_at.isoformat(timespec='seconds')}")
    typer.echo(f"wall {moment.wall_at.isoformat(timespec='seconds')}")


def _trust(key: str) -> PublicKey:
    try:
        public = read_verifier_key(key)
    except NoteUnreadableError as error:
        raise typer.BadParameter(str(error)) from error
    return PublicKey(purpose=PURPOSE, key_id="trusted", public=public, made_at=now())


def _plain(report: Report) -> dict[str, object]:
    facts = asdict(report) | {"is_whole": report.is_whole}
    return facts | {"unsealed_age": round(report.unsealed_age.total_seconds(), 3)}


def _plain_rooms(rooms: Mapping[str, RoomReport]) -> dict[str, object]:
    return {name: asdict(found) | {"is_whole": found.is_whole} for name, found in rooms.items()}


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
