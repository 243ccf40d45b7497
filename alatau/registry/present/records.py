"""A person's rows as a page shows them: each value in words, closed where it must be, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.access.care import is_address_protected
from alatau.core.values import PersonId
from alatau.registry.present.say import NOTHING, say_value
from alatau.registry.present.unfold import Seen, judge_column
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from alatau.registry.contest import ContestView
    from alatau.registry.present.unfold import Reader
    from alatau.registry.records import RecordRow
    from alatau.registry.values import Column


@dataclass(frozen=True, kw_only=True)
class CellView:
    """One value of a row."""

    name: str
    title: str
    text: str
    seen: Seen
    #: The person said that this very value is wrong, and waits for the answer.
    is_contested: bool
    is_empty: bool


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row of a register."""

    key: UUID
    cells: tuple[CellView, ...]
    valid_from: date
    valid_until: date | None
    #: City day of the delivery that brought it.
    came_on: date | None
    #: Contests that wait for their answer, and the newest that got one.
    open_contests: tuple[ContestView, ...]
    answered: ContestView | None

    @property
    def shown(self) -> list[CellView]:
        """Values worth a line: what the register says, and what it says but does not show."""
        return [cell for cell in self.cells if not cell.is_empty]

    @property
    def is_contested(self) -> bool:
        """Tell whether anything in the row waits for an answer."""
        return bool(self.open_contests)


def view_row(
    row: RecordRow,
    *,
    reader: Reader,
    names: Mapping[UUID, str],
    contests: list[ContestView],
    came_on: date | None,
) -> RowView:
    """Return a row in words. ``names`` says how to call the people whom this reader may know in it."""
    reader = reader_of(row, reader=reader)
    about = [each for each in contests if each.register_key == row.register.key and each.row_key == row.key]
    waiting = tuple(each for each in about if each.answer is None)
    contested = {each.column for each in waiting}
    return RowView(
        key=row.key,
        cells=tuple(
            _view_cell(row, column, reader=reader, names=names, contested=contested)
            for column in row.register.columns.values()
        ),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        came_on=came_on,
        open_contests=waiting,
        answered=next((each for each in about if each.answer is not None), None),
    )


def reader_of(row: RecordRow, *, reader: Reader) -> Reader:
    """Return as whom the reader reads this row: one that names the person beside its subject opens less."""
    if not row.named_in:
        return reader
    whose = row.subject_id
    return reader.of_row_naming(is_protected=whose is not None and is_address_protected(PersonId(whose)))


def _view_cell(
    row: RecordRow, column: Column, *, reader: Reader, names: Mapping[UUID, str], contested: set[str]
) -> CellView:
    seen = judge_column(column, reader=reader)
    text = _say(row, column, names=names) if seen is Seen.OPEN else _say_closed(seen)
    return CellView(
        name=column.name,
        title=column.title(),
        text=text,
        seen=seen,
        is_contested=column.name in contested,
        # Nothing shows that somebody stands there whom an adoption cut off.
        is_empty=column.name in row.hidden or row.value(column) in (None, ""),
    )


def _say(row: RecordRow, column: Column, *, names: Mapping[UUID, str]) -> str:
    person_id = row.person_in(column)
    if person_id is not None:
        # Whoever else stands in a row is a person with rights of their own: a name is not the reader's to see.
        return names.get(person_id) or _("Another person")
    value = row.value(column)
    if column.type is ColumnType.PERSON_NUMBER and value is not None:
        return _("A person whom the city does not know")
    return say_value(column, value)


def _say_closed(seen: Seen) -> str:
    return {Seen.PROTECTED: _("Protected address"), Seen.CLOSED: _("Shown to this person alone")}.get(seen, NOTHING)
