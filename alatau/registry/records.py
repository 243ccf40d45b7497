"""One person's row of a register, as pages and use cases of this room hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.schema import person_name, unlinked_name
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.registry.values import Column, Register


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """One row as it is in force and known: of the lake, or come alone and not yet folded."""

    register: Register
    #: Load and line of a row of the lake; empty for one that came alone, which has an id.
    load: int | None
    line: int | None
    inbox_id: UUID | None
    valid_from: date
    valid_until: date | None
    #: Declared columns under the names the lake keeps them by.
    values: Mapping[str, object]
    #: Columns that name the person at hand, where the row is somebody else's.
    named_in: tuple[str, ...] = ()
    #: Columns that name somebody whom an adoption cut off: shown to nobody.
    hidden: tuple[str, ...] = ()

    @property
    def subject_id(self) -> UUID | None:
        """Return the person whose row it is, where the row itself says so."""
        return self.person_in(self.register.columns[self.register.subject])

    @property
    def key(self) -> UUID:
        """Return the keyed digest of what names the row: it outlives folding, compaction and a new delivery."""
        return UUID(hex=identity_digest(self.register, self.values))

    def value(self, column: Column) -> object:
        """Return what the row says in a column; of a person's number, the person's id or the number nobody linked."""
        person = self.person_in(column)
        if person is not None:
            return person
        said = self.values.get(column.name)
        return said if said is not None else self.values.get(unlinked_name(column))

    def person_in(self, column: Column) -> UUID | None:
        """Return the person whom the column names; None where it names nobody the city knows."""
        if column.type not in (ColumnType.PERSON_NUMBER, ColumnType.PERSON_OR_ORGANISATION_NUMBER):
            return None
        found = self.values.get(person_name(column))
        return found if found is None else _as_uuid(found)


def _as_uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
