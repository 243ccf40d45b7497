"""Excel workbooks: the first sheet, unpacked and read in a process apart, since files are built to exhaust readers."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.csv_files import find_header, name_fields
from alatau.registry.ingest.sources.delimited import LINE, Table, stage_delimited, staged_table
from alatau.registry.ingest.sources.header import match_header
from alatau.registry.ingest.sources.texts import CHUNK, UTF8, Utf8Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

#: Bytes of all parts of a workbook together: a sheet has a million rows at most.
UNPACKED_MAX = 1 << 30
PARTS_MAX = 10_000
SECONDS = 300
#: Each kind of packing has its own errors for bytes that are none of it.
_PACKING_ERRORS = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError, MemoryError, struct.error),
)
ZIP_MARK = b"PK\x03\x04"


def stage_excel(path: Path, register: Register, *, into: Path, progress: Callable[[float], None]) -> Staged:
    """Stage the first sheet of a workbook. Lines are the rows as Excel numbers them.

    Raises:
        SourceUnreadableError: too large unpacked, damaged, header.
    """
    digest = digest_file(path)
    _check_zip(path)
    texts = into.with_suffix(".csv")
    try:
        _read_apart(path, texts)
        with texts.open("rb") as stream:
            _line, header = find_header(stream.readline().decode(), register)
        places = match_header(header[1:], register)
        with texts.open("rb") as stream:
            fields = [LINE, *name_fields(places)]
            table = Table(delimiter=",", fields=fields, has_lines=True, position=stream.tell)
            done = stage_delimited(Utf8Reader(stream, UTF8), table, into=into, progress=lambda _byte: progress(0.5))
    finally:
        texts.unlink(missing_ok=True)
    return staged_table(done, places, into=into, digest=digest, name=path.name)


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's contents."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_zip(path: Path) -> None:
    """Unpack every part once, counting: what a part says of its size is not believed."""
    with path.open("rb") as stream:
        if stream.read(len(ZIP_MARK)) != ZIP_MARK:
            return  # the older format is not packed
    try:
        with zipfile.ZipFile(path) as workbook:
            _check_parts(workbook)
    except _PACKING_ERRORS as error:
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE) from error


def _check_parts(workbook: zipfile.ZipFile) -> None:
    parts = workbook.infolist()
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
        raise SourceUnreadableError(SourceProblem.TOO_LARGE, limit=f"{UNPACKED_MAX >> 20} MB")
    for part in parts:
        with workbook.open(part) as stream:
            while stream.read(CHUNK):
                pass


def _read_apart(path: Path, texts: Path) -> None:
    limits = {"bytes": UNPACKED_MAX, "seconds": SECONDS}
    command = [sys.executable, "-P", "-s", "-m", "alatau.registry.ingest.sources.read_workbook"]
    try:
        done = subprocess.run(
            [*command, str(path), str(texts), json.dumps(limits)],
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE) from error
    if done.returncode:
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE)
    if not texts.stat().st_size:
        raise SourceUnreadableError(SourceProblem.EMPTY)
