"""A compiled law: SELECTs that turn register rows into measures, and measures into a card, in one engine's SQL.

What differs from day to day (the day itself, spans, the law's numbers) stands in the text as ``{{...}}`` until it is
bound; so one compiled plan serves many days, families and simulations.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from alatau.rules.sql.columns import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

#: The relation of measures: `person`, `family`, and a column for each measure.
MEASURES = "measures"
_TOKEN = re.compile(r"\{\{([^{}]+)\}\}")


@dataclass(frozen=True, kw_only=True)
class Output:
    """One value, and the column that holds it."""

    name: str
    #: measure, rule, indicator, benefit, points, status or need.
    kind: str
    level: str
    #: As the engine names it.
    type: str
    unit: str
    #: A second column, `<name>__na`, says where the value is not applicable.
    na: bool
    #: What its rule's kind says of it besides: a code, a payer.
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterPlan:
    """The measures of one register, or of one way of saying whose its rows are."""

    key: str
    #: "subject", the name of a column with a person's id, or "home".
    by: str
    columns: tuple[str, ...]
    history: bool
    outputs: tuple[Output, ...]
    text: str
    #: SQL for each column of a person without rows, where the register's silence means none.
    none: tuple[tuple[str, str], ...]
    #: SQL for each measure that not all rows count for: whether a row does.
    counts: tuple[tuple[str, str], ...] = ()

    def sql(self, rows: str, *, silence_none: bool = True) -> str:
        """Return a SELECT of `person` and the measures, a row for each person of the relation of rows."""
        return self.text.replace("{{rows}}", rows)

    def absent(self, *, silence_none: bool) -> Mapping[str, str]:
        """Return SQL for each column of a person without rows: zero where that means none, else unknown."""
        if silence_none:
            return dict(self.none)
        return {name: "FALSE" if name.endswith(NOT_APPLICABLE) else "NULL" for name, _none in self.none}

    def counted(self, name: str) -> str | None:
        """Return SQL over a row that tells whether it counts for a measure; None where every row does."""
        return dict(self.counts).get(name)


@dataclass(frozen=True, kw_only=True)
class RelationPlan:
    """Pairs of people that rules ask for, and what they read of the other one."""

    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One step from measures to the card: a value of everybody, or of every family."""

    name: str
    level: str
    outputs: tuple[Output, ...]
    text: str

    def sql(self, tables: Mapping[str, str]) -> str:
        """Return a SELECT over the relations of measures, pairs and earlier phases."""
        return _TOKEN.sub(lambda found: tables[found[1].removeprefix("table_of:")], self.text)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All rules in force on a day, ready to run over any people."""

    day: date
    dialect: str
    registers: tuple[RegisterPlan, ...]
    relations: tuple[RelationPlan, ...]
    phases: tuple[Phase, ...]
    outputs: tuple[Output, ...]
    others: str
    #: Rules that are not in force on the day, and why.
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Return a fingerprint of everything that the plan computes, with the law's numbers in it."""
        texts = [self.others, *(part.text for part in self.registers), *(part.text for part in self.phases)]
        texts += [repr(self.outputs), repr(self.relations), *(repr(part.none) for part in self.registers)]
        return hashlib.sha256("\n".join([self.dialect, *texts]).encode()).hexdigest()

    def others_sql(self, measures: str) -> str:
        """Return a SELECT of `person` and all columns that relations carry over."""
        return self.others.replace("{{table_of:measures}}", measures)

    def bound(self, values: Mapping[str, str], *, day: date) -> Plan:
        """Return the plan with the values of a day put in."""

        def fill(text: str) -> str:
            return _TOKEN.sub(lambda found: values.get(found[1], found[0]), text)

        return replace(
            self,
            day=day,
            others=fill(self.others),
            registers=tuple(
                replace(
                    part, text=fill(part.text), none=_fill_all(fill, part.none), counts=_fill_all(fill, part.counts)
                )
                for part in self.registers
            ),
            phases=tuple(replace(part, text=fill(part.text)) for part in self.phases),
        )

    def tokens(self) -> frozenset[str]:
        """Return the names of all values that the plan has to be bound with."""
        texts = [self.others, *(part.text for part in self.registers), *(part.text for part in self.phases)]
        texts += [sql for part in self.registers for _name, sql in (*part.none, *part.counts)]
        found = {token for text in texts for token in _TOKEN.findall(text)}
        return frozenset(one for one in found if one != "rows" and not one.startswith("table_of:"))


def _fill_all(fill: Callable[[str], str], named: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, fill(sql)) for name, sql in named)


class Held(Protocol):
    """A value as far as its columns go; plans written by hand have them too."""

    @property
    def name(self) -> str:
        """Return the name of the value and of its column."""

    @property
    def type(self) -> str:
        """Return the type of the column, as the engine names it."""

    @property
    def na(self) -> bool:
        """Tell whether a second column says where the value is not applicable."""


def columns_of(outputs: Sequence[Held]) -> list[tuple[str, str]]:
    """Return the columns that hold values, with their types: a second one where a value may be not applicable."""
    columns: list[tuple[str, str]] = []
    for output in outputs:
        columns.append((output.name, output.type))
        if output.na:
            columns.append((f"{output.name}{NOT_APPLICABLE}", "BOOLEAN"))
    return columns
