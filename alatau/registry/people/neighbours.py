"""Whom a few new rows can concern: the people in them, their kin, homes and families, and who stands around these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.core.journal.read import find_numbers
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.layout import Part
from alatau.registry.lake.scan import Slice, union_sql, versions_sql
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.lake.sight import look_at
from alatau.registry.models import Load
from alatau.registry.people.declared import FAMILIES, HOMES, KINSHIP, MEMBERSHIP, RESIDENCE
from alatau.registry.people.sources import list_tellers
from alatau.registry.values import ColumnType, LoadState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import duckdb

    from alatau.registry.values import Register

#: More people than this are computed with everybody else.
MOST_TOUCHED, MOST_AROUND = 2_000, 60_000
#: Outermost steps in which not everything that bears on a person has been read: their kin's kin and homes are missing.
RIM = 3


@dataclass(frozen=True)
class Neighbourhood:
    """People to compute anew, and those around them by distance."""

    #: Their rows are written anew.
    core: frozenset[UUID]
    #: People no more than so many steps of kinship or home from the core, by steps.
    rings: tuple[frozenset[UUID], ...]

    @property
    def everybody(self) -> frozenset[UUID]:
        """Return all whose facts are read."""
        return self.rings[-1]

    @property
    def inner(self) -> frozenset[UUID]:
        """Return those of whom it is sure who pulls them."""
        return self.rings[-1 - RIM]


def find_neighbourhood(
    engine: duckdb.DuckDBPyConnection, *, since: int, until: int, steps: int
) -> Neighbourhood | None:
    """Return whom the news between two places in the journal concerns; None when these are too many.

    ``steps`` of kinship or home are taken around those who are computed anew.
    """
    assert steps > RIM
    touched, places = _find_touched(engine, since=since, until=until)
    if len(touched) > MOST_TOUCHED:
        return None
    near = _step(engine, touched, places=places)
    core = near | _find_relatives_of_families(engine, near)
    rings = [frozenset(core)]
    for _ in range(steps):
        rings.append(frozenset(_step(engine, rings[-1], places=places)))
        if len(rings[-1]) > MOST_AROUND:
            return None
    return Neighbourhood(frozenset(core), tuple(rings))


def _find_touched(engine: duckdb.DuckDBPyConnection, *, since: int, until: int) -> tuple[set[UUID], set[str]]:
    """Return the people whom new or closed rows name, and the homes in them."""
    touched: set[UUID] = set()
    places: set[str] = set()
    for register in {register.key: register for register, _telling in list_tellers()}.values():
        for row in _list_new_rows(engine, register, since=since, until=until):
            touched |= {value for value in row if isinstance(value, UUID)}
            places |= {value for value in row if isinstance(value, str)}
    return touched, places


def _list_new_rows(
    engine: duckdb.DuckDBPyConnection, register: Register, *, since: int, until: int
) -> Iterable[tuple[object, ...]]:
    """Yield people and homes of rows that became known, and the subjects of rows that are no longer believed."""
    sight = look_at(register.key)
    if sight.first is None or sight.first.known_from is None or sight.first.known_from > until:
        return []
    columns = [column.name for column in register.columns.values() if column.type in PERSON_TYPES | {_HOME}]
    rows = versions_known(engine, register, until, wanted=Slice(columns=columns), sight=sight)
    loads = _list_loads(register.key, since=since, until=until)
    is_new = f"(known_from > {since} OR load IN ({loads or 'NULL'}))"
    named = ", ".join(f'"{name}"' for name in columns)
    found = engine.execute(f"SELECT DISTINCT {named} FROM ({rows}) WHERE {is_new}").fetchmany(MOST_TOUCHED + 1)
    if loads:
        marks = union_sql(register, Part.MARKS, (sight.files(Part.MARKS, number=until), f"load IN ({loads})"))
        found += engine.execute(f"SELECT DISTINCT subject FROM ({marks})").fetchmany(MOST_TOUCHED + 1)
    return found


_HOME = ColumnType.ADDRESS_CODE


def _list_loads(register_key: str, *, since: int, until: int) -> str:
    """Return the numbers of the register's loads that became known, for SQL."""
    loads = Load.objects.filter(register_key=register_key, state=LoadState.ANNOUNCED.value).values_list(
        "number", "line_id"
    )
    numbers = find_numbers([line for _number, line in loads if line is not None])
    new = (number for number, line in loads if line in numbers and since < numbers[line] <= until)
    return ", ".join(str(number) for number in new)


def _step(engine: duckdb.DuckDBPyConnection, people: Iterable[UUID], *, places: Iterable[str] = ()) -> set[UUID]:
    """Return the people with their kin of all days, and with who ever had their homes or those that are named."""
    known = set(people)
    relatives = _values(engine, KINSHIP, "relative", of=known)
    homes = _values(engine, RESIDENCE, "place", of=known) | set(places)
    return known | relatives | _values(engine, HOMES, "person", of=homes)


def _find_relatives_of_families(engine: duckdb.DuckDBPyConnection, people: set[UUID]) -> set[UUID]:
    """Return everybody who was ever in a family in which one of them ever was."""
    return _values(engine, FAMILIES, "person", of=_values(engine, MEMBERSHIP, "family", of=people))


def _values(
    engine: duckdb.DuckDBPyConnection, register: Register, column: str, *, of: Collection[UUID] | Collection[str]
) -> set[Any]:
    """Return what stands in a column of the subjects' rows of all days: ids or texts, as the column is."""
    if not of:
        return set()
    rows = versions_sql(register, wanted=Slice(subjects=sorted(of, key=str), columns=[column]))
    return {value for (value,) in engine.execute(f"SELECT DISTINCT {column} FROM ({rows})").fetchall()}
