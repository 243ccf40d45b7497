"""Folders of backups as they look from outside: lists and pieces, with nothing in them."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alatau.core.backup.manifest import MANIFEST, Manifest
from alatau.core.backup.shelf import PIECES, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NOW = datetime(2026, 3, 31, 7, 0, tzinfo=UTC)


def manifest_from(days_ago: float, *, first: int = 1, pieces: Iterable[str] = ()) -> Manifest:
    """Return the list of a backup taken so many days ago, which reads the log from a piece on."""
    taken_at = NOW - timedelta(days=days_ago)
    return Manifest(
        name=f"{taken_at:%Y%m%dT%H%M%S.%fZ}",
        city="1",
        kind="physical",
        postgres=18,
        started_at=taken_at.isoformat(),
        complete_at=taken_at.isoformat(),
        first_piece=piece_name(first).removesuffix(".gz"),
        files={},
        pieces=dict.fromkeys(pieces, ""),
    )


def shelve(folder: Path, manifest: Manifest) -> Path:
    """Put a backup into the folder: its list, unproven, and one file."""
    backup = folder / manifest.name
    backup.mkdir(parents=True)
    (backup / "rows").write_bytes(b"rows")
    (backup / MANIFEST).write_text(json.dumps({**asdict(manifest), "seal": {}}))
    return backup


def keep_pieces(folder: Path, numbers: Iterable[int], *, days_ago: float = 0) -> None:
    """Put pieces of the log into a folder, written so many days ago."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / piece_name(number)
        path.write_bytes(b"log")
        written_at = (NOW - timedelta(days=days_ago)).timestamp()
        os.utime(path, (written_at, written_at))


def fill_shelf(folder: Path, days: Iterable[float]) -> None:
    """Put backups of these days into the folder, the oldest first, each after ten more pieces of the log."""
    for place, each in enumerate(days):
        shelve(folder, manifest_from(each, first=10 * place + 1))
        keep_pieces(folder / PIECES, range(10 * place + 1, 10 * place + 11))


def list_numbers(folder: Path) -> list[int]:
    """Return the places in the log of the pieces that a folder holds."""
    return sorted(int(path.name[16:24], 16) for path in folder.glob("*.gz"))


def piece_name(number: int) -> str:
    """Return the name of a piece on the first line of history."""
    return f"00000001{name_of(number)}"
