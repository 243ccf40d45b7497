"""Read one person's rows: the right is checked, the look is in the journal, and only then the reader answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from alatau.access.load import access_person
from alatau.access.words import declare_data
from alatau.core.faults import declare_points, reach
from alatau.registry.declare import list_registers
from alatau.registry.errors import BeforeFirstLoadError
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.scan import Slice
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.lake.sight import look_at_many
from alatau.registry.records import RecordRow

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment, PersonId
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
    purpose: str = "",
    case_id: UUID | None = None,
) -> PersonRecords:
    """Return what the registers hold about a person today, as known now, to a reader with the right.

    The line of the look is committed before the rows are read: the process that reads them looks for it.

    Raises:
        PurposeUnknownError, NotFoundError: no such lawful purpose; absent, or not yours.
    """
    registers = (only,) if only else list_person_registers()
    why = purpose or (REPRESENTATION if by.for_person_id else OWN)
    look_id = uuid4()
    person = access_person(person_id, by=by, purpose=why, case_id=case_id, data=(RECORDS,), at=at, look_id=look_id)
    reach("registry.look.written")
    rows = _fetch(person.person_id, registers=registers, at=at)
    return PersonRecords(person_id=person.person_id, registers=registers, rows=tuple(rows))


def list_person_registers() -> tuple[Register, ...]:
    """Return the registers whose rows can be a person's."""
    return tuple(each for each in list_registers() if each.columns[each.subject].type in PERSON_TYPES)


def _fetch(person_id: PersonId, *, registers: tuple[Register, ...], at: Moment) -> list[RecordRow]:
    question = ask(at)
    found: list[RecordRow] = []
    wanted = Slice(subjects=[person_id], with_private=True)
    sights = look_at_many([register.key for register in registers], subjects=[str(person_id)])
    with open_engine() as engine:
        for register in registers:
            try:
                sql = with_inbox(engine, register, question, wanted=wanted, sight=sights[register.key])
            except BeforeFirstLoadError:
                continue
            found += [_row(register, values) for values in engine.execute(sql).to_arrow_table().to_pylist()]
    return found


def _row(register: Register, values: dict[str, Any]) -> RecordRow:
    return RecordRow(
        register=register,
        load=values["load"],
        line=values["line"],
        inbox_id=UUID(values["inbox_id"]) if values["inbox_id"] else None,
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        values=values,
    )
