"""What goes in and out of reading a source. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from alatau.registry.lake.values import Counts


class SourceKind(StrEnum):
    """What a source is."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "json_lines"
    EXCEL = "excel"
    POSTGRES = "postgres"


class Shape(StrEnum):
    """How a staged column holds its values."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLOAT = "float"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"  # with an offset
    LOCAL_MOMENT = "local_moment"  # on the city's clock


@dataclass(frozen=True, kw_only=True)
class StagedColumn:
    """Where a declared column stands in the staged files."""

    name: str
    shape: Shape


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line whose number of fields is not that of the header."""

    line: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A source ready to be read as often as is needed: Parquet files on the local disk."""

    paths: tuple[Path, ...]
    #: Rows before each path's first.
    offsets: tuple[int, ...]
    #: By declared name.
    columns: Mapping[str, StagedColumn]
    rows: int
    #: SHA-256 of what was read.
    digest: str
    #: How the operator knows the source, without its folder.
    name: str
    #: The files carry their line in a column; else it is the row's place.
    has_lines: bool = False
    bad_lines: tuple[BadLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LoadReport:
    """What became of a source: printed, and kept in the load's row."""

    register_code: str
    register_key: str
    #: Number of the load that holds it.
    load: int
    source: str
    as_of: date
    counts: Counts
    #: Nothing new was read: an earlier load holds the same source.
    is_repeat: bool = False
    #: Faults by reason; a row may have several.
    reasons: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0


#: Told how far the work is: what is done now, and the share of it in 0 to 1.
Progress = "Callable[[str, float], None]"


def keep_quiet(step: str, share: float) -> None:
    """Tell nobody how far the work is."""
    del step, share
