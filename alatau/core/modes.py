"""How open the files of the home are: private to their user, or shared with a group where the operator opened a folder.

In production the web processes run as a user of their own. Of the home they share only the folders that its operator
opened with mode 2770: what is made below such a folder is as open as the folder, and everything else stays private.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: The group may write, and whatever is made there belongs to it. Nobody sets both by chance.
SHARED = 0o2020


def file_mode(folder: Path) -> int:
    """Return the mode of a new file in the folder: 0600, or 0660 where the folder is shared."""
    return 0o660 if _is_shared(folder) else 0o600


def make_folder(path: Path) -> Path:
    """Make a folder and those above it, each as open as the one it lies in: 0700 or 0770. Returns it."""
    if not path.is_dir():
        above = make_folder(path.parent)
        path.mkdir(mode=0o770 if _is_shared(above) else 0o700, exist_ok=True)
    return path


def _is_shared(folder: Path) -> bool:
    return folder.stat().st_mode & SHARED == SHARED
