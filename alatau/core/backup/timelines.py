"""Lines of history: each restore to a moment begins a new one, and a log may hold several that part from each other."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.backup.base import SERVERS_LIST
from alatau.core.backup.shelf import is_log_piece, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Bytes of one piece of the log.
PIECE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Timeline:
    """A line of history: which earlier lines it goes on from, and where in the log it left each of them."""

    number: int
    left_at: dict[int, int]


def choose_timeline(logs: Sequence[Path], database: Path) -> int:
    """Return the newest line of history that a base backup lies on."""
    part = json.loads((database / SERVERS_LIST).read_bytes())["WAL-Ranges"][-1]
    own, end = int(part["Timeline"]), place_of(part["End-LSN"])
    later = (timeline for folder in logs for timeline in read_timelines(folder))
    return max([own, *(line.number for line in later if line.left_at.get(own, -1) >= end)])


def goes_on_from(log: Path, pieces: Path) -> bool:
    """Tell whether a home's own log goes on where the kept one ends, instead of parting from it earlier.

    It parts when the home was restored to a moment and nobody has taken a backup of it since, while the first city
    went on: following it would leave out what that one saved.
    """
    known = {timeline.number for timeline in read_timelines(pieces)}
    last = max((number_of(piece.name) for piece in pieces.glob("*.gz") if is_log_piece(piece.name)), default=0)
    unknown = (timeline for timeline in read_timelines(log) if timeline.number not in known)
    return all(max(timeline.left_at.values()) // PIECE_BYTES >= last for timeline in unknown)


def read_timelines(folder: Path) -> Iterator[Timeline]:
    """Yield the lines of history that a log tells of."""
    for path in sorted(folder.glob("*.history.gz")):
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
        left_at = {int(parent): place_of(place) for parent, place, *_reason in fields}
        yield Timeline(int(path.name.split(".")[0], 16), left_at)


def place_of(stated: str) -> int:
    """Return a place in the log, which PostgreSQL writes as two hexadecimal numbers, in bytes."""
    high, low = stated.split("/")
    return int(high, 16) * 2**32 + int(low, 16)
