"""The two sides of a match: rows that carry a name and no number, and the people the city knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.declare import list_registers
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import UNLINKED
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import unlinked_name
from alatau.registry.lake.sight import look_at
from alatau.registry.linkage.describe import describe
from alatau.registry.linkage.naming import find_naming

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register, Telling

#: What a register tells whose rows may carry a name without a number, and the one that makes people known.
PERSON = "person"
_PARTS = ("surname", "given_name", "patronymic", "born", "sex")


def gather_rows(
    engine: duckdb.DuckDBPyConnection, register: Register, sight: Sight, *, but: Iterable[tuple[int, int]], into: str
) -> int:
    """Make the table of descriptions of the register's rows that are nobody's, and return how many there are.

    Rows whose number is well-formed and unknown are left out: the number says who it is, once the city knows them.

    Args:
        engine: where the table is made.
        register: the register.
        sight: what its writer sees.
        but: rows that were asked about already.
        into: name of the table.
    """
    telling = find_naming(register)
    assert telling, "only registers that name people have such rows"
    nobodys = versions_sql(register, wanted=Slice(buckets={UNLINKED}, with_private=True), sight=sight)
    number = unlinked_name(register.columns[register.subject])
    asked = ", ".join(f"({load}, {line})" for load, line in but) or "(NULL, NULL)"
    # Versions from the past and from now may be one and the same owner's row: each is judged by itself.
    query = (
        f"SELECT load || '/' || line AS unique_id, {_named(telling)} FROM ({nobodys}) WHERE subject IS NULL "
        f'AND "{number}" IS NULL AND "{telling.parts["surname"]}" IS NOT NULL '
        f'AND "{telling.parts["born"]}" IS NOT NULL AND (load, line) NOT IN ({asked})'
    )
    describe(engine, query, into=into)
    [(count,)] = engine.execute(f"SELECT count(*) FROM {into}").fetchall()
    return int(count)


def gather_people(engine: duckdb.DuckDBPyConnection, *, into: str) -> None:
    """Make the table of descriptions of the city's people; who changed names stands there under each of them."""
    selects = []
    for register in list_registers():
        telling = next((each for each in register.tells if each.what == PERSON), None)
        if register.declares and telling and "surname" in telling.parts:
            sight = look_at(register.key)
            if sight.announced:
                versions = versions_sql(register, wanted=Slice(with_private=True), sight=sight)
                selects.append(f"SELECT subject, {_named(telling)} FROM ({versions}) WHERE subject IS NOT NULL")
    everybody = " UNION ".join(selects) or _nobody()
    numbered = f"SELECT subject || '/' || row_number() OVER () AS unique_id, * FROM ({everybody})"
    describe(engine, numbered, into=into)


def _named(telling: Telling) -> str:
    columns = {part: f'"{telling.parts[part]}"' if part in telling.parts else "NULL" for part in _PARTS}
    return ", ".join(f"{column} AS {'born_on' if part == 'born' else part}" for part, column in columns.items())


def _nobody() -> str:
    empty = ", ".join(f"NULL::VARCHAR AS {part}" for part in ("surname", "given_name", "patronymic"))
    return f"SELECT NULL::UUID AS subject, {empty}, NULL::DATE AS born_on, {quoted('')} AS sex WHERE FALSE"
