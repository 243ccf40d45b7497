"""Numbers of people, firms, places, accounts and telephones: each distinct one is checked and linked once.

What is found lies in tables of DuckDB, which the conversion joins. Of people the table holds every number, with the id
of its holder; of all else only those that are mistyped, or written otherwise than in their normal form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.ingest.convert.checks import fault_name
from alatau.registry.ingest.convert.literals import name
from alatau.registry.lake.schema import PERSON_TYPES, person_name, unlinked_name
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from alatau.registry.values import Column


@dataclass(frozen=True)
class Numbers:
    """Which tables there are, by the type of the columns whose numbers they hold."""

    tables: dict[ColumnType, str]

    def join(self, column: Column, raw: str) -> str:
        """Return the join that looks a column's numbers up."""
        table = self.tables.get(column.type)
        return f"LEFT JOIN {table} AS {_alias(column)} ON {_alias(column)}.raw = {raw}" if table else ""

    def values(self, column: Column, raw: str) -> list[str]:
        """Return SQL for what the look-up gives: the columns as the lake keeps them, and whether it is mistyped."""
        alias, bad = _alias(column), fault_name(column.name)
        if column.type in PERSON_TYPES:
            found = [
                f"{alias}.person AS {name(person_name(column))}",
                f"{alias}.number AS {name(unlinked_name(column))}",
                f"{alias}.slot AS {_slot(column)}",
                f"{alias}.is_faulty AS {bad}",
            ]
            if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
                found.append(f"{alias}.organisation AS {name(column.name)}")
            return found
        if column.type not in self.tables:
            return [f"{raw} AS {name(column.name)}", f"false AS {bad}"]
        normal = f"CASE WHEN {alias}.raw IS NULL THEN {raw} ELSE {alias}.number END"
        return [f"{normal} AS {name(column.name)}", f"{alias}.is_faulty AS {bad}"]

    def slot_of(self, column: Column) -> str:
        """Return SQL for the slot of the person that a column names."""
        return _slot(column)


def _alias(column: Column) -> str:
    return name(f"n_{column.name}")


def _slot(column: Column) -> str:
    return name(f"_slot_{column.name}")
