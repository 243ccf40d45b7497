"""A view of the file system for this process and its children alone, in which chosen folders can be reached by all.

A clone made by root with `mktemp -d` lies in a folder that no other user may enter. Loosening that folder would open
it to everybody on the machine. Instead the process takes a mount namespace of its own, covers the closed folder with
an empty one that all may enter, and hangs only what is needed back into its place: every path stays as it was.
"""

from __future__ import annotations

import ctypes
import os
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# From <linux/sched.h> and <linux/mount.h>; Python 3.11 has no words for them.
NEW_MOUNT_NAMESPACE = 0x00020000
BIND, RECURSIVE, PRIVATE, NO_SUID, NO_DEVICES = 0x1000, 0x4000, 1 << 18, 0x2, 0x4
#: The covering folder holds names alone.
COVER_OPTIONS = b"mode=0755,size=1m"


class PrivateViewError(Exception):
    """The kernel does not let this process have a view of its own; typical for containers."""


def find_closed_folder(path: Path) -> Path | None:
    """Return the topmost folder on the way to the path, or the path, that not everybody may enter; None if all may."""
    for folder in reversed([path, *path.parents]):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def find_cover(path: Path) -> Path | None:
    """Return the folder to cover so that others reach the path; None when they do, or when its owner locked it."""
    closed = find_closed_folder(path)
    if closed is None:
        return None
    kept_locked = closed == path and path.stat().st_uid != 0
    return None if kept_locked else closed


def open_privately(needed: Iterable[Path]) -> None:
    """Make each needed folder reachable for every user, in this process and its children only.

    A folder that is itself closed and belongs to root is shown open with the same content. One that belongs to
    somebody else (the city's data) keeps its own lock.

    Raises:
        PrivateViewError: the kernel refused; the view is unchanged or about to end with this process.
    """
    by_cover: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(folder.resolve() for folder in needed):
        cover = find_cover(path)
        if cover:
            by_cover.setdefault(cover, []).append(path)
    os.umask(0o022)
    _call("unshare", NEW_MOUNT_NAMESPACE)
    _mount(None, "/", flags=RECURSIVE | PRIVATE)
    for cover, folders in by_cover.items():
        _cover(cover, folders)


def _cover(cover: Path, folders: list[Path]) -> None:
    """Lay an open folder over a closed one and hang what is needed into it again."""
    parts = sorted({part for folder in folders for part in _parts_to_show(cover, folder)})
    with ExitStack() as stack:
        # Descriptors keep hold of what the cover is about to hide.
        held = {part: os.open(part, os.O_PATH | os.O_NOFOLLOW) for part in parts}
        for descriptor in held.values():
            stack.callback(os.close, descriptor)
        links = {part: os.readlink(part) for part in parts if part.is_symlink()}
        folders_among = {part for part in parts if part.is_dir()}
        _mount("tmpfs", str(cover), kind="tmpfs", flags=NO_SUID | NO_DEVICES, options=COVER_OPTIONS)
        for part, descriptor in held.items():
            part.parent.mkdir(parents=True, exist_ok=True)
            if part in links:
                part.symlink_to(links[part])
                continue
            part.mkdir(exist_ok=True) if part in folders_among else part.touch()
            _mount(f"/proc/self/fd/{descriptor}", str(part), flags=BIND | RECURSIVE)


def _parts_to_show(cover: Path, folder: Path) -> list[Path]:
    """Return what to hang back: the folder, or each thing in it when the folder itself is the closed one."""
    return list(folder.iterdir()) if folder == cover else [folder]


def _mount(source: str | None, target: str, *, kind: str = "none", flags: int = 0, options: bytes = b"") -> None:
    _call("mount", source.encode() if source else None, target.encode(), kind.encode(), flags, options or None)


def _call(name: str, *arguments: bytes | int | None) -> None:
    """Call the system's C library, which Python has no words for here."""
    library = ctypes.CDLL(None, use_errno=True)
    converted = [ctypes.c_ulong(one) if isinstance(one, int) and name == "mount" else one for one in arguments]
    if getattr(library, name)(*converted) != 0:
        message = f"{name}: {os.strerror(ctypes.get_errno())}"
        raise PrivateViewError(message)
