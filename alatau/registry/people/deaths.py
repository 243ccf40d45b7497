"""Who has died, as the registers say now. Only the worker may ask: the lake is open to it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.merged import resolve_person
from alatau.core.journal.read import last_number
from alatau.core.values import PersonId
from alatau.registry.lake.connect import open_engine
from alatau.registry.people.compute import make_tables
from alatau.registry.people.sources import Reading, list_tellers, read_telling

if TYPE_CHECKING:
    from collections.abc import Collection

TOLD = "death"
#: Up to so many people only their own rows are opened; for more all rows are read once.
FEW = 500


def tells_deaths(register_key: str) -> bool:
    """Tell whether a register's rows say who has died."""
    return any(register.key == register_key and telling.what == TOLD for register, telling in list_tellers())


def list_dead(people: Collection[PersonId]) -> set[PersonId]:
    """Return who of these people has died, by what is known now; rows that came alone are read as well.

    Cost: for up to `FEW` people their own rows; for more one pass over the registers of deaths.
    """
    wanted = {resolve_person(person): person for person in people}
    if not wanted:
        return set()
    few: Collection[UUID] | None = wanted if len(wanted) <= FEW else None
    reading = Reading(last_number(), people=few)
    with open_engine() as engine:
        make_tables(engine)
        for register, telling in list_tellers():
            if telling.what == TOLD:
                read_telling(engine, register, telling, reading=reading)
        told = engine.execute(f"SELECT DISTINCT person FROM told_{TOLD}").fetchall()
    return {wanted[person] for (found,) in told if (person := PersonId(UUID(str(found)))) in wanted}
