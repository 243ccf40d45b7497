"""The folder of keys as one piece of bytes, to be sealed and unpacked again."""

from __future__ import annotations

import base64
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from alatau.core.durable import sync_folder, write_durably

if TYPE_CHECKING:
    from pathlib import Path


def pack_keys(home: Path) -> bytes:
    """Return all files below the home's `keys` with their content."""
    keys = home / "keys"
    files = {str(path.relative_to(keys)): path.read_bytes() for path in sorted(keys.rglob("*")) if path.is_file()}
    return json.dumps({name: base64.b64encode(content).decode("ascii") for name, content in files.items()}).encode()


def unpack_keys(packed: bytes, home: Path) -> None:
    """Write the files below the home's `keys`, readable by their owner alone, and wait until they are on disk."""
    keys = home / "keys"
    keys.mkdir(mode=0o700)
    for name, content in json.loads(packed).items():
        assert ".." not in PurePosixPath(name).parts, "packed from below the folder"
        path = keys / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, base64.b64decode(content))
    sync_folder(home)
