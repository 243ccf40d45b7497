"""Open a source by what it is: its contents decide, and its name may not claim something else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.csv_files import stage_csv
from alatau.registry.ingest.sources.excel_files import ZIP_MARK, stage_excel
from alatau.registry.ingest.sources.json_lines import stage_json_lines
from alatau.registry.ingest.sources.outside_tables import SCHEMES, stage_table
from alatau.registry.ingest.sources.parquet_files import MARK, stage_parquet
from alatau.registry.ingest.values import SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_CLAIMS = {
    ".csv": SourceKind.CSV,
    ".tsv": SourceKind.CSV,
    ".txt": SourceKind.CSV,
    ".parquet": SourceKind.PARQUET,
    ".jsonl": SourceKind.JSON_LINES,
    ".ndjson": SourceKind.JSON_LINES,
    ".json": SourceKind.JSON_LINES,
    ".xlsx": SourceKind.EXCEL,
    ".xlsm": SourceKind.EXCEL,
    ".xlsb": SourceKind.EXCEL,
    ".xls": SourceKind.EXCEL,
    ".ods": SourceKind.EXCEL,
}
_SAID = {
    SourceKind.CSV: "CSV",
    SourceKind.PARQUET: "Parquet",
    SourceKind.JSON_LINES: "JSON Lines",
    SourceKind.EXCEL: "Excel",
}


def stage_source(source: str, register: Register, *, folder: Path, progress: Callable[[float], None]) -> Staged:
    """Make a source readable: its columns are matched, its lines numbered, its digest taken. Nothing is kept of it.

    The source is a path, or `postgresql://user@host/database/table`; the folder is scratch, which the caller removes.

    Raises:
        SourceUnreadableError: it cannot be read as this register.
    """
    into = folder / "staged.parquet"
    if source.startswith(SCHEMES):
        return stage_table(source, register, into=into, progress=progress)
    path = Path(source)
    try:
        return _stage_path(path, register, into=into, progress=progress)
    except (FileNotFoundError, PermissionError, NotADirectoryError, IsADirectoryError) as error:
        if error.filename and Path(error.filename) == path:
            raise SourceUnreadableError(SourceProblem.ABSENT) from error
        raise


def find_kind(path: Path) -> SourceKind:
    """Return what a file or folder is. Raises: SourceUnreadableError: compressed, or not what its name claims."""
    if path.is_dir():
        return SourceKind.PARQUET
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_COMPRESSED):
        raise SourceUnreadableError(SourceProblem.COMPRESSED)
    claimed, found = _CLAIMS.get(path.suffix.casefold()), _kind_of(head)
    if claimed is not None and found is not claimed and not _is_close(claimed, found, head):
        raise SourceUnreadableError(SourceProblem.KIND, claimed=_SAID[claimed], found=_SAID[found])
    return claimed or found


def _stage_path(path: Path, register: Register, *, into: Path, progress: Callable[[float], None]) -> Staged:
    before = path.stat()
    kind = find_kind(path)
    if kind is SourceKind.PARQUET:
        staged = stage_parquet(path, register, progress=progress)
    else:
        stage = {SourceKind.CSV: stage_csv, SourceKind.JSON_LINES: stage_json_lines, SourceKind.EXCEL: stage_excel}
        staged = stage[kind](path, register, into=into, progress=progress)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceUnreadableError(SourceProblem.CHANGED)
    return staged


def _kind_of(head: bytes) -> SourceKind:
    if head.startswith(MARK):
        return SourceKind.PARQUET
    if head.startswith((ZIP_MARK, _OLD_EXCEL)):
        return SourceKind.EXCEL
    return SourceKind.JSON_LINES if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else SourceKind.CSV


def _is_close(claimed: SourceKind, found: SourceKind, head: bytes) -> bool:
    """A text may begin with a brace, and an empty file is nothing else than what it claims."""
    texts = (SourceKind.CSV, SourceKind.JSON_LINES)
    return not head or (claimed is SourceKind.CSV and found in texts)
