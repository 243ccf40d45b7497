"""Rows in quarantine in words: which column, what is wrong, and the value where the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.ingest.quarantine import MASK, safe_cell
from alatau.registry.reasons import Reason, say_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alatau.registry.ingest.quarantine import Fault, FaultCount, QuarantinedRow
    from alatau.registry.values import Register


@dataclass(frozen=True, kw_only=True)
class FaultView:
    """What is wrong with one value."""

    title: str
    sentence: str
    value: str
    is_masked: bool


@dataclass(frozen=True, kw_only=True)
class QuarantinedView:
    """One row that waits."""

    load: int
    line: int
    faults: tuple[FaultView, ...]
    #: Every value as it came: title, text, whether it is hidden, whether it is faulty.
    cells: tuple[tuple[str, str, bool, bool], ...]

    @property
    def place(self) -> str:
        """Return how forms name the row."""
        return f"{self.load}.{self.line}"


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """How many values have a fault of one kind."""

    reason: str
    title: str
    sentence: str
    rows: int


def view_rows(register: Register, rows: Iterable[QuarantinedRow]) -> list[QuarantinedView]:
    """Return rows in words."""
    return [view_row(register, row) for row in rows]


def view_row(register: Register, row: QuarantinedRow) -> QuarantinedView:
    """Return a row in words."""
    faulty = {fault.column for fault in row.faults}
    return QuarantinedView(
        load=row.load,
        line=row.line,
        faults=tuple(_view_fault(register, fault) for fault in row.faults),
        cells=tuple(
            (_title(register, name), value or "–", value == MASK, name in faulty) for name, value in row.values.items()
        ),
    )


def count_reasons(register: Register, counts: Iterable[FaultCount]) -> list[ReasonView]:
    """Return the faults by column and reason, in words."""
    return [
        ReasonView(reason=each.reason, title=_title(register, each.column), sentence=_say(each.reason), rows=each.rows)
        for each in counts
    ]


def make_table(register: Register, rows: Iterable[QuarantinedRow]) -> Iterator[list[str]]:
    """Return the lines of a table for the register's owner: the rows as they came, and what is wrong with each."""
    columns = [*register.columns]
    yield ["load", "line", "column", "reason", *columns]
    for row in rows:
        names = " ".join(fault.column for fault in row.faults)
        said = " ".join(fault.sentence for fault in row.faults)
        yield [str(row.load), str(row.line), names, said, *(safe_cell(row.values.get(name)) or "" for name in columns)]


def view_samples(register: Register, samples: Iterable[Mapping[str, str | None]]) -> list[list[tuple[str, str, bool]]]:
    """Return sample rows as cells: title, text, whether it is hidden."""
    return [
        [
            (column.title(), sample.get(column.name) or "–", sample.get(column.name) == MASK)
            for column in register.columns.values()
            if column.name in sample
        ]
        for sample in samples
    ]


def _view_fault(register: Register, fault: Fault) -> FaultView:
    return FaultView(
        title=_title(register, fault.column),
        sentence=fault.sentence,
        value=fault.value or "–",
        is_masked=fault.value == MASK,
    )


def _title(register: Register, name: str) -> str:
    column = register.columns.get(name)
    return column.title() if column else name or "–"


def _say(reason: str) -> str:
    return say_reason(Reason(reason)) if reason in list(Reason) else reason
