"""Rows that broke a check and wait for a decision: count them, list them, write them out for their owner.

They lie in the lake, so only the worker's processes ask here. A row is decided once; decided rows wait no more.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import Part
from alatau.registry.lake.scan import read_files
from alatau.registry.lake.sight import look_at
from alatau.registry.models import QuarantineDecision
from alatau.registry.reasons import Reason, say_reason
from alatau.registry.values import PersonalClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

#: Shown instead of a value that the reader has no right to.
MASK = "•••"
#: Rows of one page.
PAGE = 50
_BATCH = 10_000
_NO_FAULTS = """(SELECT 0 AS load, 0 AS line, '' AS "column", '' AS value, '' AS reason, '' AS row WHERE false)"""
#: What a spreadsheet would compute; signed figures are none.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9 .,]*$)")


class FaultCount(NamedTuple):
    """How many waiting rows have a fault of one kind."""

    column: str
    reason: str
    rows: int


class Fault(NamedTuple):
    """What is wrong with one value of a row."""

    column: str
    value: str | None
    reason: str

    @property
    def sentence(self) -> str:
        """What people are told about it."""
        return say_reason(Reason(self.reason)) if self.reason in list(Reason) else self.reason


@dataclass(frozen=True, kw_only=True)
class QuarantinedRow:
    """One row as it came, with its faults."""

    load: int
    line: int
    faults: tuple[Fault, ...]
    values: Mapping[str, str | None]

    def masked(self, register: Register) -> QuarantinedRow:
        """Return the row for a reader without the right to people's data: what touches a person is hidden."""
        open_to_all = {
            column.name for column in register.columns.values() if column.personal_class is PersonalClass.ORDINARY
        }
        faults = tuple(fault._replace(value=_mask(fault.value, fault.column in open_to_all)) for fault in self.faults)
        values = {name: _mask(value, name in open_to_all) for name, value in self.values.items()}
        return QuarantinedRow(load=self.load, line=self.line, faults=faults, values=values)


def count_waiting(register: Register) -> list[FaultCount]:
    """Return the faults of waiting rows by column and reason, most frequent first."""
    with _waiting(register) as engine:
        found = engine.execute(
            'SELECT "column", reason, count(*) AS rows FROM waiting GROUP BY ALL ORDER BY rows DESC, "column", reason'
        ).fetchall()
    return [FaultCount(column, reason, int(rows)) for column, reason, rows in found]


def list_waiting(
    register: Register, *, reason: str = "", after: tuple[int, int] = (0, 0), limit: int = PAGE
) -> list[QuarantinedRow]:
    """Return waiting rows in the order of loads and lines, those after a load and line."""
    with _waiting(register) as engine:
        found = engine.execute(
            'SELECT load, line, list(["column", value, reason] ORDER BY "column"), any_value(row) FROM waiting '
            "WHERE (load, line) > (?, ?) GROUP BY load, line HAVING ? = '' OR list_contains(list(reason), ?) "
            "ORDER BY load, line LIMIT ?",
            [*after, reason, reason, limit],
        ).fetchall()
    return [_row_of(row) for row in found]


def find_waiting(register: Register, *, load: int, line: int) -> QuarantinedRow | None:
    """Return one waiting row."""
    rows = list_waiting(register, after=(load, line - 1), limit=1)
    return rows[0] if rows and (rows[0].load, rows[0].line) == (load, line) else None


def write_quarantine(register: Register, path: Path, *, by: Actor, at: Moment) -> int:
    """Write every waiting row into a CSV as it came, with its faults in words, and return how many.

    The journal keeps who took them out: they hold people's numbers.
    """
    columns = [*register.columns]
    rows = 0
    with transaction.atomic():
        body = {"register": register.key}
        line = NewLine(kind=LineKind.AUDIT, action="registry.quarantine.downloaded", actor=by, body=body)
        append_lines([line], at=at)
    # No one else of this machine may read it; "utf-8-sig" is what spreadsheets expect.
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["load", "line", "column", "reason", *columns])
        last = (0, 0)
        while found := list_waiting(register, after=last, limit=_BATCH):
            for row in found:
                names = " ".join(fault.column for fault in row.faults)
                said = " ".join(fault.sentence for fault in row.faults)
                out.writerow([row.load, row.line, names, said, *(safe_cell(row.values.get(name)) for name in columns)])
            rows, last = rows + len(found), (found[-1].load, found[-1].line)
    return rows


@contextmanager
def _waiting(register: Register) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an engine with the table `waiting`: the faults of rows that nobody has decided about."""
    import pyarrow as pa

    files = look_at(register.key).announced_files(Part.QUARANTINE)
    decided = QuarantineDecision.objects.filter(load__register_key=register.key).values_list("load__number", "line")
    loads, lines = zip(*decided, strict=True) if decided else ((), ())
    with open_engine() as engine:
        engine.register("decided", pa.table({"load": pa.array(loads, pa.int64()), "line": pa.array(lines, pa.int64())}))
        source = read_files(files) if files else _NO_FAULTS
        engine.execute(f"CREATE TEMP VIEW waiting AS SELECT * FROM {source} ANTI JOIN decided USING (load, line)")
        yield engine


def _row_of(found: tuple[int, int, list[list[str | None]], str]) -> QuarantinedRow:
    load, line, faults, row = found
    return QuarantinedRow(
        load=load,
        line=line,
        faults=tuple(Fault(column or "", value, reason or "") for column, value, reason in faults),
        values=json.loads(row),
    )


def _mask(value: str | None, is_open: bool) -> str | None:  # noqa: FBT001  a plain question of a private helper
    return value if is_open or value is None else MASK


def safe_cell(value: str | None) -> str | None:
    """Return the value so that no spreadsheet takes a stranger's text for a formula."""
    return f"'{value}" if value and _FORMULA.match(value) else value
