"""`alatau backup` and `alatau restore`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from alatau.cli.embedded import make_server
from alatau.core.backup import outside
from alatau.core.backup.errors import MomentNeedsEmbeddedError
from alatau.core.backup.manifest import Manifest
from alatau.core.backup.prune import Keeping, prune_backups
from alatau.core.backup.restore import Restored, restore_backup
from alatau.core.backup.take import take_backup
from alatau.core.journal.outside import set_outside_aside
from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.errors import AlreadyRunningError
from alatau.core.postgres.places import Places

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
    manifest = _back_up_outside(folder.absolute()) if settings.DATABASE_URL else _back_up(folder.absolute())
    typer.echo(f"Backup {manifest.name} holds everything saved before {manifest.complete_at}.")
    _prune(folder.absolute())


@commands.command()
def restore(folder: Path, at: Moment = None) -> None:
    """Restore the city from FOLDER into ALATAU_HOME: all there is, or as it was at a moment."""
    restored = _restore_outside(folder.absolute(), at) if settings.DATABASE_URL else _restore(folder.absolute(), at)
    if at is not None or settings.DATABASE_URL:
        _set_later_checkpoints_aside(restored)
    typer.echo(f"The city is as backup {restored.backup} and its log hold it. Start it with `alatau up`.")
    if restored.unused_log is not None:
        typer.echo("The log of the city that lay here parts from the kept one and was left out.")
    if restored.put_aside is not None:
        typer.echo(f"The older city lies in {restored.put_aside}.")


def _prune(folder: Path) -> None:
    """Remove what is past its days, and say what it was."""
    keeping = Keeping(days=settings.ALATAU_BACKUP_DAYS, least=settings.ALATAU_BACKUP_LEAST)
    archive = None if settings.DATABASE_URL else Places(settings.ALATAU_HOME).archive
    pruned = prune_backups(folder, archive=archive, keeping=keeping, now=datetime.now(UTC))
    for name in pruned.backups:
        typer.echo(f"Removed backup {name}: the last {keeping.days} days do not need it.")
    if pruned.pieces:
        typer.echo(f"Removed {pruned.pieces} old pieces of the log.")
    if pruned.freed_bytes:
        typer.echo(f"This freed {filesizeformat(pruned.freed_bytes)}.")


def _set_later_checkpoints_aside(restored: Restored) -> None:
    """Keep checkpoints that lie outside the home from accusing a city that was taken back on purpose."""
    kept: Path = settings.ALATAU_CHECKPOINTS
    if kept.is_relative_to(settings.ALATAU_HOME) or not any(kept.glob("*.checkpoints")):
        return
    aside = set_outside_aside(f"before-restore-of-{restored.backup}-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    typer.echo(f"The checkpoints of what came later lie in {aside}.")


def _back_up(folder: Path) -> Manifest:
    with _running_database():
        return take_backup(
            folder,
            home=settings.ALATAU_HOME,
            binaries=find_binaries(settings.ALATAU_POSTGRES),
            passphrase=settings.ALATAU_BACKUP_PASSPHRASE,
        )


def _back_up_outside(folder: Path) -> Manifest:
    return outside.take_backup(
        folder,
        url=settings.DATABASE_URL,
        home=settings.ALATAU_HOME,
        binaries=find_binaries(settings.ALATAU_POSTGRES),
        passphrase=settings.ALATAU_BACKUP_PASSPHRASE,
    )


def _restore(folder: Path, moment: datetime | None) -> Restored:
    return restore_backup(
        folder,
        home=settings.ALATAU_HOME,
        binaries=find_binaries(settings.ALATAU_POSTGRES),
        database=settings.ALATAU_DATABASE,
        passphrase=settings.ALATAU_BACKUP_PASSPHRASE,
        moment=moment,
    )


def _restore_outside(folder: Path, moment: datetime | None) -> Restored:
    if moment is not None:
        raise MomentNeedsEmbeddedError
    return outside.restore_backup(
        folder,
        url=settings.DATABASE_URL,
        home=settings.ALATAU_HOME,
        binaries=find_binaries(settings.ALATAU_POSTGRES),
        passphrase=settings.ALATAU_BACKUP_PASSPHRASE,
    )


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
