"""CSV files: any delimiter, UTF-8 or Windows-1251."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.delimited import Table, stage_delimited, staged_table
from alatau.registry.ingest.sources.header import count_matches, match_header
from alatau.registry.ingest.sources.texts import Utf8Reader, examine_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

DELIMITERS = (",", ";", "\t", "|", ":", "^")
#: Bytes in which a header has to end.
HEAD = 256 << 10


def stage_csv(path: Path, register: Register, *, into: Path, progress: Callable[[float], None]) -> Staged:
    """Stage a CSV file whose first line names the columns.

    Raises:
        SourceUnreadableError: encoding, header, a line too large, or a file that breaks off.
    """
    facts = examine_text(path)
    if facts.size == 0:
        raise SourceUnreadableError(SourceProblem.EMPTY)
    with path.open("rb") as stream:
        head = Utf8Reader(stream, facts.encoding).read(HEAD).decode(errors="ignore")
    delimiter, header = find_header(head, register)
    places = match_header(header, register)
    with path.open("rb") as stream:
        table = Table(delimiter=delimiter, fields=name_fields(places), position=stream.tell)
        done = stage_delimited(
            Utf8Reader(stream, facts.encoding), table, into=into, progress=lambda byte: progress(byte / facts.size)
        )
    if done.last_is_open or (done.last_is_short and not _ends_with_newline(path)):
        raise SourceUnreadableError(SourceProblem.TRUNCATED, byte=facts.size)
    return staged_table(done, places, into=into, digest=facts.digest, name=path.name)


def find_header(head: str, register: Register) -> tuple[str, list[str]]:
    """Return what parts the fields, and the titles: with which delimiter most titles are columns of the register."""
    found = [(delimiter, _first_record(head, delimiter)) for delimiter in DELIMITERS]
    return max(found, key=lambda each: (count_matches(each[1], register), len(each[1])))


def name_fields(places: dict[str, int]) -> list[str]:
    """Return the declared names in the order of the source."""
    return sorted(places, key=lambda name: places[name])


def _first_record(head: str, delimiter: str) -> list[str]:
    try:
        record = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return [head[:80]]
    return record or [""]


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, io.SEEK_END)
        return stream.read(1) in b"\r\n"
