"""JSON Lines: one object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
from pyarrow import parquet

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.delimited import BLOCK, LINE, Delimited, staged_table
from alatau.registry.ingest.sources.header import match_header
from alatau.registry.ingest.sources.texts import UTF8, Utf8Reader, examine_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

ROWS_AT_ONCE = 20_000


def stage_json_lines(path: Path, register: Register, *, into: Path, progress: Callable[[float], None]) -> Staged:
    """Stage a file of JSON objects. A key that an object lacks is empty; one that all lack is a missing column.

    Raises:
        SourceUnreadableError: encoding, a line that is no object, an unknown or missing key, a line too large.
    """
    facts = examine_text(path)
    if facts.encoding != UTF8:
        raise SourceUnreadableError(SourceProblem.ENCODING, found="Windows-1251")
    if facts.size == 0:
        raise SourceUnreadableError(SourceProblem.EMPTY)
    titles = _find_titles(path)
    places = match_header(titles, register)
    keys = {name: titles[place] for name, place in places.items()}
    schema = pa.schema([pa.field(LINE, pa.int64()), *(pa.field(name, pa.string()) for name in keys)])
    rows = 0
    with parquet.ParquetWriter(into, schema, compression="lz4", use_dictionary=False, write_statistics=False) as out:
        for lines, objects, position in _read_batches(path):
            columns = [[say_value(each.get(key)) for each in objects] for key in keys.values()]
            out.write_batch(
                pa.record_batch([pa.array(lines), *(pa.array(c, pa.string()) for c in columns)], schema=schema)
            )
            rows += len(lines)
            progress(position / facts.size)
    done = Delimited(rows=rows, bad_lines=())
    return staged_table(done, places, into=into, digest=facts.digest, name=path.name)


def say_value(value: object) -> str | None:
    """Return a JSON value as the text that a CSV would hold."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # 100000.0 and 1e5 are the whole number; money is never read from more digits than were written.
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value) if isinstance(value, int) else orjson.dumps(value).decode()


def _find_titles(path: Path) -> list[str]:
    """Return every key that an object of the file uses, in order of appearance."""
    titles: dict[str, None] = {}
    for _lines, objects, _position in _read_batches(path):
        for each in objects:
            titles.update(dict.fromkeys(each))
        if len(titles) > BLOCK // 1024:
            raise SourceUnreadableError(SourceProblem.COLUMN_UNKNOWN, column=next(reversed(titles))[:60], nearest="?")
    return [*titles]


def _read_batches(path: Path) -> Iterator[tuple[list[int], list[dict[str, object]], int]]:
    with path.open("rb") as stream:
        reader = Utf8Reader(stream, UTF8)
        lines: list[int] = []
        objects: list[dict[str, object]] = []
        for number, (place, text) in enumerate(_read_lines(reader), start=1):
            if not text.strip():
                continue
            lines.append(number)
            objects.append(_parse(text, place))
            if len(lines) >= ROWS_AT_ONCE:
                yield lines, objects, place
                lines, objects = [], []
        if lines:
            yield lines, objects, stream.tell()


def _read_lines(reader: Utf8Reader) -> Iterator[tuple[int, bytes]]:
    place = 0
    while line := reader.readline(BLOCK + 1):
        if len(line) > BLOCK:
            limit = f"{BLOCK >> 20} MB"
            raise SourceUnreadableError(SourceProblem.LINE_TOO_LARGE, byte=place, limit=limit)
        yield place, line
        place += len(line)


def _parse(text: bytes, place: int) -> dict[str, object]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if not text.endswith(b"\n"):
            raise SourceUnreadableError(SourceProblem.TRUNCATED, byte=place + len(text)) from error
        raise SourceUnreadableError(SourceProblem.DAMAGED, byte=place + error.pos) from error
    if not isinstance(found, dict):
        raise SourceUnreadableError(SourceProblem.DAMAGED, byte=place)
    return found
