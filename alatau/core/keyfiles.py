"""Secrets that live in files under ``ALATAU_HOME/keys``, as open as that folder: to their owner alone, or shared."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from alatau.core.modes import file_mode, make_folder

if TYPE_CHECKING:
    from pathlib import Path


def read_or_make_secret(home: Path, name: str) -> str:
    """Return the secret kept under ``keys/<name>``, making it on first use.

    Two processes that start together agree: the first to link its file wins, the other reads it.
    """
    path = home / "keys" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    mode = file_mode(make_folder(path.parent))
    draft = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")
