"""Write files so that a power cut leaves the old content or the new one, never a mixture."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

from alatau.core.modes import file_mode

if TYPE_CHECKING:
    from pathlib import Path


def write_durably(path: Path, content: str | bytes, *, mode: int | None = None) -> None:
    """Replace the file's content; when this returns, the new content survives a power cut.

    Without a mode the file is as open as its folder, see `alatau.core.modes`.
    """
    mode = file_mode(path.parent) if mode is None else mode
    data = content.encode() if isinstance(content, str) else content
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's list of names survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_filesystem(path: Path) -> None:
    """Make all that was written below the path survive a power cut, in one call for however many files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), "cannot write everything to disk", str(path))
    finally:
        os.close(handle)
