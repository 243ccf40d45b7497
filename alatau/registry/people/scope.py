"""Whether a few people are computed anew, or everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.access.numbers import list_merged_persons
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.people.compute import count, read_step
from alatau.registry.people.declared import FAMILIES, HOMES, MEMBERSHIP, RESIDENCE
from alatau.registry.people.neighbours import Neighbourhood, find_neighbourhood

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    import duckdb

    from alatau.registry.models import PeopleRun


#: Steps around those who are computed anew: enough nearly always, and for long chains of homes.
WIDENING = (6, 9)


@dataclass(frozen=True)
class Scope:
    """Some people who are computed anew, with everybody who bears on them."""

    around: Neighbourhood

    @property
    def everybody(self) -> Collection[UUID]:
        """Return all whose facts are read."""
        return self.around.everybody

    def fits(self, engine: duckdb.DuckDBPyConnection) -> bool:
        """Tell whether all that bears on the core was read, and lay out what the writing of it asks for."""
        _lay_out(engine, "core", self.around.core)
        _lay_out(engine, "inner_ring", self.around.inner)
        if count(engine, read_step("99_reach")):
            return False
        for kept, own, column in ((HOMES, RESIDENCE, "place"), (FAMILIES, MEMBERSHIP, "family")):
            standing = versions_sql(own, wanted=Slice(subjects=sorted(self.around.core), columns=[column]))
            engine.execute(f"CREATE TABLE standing_{kept.key} AS SELECT DISTINCT {column} AS subject FROM ({standing})")
        return True


def list_scopes(last: PeopleRun | None, *, until: int) -> Iterator[Scope | None]:
    """Yield whom the news since the last computation concerns, ever wider, and at last None, which is everybody."""
    if last is not None and last.merged == len(list_merged_persons()):
        for steps in WIDENING:
            with open_engine() as engine:
                around = find_neighbourhood(engine, since=last.known_number, until=until, steps=steps)
            if around is None:
                break
            yield Scope(around)
    yield None


def _lay_out(engine: duckdb.DuckDBPyConnection, table: str, people: Collection[UUID]) -> None:
    engine.register("people_texts", pa.table({"id": pa.array([str(one) for one in people], pa.string())}))
    engine.execute(f"CREATE TABLE {table} AS SELECT id::UUID AS id FROM people_texts")
    engine.unregister("people_texts")
