"""What is wrong with what a register says it tells of people, in words for the author of the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.people.told import DAY, FACTS, PERSON
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.registry.values import Register, Telling

_FITTING = {
    PERSON: frozenset({ColumnType.PERSON_NUMBER}),
    DAY: frozenset({ColumnType.DAY, ColumnType.MONTH, ColumnType.MOMENT}),
}


def find_telling_problems(register: Register, telling: Telling) -> Iterable[str]:
    """Yield what to correct: an unknown kind of fact, a part that is missing or that the column cannot play."""
    fact = FACTS.get(telling.what)
    if fact is None:
        yield f"tells {telling.what}, which is no kind of fact: {', '.join(sorted(FACTS))}"
        return
    for part in sorted(fact.parts.keys() - fact.optional - telling.parts.keys()):
        yield f"tells {telling.what} without the part {part}"
    for part, name in telling.parts.items():
        column = register.columns.get(name)
        if part not in fact.parts:
            yield f"{part} is no part of {telling.what}"
        elif column is None:
            yield f"tells {telling.what} by {name}, which is no column"
        elif column.type not in _FITTING.get(fact.parts[part], frozenset(ColumnType)):
            yield f"{name} cannot be the part {part} of {telling.what}"
    for name in [*telling.when, *telling.unless]:
        if name not in register.columns:
            yield f"tells {telling.what} by {name}, which is no column"
