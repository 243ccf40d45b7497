"""What the registers tell of people, read from the lake into an engine's tables of facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.access.numbers import list_merged_persons
from alatau.registry.declare import list_registers
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.scan import Slice
from alatau.registry.lake.sight import look_at
from alatau.registry.people.compute import make_tables
from alatau.registry.people.told import FACTS, NAMES, told_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    import duckdb

    from alatau.registry.values import Register, Telling


@dataclass(frozen=True)
class Reading:
    """How far the facts go, and about whom."""

    #: Place in the journal: what became known after it is not read.
    number: int
    #: Only rows of these subjects; None for everybody.
    people: Collection[UUID] | None = None

    def slice_of(self, register: Register, telling: Telling) -> Slice:
        """Return which rows of a register to open."""
        columns = {register.columns[name].name for name in [*telling.when, *telling.unless, *telling.parts.values()]}
        return Slice(columns=sorted(columns), subjects=None if self.people is None else sorted(self.people))


def list_tellers() -> Iterator[tuple[Register, Telling]]:
    """Yield each register with each kind of fact that its rows tell."""
    for register in list_registers():
        for telling in register.tells:
            yield register, telling


def list_telling_keys() -> set[str]:
    """Return the keys of the registers from which families are computed."""
    return {register.key for register, _telling in list_tellers()}


def read_facts(engine: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Make and fill the tables of facts: what is known up to a place in the journal, rows that came alone included."""
    make_tables(engine)
    for register, telling in list_tellers():
        read_telling(engine, register, telling, reading=reading)
    _read_merged(engine)


def read_telling(engine: duckdb.DuckDBPyConnection, register: Register, telling: Telling, *, reading: Reading) -> None:
    """Put one kind of fact that a register tells into its table; nothing where its first load came later."""
    sight = look_at(register.key)
    if sight.first is None or sight.first.known_from is None or sight.first.known_from > reading.number:
        return
    wanted = reading.slice_of(register, telling)
    rows = versions_known(engine, register, reading.number, wanted=wanted, sight=sight)
    engine.execute(_telling_sql(register, telling, rows))


def _telling_sql(register: Register, telling: Telling, rows: str) -> str:
    """Return SQL that puts what rows tell into the facts' table."""
    fact = FACTS[telling.what]
    parts = {
        part: f'"{telling.parts[part]}"::{kind}' if part in telling.parts else f"NULL::{kind}"
        for part, kind in fact.parts.items()
        if part not in NAMES
    }
    # Arrow and the lake keep no number of a load for a row that came alone.
    record = {
        "seen_from": "valid_from",
        "seen_until": "valid_until",
        "register": quoted(register.key),
        "load": "coalesce(load, 0)",
        "line": "coalesce(line, 0)",
    }
    values = ", ".join(f"{sql} AS {name}" for name, sql in (parts | record).items())
    conditions = [condition(name, values) for name, values in telling.when.items()]
    conditions += [f"NOT ({condition(name, values)})" for name, values in telling.unless.items()]
    if not fact.lasts:
        conditions.append("valid_until IS NULL")
    where = " AND ".join(conditions) or "TRUE"
    columns = names_of_table(telling.what)
    told = f"SELECT {values} FROM ({rows}) WHERE {where}"
    return f"INSERT INTO told_{telling.what} ({columns}) SELECT {columns} FROM ({told})"


def names_of_table(what: str) -> str:
    """Return the columns of a facts' table, in one order for reading and writing."""
    return ", ".join(told_columns(what))


def condition(column: str, values: tuple[str | bool, ...]) -> str:
    """Return SQL that tells whether a column holds one of the values; what is missing holds none."""
    listed = ", ".join(str(value).upper() if isinstance(value, bool) else quoted(value) for value in values)
    return f'coalesce("{column}" IN ({listed}), FALSE)'


def _read_merged(engine: duckdb.DuckDBPyConnection) -> None:
    import pyarrow as pa

    merged = list_merged_persons()
    if not merged:
        return
    table = pa.table({"id": [str(one) for one in merged], "stands": [str(one) for one in merged.values()]})
    engine.register("merged_texts", table)
    engine.execute("INSERT INTO merged SELECT id::UUID, stands::UUID FROM merged_texts")
    engine.unregister("merged_texts")
