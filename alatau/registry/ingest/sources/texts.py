"""Text of unknown encoding, read in a stream: what it is written in, and the same as UTF-8."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.errors import SourceProblem, SourceUnreadableError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

CHUNK = 1 << 20
UTF8, CYRILLIC = "utf-8", "cp1251"
#: The one byte that means nothing in Windows-1251.
NO_CYRILLIC_LETTER = b"\x98"
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_UTF8_MARK = codecs.BOM_UTF8


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """What a first pass over a file found."""

    digest: str
    encoding: str
    size: int


def examine_text(path: Path) -> TextFacts:
    """Return the file's digest, and whether it is UTF-8 or Windows-1251.

    A file with a byte that is no UTF-8 is Windows-1251, unless letters of UTF-8 came before: then it is damaged.

    Raises:
        SourceUnreadableError: another encoding, or a byte that is no letter.
    """
    digest, size = hashlib.sha256(), 0
    is_utf8, seen = _Utf8Check(), _CyrillicCheck()
    with path.open("rb") as stream:
        for mark, name in _OTHER_MARKS.items():
            if stream.read(len(mark)) == mark:
                raise SourceUnreadableError(SourceProblem.ENCODING, found=name)
            stream.seek(0)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            is_utf8.feed(chunk, at=size)
            seen.feed(chunk, at=size)
            size += len(chunk)
    is_utf8.end(at=size)
    if is_utf8.broken_at is None:
        return TextFacts(digest=digest.hexdigest(), encoding=UTF8, size=size)
    for byte in (is_utf8.broken_at if is_utf8.has_letters else None, seen.broken_at):
        if byte is not None:
            raise SourceUnreadableError(SourceProblem.DAMAGED_TEXT, byte=byte)
    return TextFacts(digest=digest.hexdigest(), encoding=CYRILLIC, size=size)


class Utf8Reader:
    """A file's bytes as UTF-8, without the mark that some programs put in front."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self._is_first = True
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """Return about so many bytes; none at the end."""
        # A letter of one byte becomes three at most, and nobody is given more than they asked for.
        chunk = self._stream.read(size if self._encoding == UTF8 else max(size // 3, -1))
        if self._encoding != UTF8:
            return chunk.decode(self._encoding).encode()
        if self._is_first:
            self._is_first = False
            # A first piece that is nothing but the mark must not look like the end.
            return chunk.removeprefix(_UTF8_MARK) or self.read(size) if chunk else b""
        return chunk

    def readline(self, size: int = -1) -> bytes:
        """Return the next line, cut after so many bytes."""
        line = self._stream.readline(size)
        if self._is_first:
            self._is_first = False
            return line.removeprefix(_UTF8_MARK)
        return line

    def close(self) -> None:
        """Close the file."""
        self.closed = True
        self._stream.close()


class _Utf8Check:
    """Finds the first byte that cannot be UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder(UTF8)()
        self.broken_at: int | None = None
        self.has_letters = False

    def feed(self, chunk: bytes, *, at: int) -> None:
        if self.broken_at is not None:
            return
        pending = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk)
        except UnicodeDecodeError as error:
            self.broken_at = at - pending + error.start
            self.has_letters = self.has_letters or not error.object[: error.start].removeprefix(_UTF8_MARK).isascii()
            return
        self.has_letters = self.has_letters or not text.removeprefix("\ufeff").isascii()

    def end(self, *, at: int) -> None:
        """The last bytes may be the beginning of a letter that never ended."""
        pending = len(self._decoder.getstate()[0])
        if self.broken_at is None and pending:
            self.broken_at = at - pending


class _CyrillicCheck:
    """Finds the first byte that cannot be Windows-1251."""

    def __init__(self) -> None:
        self.broken_at: int | None = None

    def feed(self, chunk: bytes, *, at: int) -> None:
        place = chunk.find(NO_CYRILLIC_LETTER) if self.broken_at is None else -1
        if place >= 0:
            self.broken_at = at + place
