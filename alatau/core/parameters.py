"""The law's numbers by date: what a parameter was worth on a day, where that is written, and tables of them.

Content keeps them in one CSV file, ``name,unit,valid_from,valid_until,value,source``, that a lawyer edits. A row counts
from ``valid_from`` up to, not including, ``valid_until``; empty means still. A column ``known_from`` may follow: a row
that corrects another for the same days counts from the day on which it was known. A name may carry a number or a range
in brackets, ``birth_grant[1..3]`` or ``large_family_allowance[8..]``, and then is a row of a table.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NoReturn

from alatau.core.content import content
from alatau.core.environment import SettingError
from alatau.core.errors import ParameterNotKnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

COLUMNS = ("name", "unit", "valid_from", "valid_until", "value", "source")
KNOWN_FROM = "known_from"
_MAY_BE_EMPTY = frozenset({"valid_until", KNOWN_FROM})
NAME = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\[(?P<low>-?\d+)(?:(?P<open>\.\.)(?P<high>-?\d+)?)?\])?", re.ASCII)


class ParameterFileError(SettingError):
    """A parameter file cannot be used. The message names file, line and column."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One value of the law for a span of days."""

    name: str
    unit: str
    valid_from: date
    #: The first day on which it no longer holds; None while it holds.
    valid_until: date | None
    value: Decimal
    #: Act, article and date, or how far the value is known.
    source: str
    #: Numbers of a table row, both included; None when the parameter is no table, or open above.
    low: int | None = None
    high: int | None = None
    #: From which day on this row was known; None: as long as the file.
    known_from: date | None = None
    #: A value that a reform tries out: it goes before the law's own.
    is_reform: bool = False

    @property
    def label(self) -> str:
        """How the file writes its name: with the number, for a row of a table."""
        return self.name if self.low is None else f"{self.name}[{self.low}]"

    def is_known_on(self, day: date | None) -> bool:
        """Tell whether the row was known on the day; without a day, by now."""
        return self.known_from is None or day is None or self.known_from <= day

    def holds_on(self, day: date) -> bool:
        """Tell whether the value is in force on the day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def covers(self, number: int) -> bool:
        """Tell whether a table row speaks of the number."""
        return self.low is not None and self.low <= number and (self.high is None or number <= self.high)

    def overlaps(self, other: Parameter) -> bool:
        """Tell whether both would answer one question: the same name, a common day and, in a table, a common number.

        One that became known later corrects the other instead.
        """
        if self.known_from != other.known_from:
            return False
        days = (self.valid_until or date.max) > other.valid_from and (other.valid_until or date.max) > self.valid_from
        if self.low is None or other.low is None:
            return days
        top, other_top = (item.high if item.high is not None else 10**9 for item in (self, other))
        return days and self.low <= other_top and other.low <= top


@dataclass(frozen=True)
class ParameterTable:
    """The rows of one table in force on a day; ``table[4]`` is the row's value for the number 4."""

    name: str
    rows: tuple[Parameter, ...]

    def __getitem__(self, number: int) -> Decimal:
        for row in self.rows:
            if row.covers(number):
                return row.value
        raise ParameterNotKnownError(name=f"{self.name}[{number}]")


@dataclass(frozen=True)
class ParameterBook:
    """All parameters of a state, by name."""

    by_name: Mapping[str, tuple[Parameter, ...]]

    def find(self, name: str, *, on: date, known: date | None = None) -> Parameter | None:
        """Return the parameter in force on the day, as known on another one; None when there is none."""
        return next((row for row in self._holding(name, on, known) if row.low is None), None)

    def table(self, name: str, *, on: date, known: date | None = None) -> ParameterTable:
        """Return the table's rows in force on the day, as known on another one, which may be none."""
        return ParameterTable(name, tuple(row for row in self._holding(name, on, known) if row.low is not None))

    def with_rows(self, rows: Iterable[Parameter]) -> ParameterBook:
        """Return the book with other values in front of its own: what a reform would change."""
        by_name = dict(self.by_name)
        for row in rows:
            by_name[row.name] = (replace(row, is_reform=True), *by_name.get(row.name, ()))
        return ParameterBook(by_name)

    def _holding(self, name: str, on: date, known: date | None) -> list[Parameter]:
        """Return the rows for the day; of several, the one known last comes first."""
        rows = [row for row in self.by_name.get(name, ()) if row.holds_on(on) and row.is_known_on(known)]
        return sorted(rows, key=lambda row: (row.is_reform, row.known_from or date.min), reverse=True)


def parameter(name: str, *, on: date) -> Decimal:
    """Return what the law's number was worth on the day.

    Raises:
        ParameterNotKnownError: no value of that name was in force; nothing is guessed from other days.
    """
    found = content().parameters.find(name, on=on)
    if found is None:
        raise ParameterNotKnownError(name=name, on=on)
    return found.value


def parameter_table(name: str, *, on: date) -> ParameterTable:
    """Return the rates of a table in force on the day: ``parameter_table("birth_grant", on=day)[4]``.

    Raises:
        ParameterNotKnownError: the table has no row on that day.
    """
    table = content().parameters.table(name, on=on)
    if not table.rows:
        raise ParameterNotKnownError(name=name, on=on)
    return table


def load_parameters(path: Path) -> ParameterBook:
    """Return the parameters of a file, each row checked.

    Raises:
        ParameterFileError: the first row that cannot be used, with file, line and column.
    """
    reader = csv.DictReader(_read_lines(path))
    if tuple(reader.fieldnames or ()) not in {COLUMNS, (*COLUMNS, KNOWN_FROM)}:
        problem = f"the columns must be {', '.join(COLUMNS)}, and may end with {KNOWN_FROM}"
        _refuse(path, line=1, column="header", problem=problem)
    rows = [(reader.line_num, _read(path, reader.line_num, row)) for row in reader]
    by_name: dict[str, list[Parameter]] = {}
    for line, row in rows:
        known = by_name.setdefault(row.name, [])
        _refuse_overlap(path, line, row, known=known)
        known.append(row)
    return ParameterBook({name: tuple(sorted(known, key=_order)) for name, known in by_name.items()})


def _read_lines(path: Path) -> list[str]:
    content = path.read_bytes()
    try:
        # A spreadsheet may put its mark before the first column.
        return content.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(path, line=line, column="header", problem="cannot be read; save the file as CSV in UTF-8")


def _read(path: Path, line: int, row: Mapping[str, str]) -> Parameter:
    _check_columns(path, line, row)
    name = NAME.fullmatch(row["name"])
    if name is None:
        _refuse(path, line=line, column="name", problem="is not lower_case words, or its brackets hold no number")
    valid_from = _day(path, line, row, column="valid_from")
    valid_until = _day(path, line, row, column="valid_until") if row["valid_until"] else None
    if valid_until is not None and valid_until <= valid_from:
        _refuse(path, line=line, column="valid_until", problem="is not after valid_from: it is the first day without")
    low, high = _range(path, line, name)
    return Parameter(
        name=name["name"],
        unit=row["unit"],
        valid_from=valid_from,
        valid_until=valid_until,
        value=_value(path, line, row["value"]),
        source=row["source"],
        low=low,
        high=high,
        known_from=_day(path, line, row, column=KNOWN_FROM) if row.get(KNOWN_FROM) else None,
    )


def _check_columns(path: Path, line: int, row: Mapping[str, str]) -> None:
    for column in COLUMNS:
        if not (row.get(column) or "").strip() and column not in _MAY_BE_EMPTY:
            _refuse(path, line=line, column=column, problem="is empty")
    if None in row:
        _refuse(path, line=line, column="source", problem="is followed by another value; put quotes around commas")


def _range(path: Path, line: int, name: re.Match[str]) -> tuple[int | None, int | None]:
    low = int(name["low"]) if name["low"] else None
    high = int(name["high"]) if name["high"] else (None if name["open"] else low)
    if low is not None and high is not None and high < low:
        _refuse(path, line=line, column="name", problem="covers no number: the range ends before it begins")
    return low, high


def _day(path: Path, line: int, row: Mapping[str, str], *, column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        _refuse(path, line=line, column=column, problem=f"is {row[column]!r}; write a day as 2026-01-31")


def _value(path: Path, line: int, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        _refuse(path, line=line, column="value", problem=f"is {text!r}; write a number as 16.03")
    return value


def _refuse_overlap(path: Path, line: int, row: Parameter, *, known: Iterable[Parameter]) -> None:
    for other in known:
        if row.unit != other.unit:
            _refuse(path, line=line, column="unit", problem=f"is {row.unit}, and earlier rows are in {other.unit}")
        if (row.low is None) != (other.low is None):
            _refuse(path, line=line, column="name", problem="is a table here and a single value in another row")
        if row.overlaps(other):
            _refuse(path, line=line, column="valid_from", problem=f"overlaps the row that starts {other.valid_from}")


def _refuse(path: Path, *, line: int, column: str, problem: str) -> NoReturn:
    message = f"{path.name}, line {line}, column {column}: {column} {problem}."
    raise ParameterFileError(message)


def _order(row: Parameter) -> tuple[date, int]:
    return row.valid_from, row.low or 0
