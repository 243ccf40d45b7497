"""Answer operators: rows in quarantine and samples. What touches a person opens only to a line in the journal."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.core.clock import read_clocks
from alatau.core.journal.read import find_line
from alatau.core.journal.values import LineKind
from alatau.registry.declare import get_register
from alatau.registry.errors import BeforeFirstLoadError, RequestNotReadableError
from alatau.registry.ingest.quarantine import MASK, count_waiting, find_waiting, list_waiting
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.scan import rows_sql
from alatau.registry.lake.schema import stored_columns
from alatau.registry.reader.nobodys import OPENED, find_nobodys_row
from alatau.registry.values import NEVER_UNFOLDED, ColumnType, PersonalClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.ingest.quarantine import QuarantinedRow
    from alatau.registry.values import Column, Register

#: Lines that open rows, and what each opens: one row, or the table for the register's owner.
ONE_ROW, TABLE = "registry.quarantine.opened", "registry.quarantine.downloaded"
#: A line opens what it was written for, and nothing later.
LINE_LASTS = timedelta(minutes=2)
MOST_ROWS = 1_000
SAMPLES = 5
#: Figures whose length alone tells something.
_MEASURES = frozenset({ColumnType.AMOUNT, ColumnType.WHOLE_NUMBER, ColumnType.DECIMAL})
_SIGN = re.compile(r"\w")


def answer_operator(raw: dict[str, Any]) -> list[dict[str, object]]:
    """Return what an operator's page asks for.

    Raises:
        RequestNotReadableError, RegisterNotFoundError: in this order.
    """
    try:
        answering = _ANSWERS[raw["operator"]]
        register = get_register(str(raw["register"]))
        return answering(register, raw)
    except (KeyError, TypeError, ValueError) as error:
        raise RequestNotReadableError from error


def _faults(register: Register, _raw: dict[str, Any]) -> list[dict[str, object]]:
    return [dict(each._asdict()) for each in count_waiting(register)]


def _rows(register: Register, raw: dict[str, Any]) -> list[dict[str, object]]:
    load, line = (int(part) for part in raw["after"])
    limit = min(int(raw["limit"]), MOST_ROWS)
    rows = list_waiting(register, reason=str(raw["reason"]), after=(load, line), limit=limit)
    is_open = _is_open(raw, register, action=TABLE)
    return [_plain(row if is_open else row.masked(register)) for row in rows]


def _row(register: Register, raw: dict[str, Any]) -> list[dict[str, object]]:
    load, line = (int(part) for part in raw["place"])
    row = find_waiting(register, load=load, line=line)
    if row is None:
        return []
    is_open = _is_open(raw, register, action=ONE_ROW, load=load, line=line)
    return [_plain(row if is_open else row.masked(register))]


def _samples(register: Register, _raw: dict[str, Any]) -> list[dict[str, object]]:
    with open_engine(threads=1) as engine:
        try:
            sql = rows_sql(register, ask(read_clocks()))
        except BeforeFirstLoadError:
            return []
        names = ", ".join(f'"{field.name}"::VARCHAR AS "{field.name}"' for field in stored_columns(register))
        table = engine.execute(f"SELECT {names} FROM ({sql}) LIMIT {SAMPLES}").to_arrow_table()
    return [
        {name: _hide(register.columns.get(name), value) for name, value in row.items()} for row in table.to_pylist()
    ]


def _hide(column: Column | None, value: str | None) -> str | None:
    """Return a value so that it tells its form and nobody's affairs: codes as they are, other texts as their shape."""
    if value is None or column is None:
        return value and MASK
    if column.personal_class is PersonalClass.ORDINARY:
        return value
    if column.personal_class in NEVER_UNFOLDED or column.type in _MEASURES:
        return MASK
    if column.type in (ColumnType.CHOICE, ColumnType.YES_NO):
        return value
    return MASK if column.personal_class is PersonalClass.IDENTITY else _SIGN.sub(_shape, value)


def _shape(sign: re.Match[str]) -> str:
    return "9" if sign[0].isdigit() else "A"


def _nobodys(register: Register, raw: dict[str, Any]) -> list[dict[str, object]]:
    load, line = (int(part) for part in raw["place"])
    if not _is_open(raw, register, action=OPENED, load=load, line=line):
        return []
    row = find_nobodys_row(register, (load, line))
    return [row] if row else []


def _is_open(raw: dict[str, Any], register: Register, *, action: str, **facts: int) -> bool:
    """Tell whether the journal holds the line that opens this: of this action, about just this, written just now."""
    if not raw.get("look_id"):
        return False
    line = find_line(UUID(str(raw["look_id"])))
    if line is None or line.kind is not LineKind.AUDIT or line.action != action:
        return False
    is_now = read_clocks().wall_at - line.wall_at <= LINE_LASTS
    asked = {"register": register.key, **facts}
    return is_now and all(line.body.get(name) == value for name, value in asked.items())


def _plain(row: QuarantinedRow) -> dict[str, object]:
    return {
        "load": row.load,
        "line": row.line,
        "faults": [list(fault) for fault in row.faults],
        "values": dict(row.values),
    }


_ANSWERS: dict[str, Callable[[Register, dict[str, Any]], list[dict[str, object]]]] = {
    "faults": _faults,
    "rows": _rows,
    "row": _row,
    "samples": _samples,
    "nobodys": _nobodys,
}
