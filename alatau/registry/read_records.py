"""Read one person's rows: the right is checked, the look is in the journal, and only then the reader answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from alatau.access.load import access_person
from alatau.access.words import declare_data
from alatau.core.faults import declare_points, reach
from alatau.registry.declare import list_registers
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.reader.ask import read_person_rows
from alatau.registry.records import RecordRow

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.reader.values import RowView
    from alatau.registry.values import Register

declare_points("registry.look.written")

#: What is read, as the person finds it in the list of who looked.
RECORDS = "records"
declare_data(RECORDS, _("your records in the state's registers"))
OWN, REPRESENTATION = "own", "representation"


@dataclass(frozen=True, kw_only=True)
class PersonRecords:
    """A person's rows, and the registers that were asked."""

    person_id: PersonId
    registers: tuple[Register, ...]
    rows: tuple[RecordRow, ...]

    def of(self, register: Register) -> list[RecordRow]:
        """Return the rows of one register."""
        return [row for row in self.rows if row.register.key == register.key]


def read_records(
    person_id: PersonId,
    *,
    by: Actor,
    at: Moment,
    only: Register | None = None,
    among: tuple[Register, ...] = (),
    purpose: str = "",
    case_id: UUID | None = None,
) -> PersonRecords:
    """Return what the registers hold about a person today, as known now, to a reader with the right.

    ``only`` names one register, ``among`` some; without either all are asked, in one look.
    The line of the look is committed before the rows are read: the process that reads them looks for it.

    Raises:
        PurposeUnknownError, NotFoundError: no such lawful purpose; absent, or not yours.
    """
    registers = among or ((only,) if only else list_person_registers())
    why = purpose or (REPRESENTATION if by.for_person_id else OWN)
    look_id = uuid4()
    person = access_person(person_id, by=by, purpose=why, case_id=case_id, data=(RECORDS,), at=at, look_id=look_id)
    reach("registry.look.written")
    rows = read_person_rows(person.person_id, look_id=look_id, registers=registers, at=at)
    by_key = {register.key: register for register in registers}
    records = tuple(_record_of(by_key[row.register_key], row) for row in rows)
    return PersonRecords(person_id=person.person_id, registers=registers, rows=records)


def list_person_registers() -> tuple[Register, ...]:
    """Return the registers whose rows can be a person's: as their subject, or because a column names the person."""
    return tuple(each for each in list_registers() if is_about_people(each) or each.also_about)


def is_about_people(register: Register) -> bool:
    """Tell whether a row's subject can be a person."""
    return register.columns[register.subject].type in PERSON_TYPES


def _record_of(register: Register, row: RowView) -> RecordRow:
    return RecordRow(
        register=register,
        load=row.load,
        line=row.line,
        inbox_id=row.inbox_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        values=row.values,
        named_in=row.named_in,
        hidden=row.hidden,
    )
