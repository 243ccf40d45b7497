"""An explanation as a page shows it: a value, how it is counted, and below it what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.text import format_day
from alatau.family.card import Seen
from alatau.family.present.numbers import NumberWords, show_number
from alatau.family.present.say import Written, name_rule, say_figure, say_written, tell_how
from alatau.registry.declare import list_registers
from alatau.registry.present.say import say_value as say_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import PersonId
    from alatau.family.card import Explained, RowLeaf
    from alatau.registry.values import Register

#: Rows of one register that a page shows under a value; the others are counted.
MOST_ROWS = 40


@dataclass(frozen=True, kw_only=True)
class RowWords:
    """One row of a register, as far as the reader may see it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    since: str
    is_counted: bool
    is_contested: bool
    register_key: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """One value, and what it was made of."""

    name: str
    title: str
    words: str
    whose: str
    how: str
    law: Written
    source: Written
    since: str
    verification: str
    is_open: bool
    is_contested: bool
    numbers: tuple[NumberWords, ...]
    rows: tuple[RowWords, ...]
    more_rows: int
    inputs: tuple[Node, ...]

    @property
    def has_more(self) -> bool:
        """Tell whether anything lies below."""
        return bool(self.numbers or self.rows or self.inputs)


def show_explained(explained: Explained, *, names: Mapping[PersonId, str]) -> Node:
    """Return an explanation in words, down to rows and the law's numbers."""
    figure = explained.figure
    return Node(
        name=figure.name,
        title=name_rule(figure.key, figure.name),
        words=say_figure(figure),
        whose=names.get(explained.person_id, "") if explained.person_id else "",
        how=tell_how(figure.key, explained.doc),
        law=say_written("law", explained.law),
        source=say_written("note", explained.source),
        since=_since(explained),
        verification=figure.verification,
        is_open=figure.seen is Seen.OPEN,
        is_contested=figure.is_contested,
        numbers=tuple(show_number(number) for number in explained.parameters),
        rows=tuple(_show_row(row) for row in explained.rows[:MOST_ROWS]),
        more_rows=max(0, len(explained.rows) - MOST_ROWS),
        inputs=tuple(show_explained(each, names=names) for each in explained.inputs),
    )


def _since(explained: Explained) -> str:
    return (
        _("This rule holds since %(day)s.") % {"day": format_day(explained.valid_from)} if explained.valid_from else ""
    )


def _show_row(row: RowLeaf) -> RowWords:
    registers = {each.key: each for each in list_registers()}
    register = registers.get(row.register_key)
    behind = registers.get(row.behind.register_key) if row.behind else None
    named = register or behind
    return RowWords(
        title=_title_of(register, behind),
        facts=tuple(_facts(row, register)) if register else (),
        since=format_day(row.valid_from),
        is_counted=row.is_counted,
        is_contested=row.is_contested,
        register_key=named.key if named else "",
    )


def _title_of(register: Register | None, behind: Register | None) -> str:
    if register is not None:
        return str(register.title)
    if behind is not None:
        return _("%(register)s, as the city reads it") % {"register": behind.title}
    return _("Worked out by the city from other registers")


def _facts(row: RowLeaf, register: Register) -> list[tuple[str, str]]:
    columns = [register.columns[name] for name in row.columns if name in register.columns]
    return [(column.title(), say_column(column, row.columns[column.name])) for column in columns]
