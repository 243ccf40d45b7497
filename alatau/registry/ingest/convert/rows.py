"""A source's rows in the lake's types, each with its faults: one SELECT that DuckDB runs over the staged files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.registry.ingest.convert.checks import (
    NUMBERS,
    Check,
    day_of,
    list_checks,
    raw_name,
)
from alatau.registry.ingest.convert.literals import name, text
from alatau.registry.ingest.convert.types import read_value
from alatau.registry.lake.layout import slot_sql
from alatau.registry.lake.schema import PERSON_TYPES, person_name, unlinked_name
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from datetime import date

    from alatau.registry.ingest.convert.numbers import Numbers
    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

#: Days that a register can speak of.
FIRST_DAY, LAST_DAY = "DATE '1800-01-01'", "DATE '2999-12-31'"
_DAYS = frozenset({ColumnType.DAY, ColumnType.MONTH})


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """How one source becomes rows of its register."""

    register: Register
    staged: Staged
    numbers: Numbers
    as_of: date

    @cached_property
    def checks(self) -> list[Check]:
        """Every check of the rows."""
        shapes = {column: each.shape for column, each in self.staged.columns.items()}
        return list_checks(self.register, shapes, as_of=self.as_of)

    def rows_sql(self) -> str:
        """Return SQL for `line`, `slot`, the stored and private columns, and `_is_faulty`: what has to be kept."""
        # As a CASE, each condition is looked at only for rows that passed those before it, and cheaply.
        faults = "CASE " + " ".join(f"WHEN {check.condition} THEN true" for check in self.checks) + " ELSE false END"
        stored = ", ".join(name(column) for column in stored_names(self.register))
        return f"SELECT line, {self._slot()} AS slot, {stored}, {faults} AS _is_faulty FROM ({self._dated()})"

    def with_days(self, rows: str) -> str:
        """Return SQL for rows that were kept, with `subject`, and the days that the source gives or NULL."""
        return f"SELECT *, {self._subject()} AS subject, {self._days()} FROM ({rows})"

    def faults_sql(self, lines: str) -> str:
        """Return SQL for `line`, `column`, `value`, `reason` and `row` of the lines that a relation names."""
        columns: dict[str, list[Check]] = {}
        for check in self.checks:
            columns.setdefault(check.column, []).append(check)
        faults = ", ".join(_first_fault(column, checks) for column, checks in columns.items())
        whole = ", ".join(f"{text(column)}: {raw_name(column)}::VARCHAR" for column in self.register.columns)
        return (
            f"SELECT line, fault.column, fault.value, fault.reason, row FROM ("
            f"SELECT line, to_json({{{whole}}})::VARCHAR AS row, unnest([{faults}]) AS fault "
            f"FROM ({self._dated(lines)})) WHERE fault IS NOT NULL"
        )

    def raw_sql(self, lines: str) -> str:
        """Return SQL for `line` and `row`, the values as they came, of the lines that a relation names."""
        whole = ", ".join(f"{text(column)}: {raw_name(column)}::VARCHAR" for column in self.register.columns)
        return f"SELECT line, to_json({{{whole}}})::VARCHAR AS row FROM ({self._raw(lines)})"

    def _raw(self, lines: str = "") -> str:
        columns = ", ".join(
            f"{name(column.name)} AS {raw_name(declared)}" for declared, column in self.staged.columns.items()
        )
        only = f" SEMI JOIN ({lines}) AS wanted USING (line)" if lines else ""
        return f"SELECT line, {columns} FROM ({staged_sql(self.staged)}){only}"

    def _converted(self, lines: str) -> str:
        values, joins = ["line", *(raw_name(column) for column in self.register.columns)], []
        for column in self.register.columns.values():
            raw = raw_name(column.name)
            if column.type in NUMBERS:
                joins.append(self.numbers.join(column, raw))
                values += self.numbers.values(column, raw)
            else:
                shape = self.staged.columns[column.name].shape
                values.append(f"{read_value(column, raw, shape)} AS {name(column.name)}")
        return f"SELECT {', '.join(values)} FROM ({self._raw(lines)}) AS r {' '.join(joins)}"

    def _dated(self, lines: str = "") -> str:
        days = [column.name for column in self.register.columns.values() if column.type in _DAYS]
        bounded = ", ".join(
            f"CASE WHEN {name(day)} BETWEEN {FIRST_DAY} AND {LAST_DAY} THEN {name(day)} END AS {name(day)}"
            for day in days
        )
        kept = f"* REPLACE ({bounded})" if days else "*"
        return f"SELECT *, {self._days()} FROM (SELECT {kept} FROM ({self._converted(lines)}))"

    def _days(self) -> str:
        columns = self.register.columns
        starts, ends = columns.get(self.register.valid_from), columns.get(self.register.valid_until)
        first = day_of(starts, name(starts.name)) if starts else "NULL"
        after = " + 1" if self.register.is_last_day_included else ""
        last = f"({day_of(ends, name(ends.name))}{after})" if ends else "NULL"
        return f"({first})::DATE AS _valid_from, ({last})::DATE AS _valid_until"

    def _subject(self) -> str:
        column = self.register.columns[self.register.subject]
        if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            return f"coalesce({name(person_name(column))}::VARCHAR, {name(column.name)})"
        return name(column.name)

    def _slot(self) -> str:
        column = self.register.columns[self.register.subject]
        if column.type is ColumnType.PERSON_NUMBER:
            return f"coalesce({self.numbers.slot_of(column)}, -1)"
        if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            return slot_sql(person=name(person_name(column)), text=name(column.name))
        return slot_sql(text=name(column.name))


def stored_names(register: Register) -> list[str]:
    """Return the names under which `rows` and `private` together keep the declared columns."""
    names = []
    for column in register.columns.values():
        if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            names.append(person_name(column))
        names.append(column.name)
        if column.type in PERSON_TYPES:
            names.append(unlinked_name(column))
    return names


def staged_sql(staged: Staged) -> str:
    """Return SQL for the staged rows with their lines; of several files, each begins where the one before it ended."""
    paths = "[" + ", ".join(text(path) for path in staged.paths) + "]"
    if staged.has_lines:
        return f"SELECT * FROM read_parquet({paths})"
    offsets = "[" + ", ".join(str(offset) for offset in staged.offsets) + "]"
    before = "" if len(staged.paths) == 1 else f" + {offsets}[(file_index + 1)::BIGINT]"
    columns = ", ".join(name(column.name) for column in staged.columns.values())
    return (
        f"SELECT file_row_number + 1{before} AS line, {columns} FROM read_parquet({paths}, hive_partitioning = false)"
    )


def _first_fault(column: str, checks: list[Check]) -> str:
    whens = " ".join(f"WHEN {check.condition} THEN {text(check.reason.value)}" for check in checks)
    reason = f"CASE {whens} END"
    fault = f"{{'column': {text(column)}, 'value': {raw_name(column)}::VARCHAR, 'reason': {reason}}}"
    return f"CASE WHEN ({' OR '.join(f'({check.condition})' for check in checks)}) IS TRUE THEN {fault} END"


def holders_of(register: Register) -> list[str]:
    """Return the stored columns that hold the identity of a row; of a person, the id or the number of nobody's."""
    names = []
    for each in register.identity:
        column = register.columns[each]
        if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            names.append(person_name(column))
        names.append(each)
        if column.type in PERSON_TYPES:
            names.append(unlinked_name(column))
    return names
