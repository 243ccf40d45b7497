"""What tells that somebody's number was replaced, and the row that comes alone to say so. Light: the web imports it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.former_numbers import FormerNumber, bind_former_numbers
from alatau.core.values import PersonId
from alatau.registry.lake.schema import person_name, unlinked_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.registry.rows.convert import ConvertedRow
    from alatau.registry.values import Register, Telling

CHANGE = "number_change"


def list_changes(register: Register) -> list[Telling]:
    """Return how the register tells that a number was replaced; empty for nearly all of them."""
    return [telling for telling in register.tells if telling.what == CHANGE]


def renumber_one(register: Register, row: ConvertedRow, *, by: Actor, at: Moment) -> bool:
    """Bind the former number of a row that came alone, and tell whether one was bound."""
    formers = []
    for telling in list_changes(register):
        holder, former = (register.columns[telling.parts[part]] for part in ("person", "former"))
        person, number = row.stored.get(person_name(holder)), row.private.get(unlinked_name(former))
        until = row.stored.get(telling.parts["day"])
        if _tells(telling, row) and isinstance(person, UUID) and number is not None and isinstance(until, date):
            formers.append(FormerNumber(PersonId(person), str(number), until))
    return bool(formers and bind_former_numbers(formers, by=by, at=at))


def _tells(telling: Telling, row: ConvertedRow) -> bool:
    """Tell whether the row is one of those by which the register tells."""
    return all(row.stored.get(name) in values for name, values in telling.when.items()) and not any(
        row.stored.get(name) in values for name, values in telling.unless.items()
    )
