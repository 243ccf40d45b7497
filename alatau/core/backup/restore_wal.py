"""Give the server one kept piece of the log back: `restore_wal.py NAME TARGET FOLDER...`.

PostgreSQL takes status 1 for "there is no such piece", which ends its recovery in good order. A damaged piece must not
look like that, for then all later rows would be missing without a word: any status above 125 stops the recovery.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from pathlib import Path

NO_SUCH_PIECE = 1
DAMAGED = 200


def give_piece(name: str, target: Path, folders: list[Path]) -> int:
    """Write the piece to ``target`` from the first folder that has it, and return the status for the server."""
    kept = next((path for folder in folders if (path := folder / f"{name}.gz").exists()), None)
    if kept is None:
        return NO_SUCH_PIECE
    try:
        content = gzip.decompress(kept.read_bytes())
    except (OSError, EOFError, zlib.error):
        return DAMAGED
    draft = target.with_name(f"{target.name}.draft")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(give_piece(sys.argv[1], Path(sys.argv[2]), [Path(word) for word in sys.argv[3:]]))
