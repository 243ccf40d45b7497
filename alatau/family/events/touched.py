"""Whom lines of the journal touch: the people whose rows came or went, by register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.family.events.measure import subject_of
from alatau.registry.lake.layout import Part
from alatau.registry.lake.registers import find_lake_register
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.schema import PERSON_TYPES, person_name
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.state import list_named
from alatau.registry.people.declared import HOMES, MEMBERSHIP, RELATIONS
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from alatau.core.journal.values import SealedLine
    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register

LOADED, RECEIVED = "registry.load.announced", "registry.row.received"
#: Loads that bring what nobody knew; others only move rows.
NEWS = frozenset({LoadKind.SOURCE.value, LoadKind.RELEASE.value, LoadKind.DERIVED.value})
#: Derived registers whose rows say who is in which family, lives where, and is whose.
WHO = frozenset({MEMBERSHIP.key, HOMES.key, RELATIONS.key})
#: A load that touches more people than this is answered by a run over all families.
MOST_PEOPLE = 2_000


@dataclass
class Touched:
    """Whom a batch of lines touches."""

    #: People by the key of the register in which something about them changed.
    people: dict[str, set[UUID]] = field(default_factory=dict)
    #: Places whose rows, or whose people, changed.
    places: dict[str, set[str]] = field(default_factory=dict)
    #: Too many for one by one.
    is_everybody: bool = False

    @property
    def regrouped(self) -> set[UUID]:
        """Return the people whose family, home or kin changed."""
        return set().union(*(people for key, people in self.people.items() if key in WHO))

    def add(self, register: Register, person_or_place: UUID | str) -> None:
        """Add somebody, or a place where somebody may live."""
        if isinstance(person_or_place, UUID):
            self.people.setdefault(register.key, set()).add(person_or_place)
        else:
            self.places.setdefault(register.key, set()).add(person_or_place)


def find_touched(engine: duckdb.DuckDBPyConnection, lines: Sequence[SealedLine]) -> Touched:
    """Return whom the lines touch."""
    touched = Touched()
    named = list_named([line.id for line in lines if line.action == RECEIVED])
    for line in lines:
        register = find_lake_register(str(line.body.get("register")))
        if register is None:
            continue
        if line.action == RECEIVED:
            _add_row(touched, register, line, named=named.get(line.id, ()))
        elif _brings_news(register, line):
            _add_load(engine, touched, register, line=line)
        if touched.is_everybody:
            break
    return touched


def _brings_news(register: Register, line: SealedLine) -> bool:
    """Tell whether a load brings rows that cards hang on; what the city derived counts where it says who is who."""
    kind = line.body.get("kind")
    return kind in NEWS and (kind != LoadKind.DERIVED.value or register.key in WHO)


def _add_row(touched: Touched, register: Register, line: SealedLine, *, named: Sequence[str]) -> None:
    """Add the people of a row that came alone: its subject, and all whom it names."""
    if line.subject_id is not None:
        touched.add(register, line.subject_id)
    for name in named:
        touched.add(register, subject_of(name))


def _add_load(engine: duckdb.DuckDBPyConnection, touched: Touched, register: Register, *, line: SealedLine) -> None:
    """Add the people of a load's new and closed rows, unless they are too many."""
    load, rows = (int(str(line.body[name])) for name in ("load", "rows_accepted"))
    if rows + int(str(line.body["rows_closed"])) > MOST_PEOPLE:
        touched.is_everybody = True
        return
    sight = look_at(register.key)
    for column in _naming(register):
        for value in _values(engine, register, sight, load=load, column=column):
            touched.add(register, value)


def _naming(register: Register) -> list[str]:
    """Return the columns by which a row is somebody's."""
    named = [register.columns[name] for name in register.also_about]
    own = register.columns[register.subject]
    others = [column for column in register.columns.values() if column.type in PERSON_TYPES and column is not own]
    return ["subject", *dict.fromkeys(person_name(column) for column in [*named, *others])]


def _values(
    engine: duckdb.DuckDBPyConnection, register: Register, sight: Sight, *, load: int, column: str
) -> list[UUID | str]:
    files = [file for file in sight.announced_files(Part.ROWS) if file.load == load and not file.is_compacted]
    rows = union_sql(register, Part.ROWS, (files, f"load = {load}"))
    query = f'SELECT DISTINCT "{column}" FROM ({rows}) WHERE "{column}" IS NOT NULL'
    if column == "subject":
        marks = union_sql(register, Part.MARKS, (sight.announced_files(Part.MARKS), f"load = {load}"))
        query += f" UNION SELECT DISTINCT subject FROM ({marks}) WHERE subject IS NOT NULL"
    return [
        value if isinstance(value, UUID) else subject_of(str(value)) for (value,) in engine.execute(query).fetchall()
    ]
