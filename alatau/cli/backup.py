"""`alatau backup` and `alatau restore`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.conf import settings

from alatau.cli.embedded import make_server
from alatau.core.backup import outside
from alatau.core.backup.errors import MomentNeedsEmbeddedError
from alatau.core.backup.restore import restore_backup
from alatau.core.backup.take import take_backup
from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.errors import AlreadyRunningError

if TYPE_CHECKING:
    from collections.abc import Iterator

commands = typer.Typer()

Moment = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"],
        help="With its zone: 2026-03-10T12:00:00+05:00",
    ),
]


@commands.command()
def backup(folder: Path) -> None:
    """Put a backup of database, lake and keys into FOLDER, beside earlier ones; the city goes on meanwhile."""
    binaries = find_binaries(settings.ALATAU_POSTGRES)
    chosen = {"home": settings.ALATAU_HOME, "binaries": binaries, "passphrase": settings.ALATAU_BACKUP_PASSPHRASE}
    if settings.DATABASE_URL:
        manifest = outside.take_backup(folder.absolute(), url=settings.DATABASE_URL, **chosen)
    else:
        with _running_database():
            manifest = take_backup(folder.absolute(), **chosen)
    typer.echo(f"Backup {manifest.name} holds everything saved before {manifest.complete_at}.")


@commands.command()
def restore(folder: Path, at: Moment = None) -> None:
    """Restore the city from FOLDER into ALATAU_HOME: all there is, or as it was at a moment."""
    binaries = find_binaries(settings.ALATAU_POSTGRES)
    chosen = {"home": settings.ALATAU_HOME, "binaries": binaries, "passphrase": settings.ALATAU_BACKUP_PASSPHRASE}
    if settings.DATABASE_URL:
        if at is not None:
            raise MomentNeedsEmbeddedError
        restored = outside.restore_backup(folder.absolute(), url=settings.DATABASE_URL, **chosen)
    else:
        restored = restore_backup(folder.absolute(), database=settings.ALATAU_DATABASE, moment=at, **chosen)
    typer.echo(f"The city is as backup {restored.backup} and its log hold it. Start it with `alatau up`.")
    if restored.unused_log is not None:
        typer.echo("The log of the city that lay here parts from the kept one and was left out.")
    if restored.put_aside is not None:
        typer.echo(f"The older city lies in {restored.put_aside}.")


@contextmanager
def _running_database() -> Iterator[None]:
    """Use the database of a running city, or run it for as long as the block lasts."""
    server = make_server(note=f"process {os.getpid()}, a backup")
    try:
        server.start()
    except AlreadyRunningError:
        yield
        return
    try:
        yield
    finally:
        server.stop()
