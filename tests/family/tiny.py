"""A small plan of rules written by hand: what this room asks of `rules`, without `rules`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2026, 3, 1)


@dataclass(frozen=True, kw_only=True)
class TinyOutput:
    name: str
    kind: str
    level: str
    type: str = "BIGINT"
    unit: str = "tiyn"
    na: bool = False


@dataclass(frozen=True, kw_only=True)
class TinyRegister:
    """Measures of one register: SQL that reduces a person's rows, by name."""

    key: str
    reduced: Mapping[str, str]
    by: str = "subject"
    columns: tuple[str, ...] = ()
    history: bool = False
    kind: str = "measure"

    @property
    def outputs(self) -> tuple[TinyOutput, ...]:
        return tuple(TinyOutput(name=name, kind=self.kind, level="person") for name in self.reduced)

    def sql(self, rows: str, *, silence_none: bool) -> str:
        reduced = ", ".join(f"({sql})::BIGINT AS {name}" for name, sql in self.reduced.items())
        return f"SELECT person, {reduced} FROM {rows} GROUP BY person"

    def absent(self, *, silence_none: bool) -> Mapping[str, str]:
        return dict.fromkeys(self.reduced, "0" if silence_none else "NULL")


@dataclass(frozen=True, kw_only=True)
class TinyRelation:
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TinyPhase:
    """One phase: SQL expressions by output over a FROM clause."""

    name: str
    level: str
    values: Mapping[str, tuple[str, str]]
    source: str
    type: str = "BIGINT"

    @property
    def outputs(self) -> tuple[TinyOutput, ...]:
        return tuple(
            TinyOutput(name=name, kind=kind, level=self.level, type=self.type)
            for name, (kind, _sql) in self.values.items()
        )

    def sql(self, tables: Mapping[str, str]) -> str:
        who = "m.person, m.family" if self.level == "person" else "m.family"
        values = ", ".join(f"{sql} AS {name}" for name, (_kind, sql) in self.values.items())
        group = "" if self.level == "person" else "GROUP BY m.family"
        return f"SELECT {who}, {values} FROM {self.source.format(**tables)} {group}"


@dataclass(frozen=True, kw_only=True)
class TinyPlan:
    registers: tuple[TinyRegister, ...]
    relations: tuple[TinyRelation, ...] = ()
    phases: tuple[TinyPhase, ...] = ()
    day: date = DAY
    others: tuple[str, ...] = field(default=())

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.registers, self.relations, self.phases)).encode()).hexdigest()

    @property
    def outputs(self) -> tuple[TinyOutput, ...]:
        return tuple(output for part in (*self.registers, *self.phases) for output in part.outputs)

    def others_sql(self, measures: str) -> str:
        names = {name for relation in self.relations for name in relation.columns}
        return f"SELECT {', '.join(['person', *sorted(names)])} FROM {measures}"
