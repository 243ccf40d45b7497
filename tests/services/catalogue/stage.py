"""What tests of the catalogue ask for: registers that say what a test wants, and requests filled in one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from alatau.access.load import access_person
from alatau.registry.coverage import Known, Silence
from alatau.registry.declare import get_register
from alatau.registry.lake.schema import person_name
from alatau.registry.read_records import PersonRecords
from alatau.registry.records import RecordRow
from alatau.services.catalogue.read import get_request
from alatau.services.catalogue.requests import add_file, save_draft, start_request
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.services import get_service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.values import Register
    from alatau.services.catalogue.request_values import RequestId, RequestView

ADDRESS, MARRIAGE, BUSINESS, NO_CONVICTION = "07002001", "01002001", "09001001", "10001001"
LICENCE, FLOOD, RESTRICTION, KINDERGARTEN = "08001001", "15001001", "14001001", "03001001"
SINCE = date(2025, 3, 1)
PDF = b"%PDF-1.7 a paper"


@dataclass
class Registers:
    """A double of the one loader of rows: rights and looks are real, the rows are a test's."""

    rows: dict[UUID, list[RecordRow]] = field(default_factory=dict)
    delivered: set[str] = field(default_factory=set)
    looks: list[tuple[str, ...]] = field(default_factory=list)

    def holds(self, key: str, person_id: PersonId, **values: object) -> RecordRow:
        """Let a register hold a row about a person."""
        register = get_register(key)
        named = {person_name(register.columns[register.subject]): person_id} | values
        row = RecordRow(
            register=register,
            load=1,
            line=len(self.rows),
            inbox_id=None,
            valid_from=SINCE,
            valid_until=None,
            values=named,
        )
        self.rows.setdefault(person_id, []).append(row)
        return row

    def deliver(self, *keys: str) -> None:
        """Let registers have been sent today: who is not in them has nothing there."""
        self.delivered |= {*keys}

    def judge_silence(self, registers: Sequence[Register], _question: object) -> dict[str, Silence]:
        """Return what a missing row means: nothing, in registers that were sent."""
        return {
            each.key: Silence(known=Known.NONE if each.key in self.delivered else Known.UNKNOWN) for each in registers
        }

    def read_records(
        self, person_id: PersonId, *, by: Actor, at: Moment, among: tuple[Register, ...], purpose: str
    ) -> PersonRecords:
        """Return the rows of some registers to whom the person's data are open."""
        access_person(person_id, by=by, purpose=purpose, data=("records",), at=at, look_id=uuid4())
        self.looks.append(tuple(each.key for each in among))
        wanted = {each.key for each in among}
        rows = tuple(row for row in self.rows.get(person_id, []) if row.register.key in wanted)
        return PersonRecords(person_id=person_id, registers=among, rows=rows)


def hold_licence(registers: Registers, person_id: PersonId) -> None:
    """Let the register of licences hold one of the person."""
    held = {"licence_number": "AB 1", "categories": "B", "expires_on": "2026-09-01"}
    registers.holds("driving_licences", person_id, **held)


def owe_fee(by: Actor, *, at: Moment) -> RequestView:
    """Send the renewal of a licence, whose fee is then due."""
    request_id = fill(LICENCE, by, at=at, place="centre")
    medical = get_service(LICENCE).field_of("medical")
    add_file(request_id, medical, name="073.pdf", content=PDF, by=by, at=at)
    return send_request(request_id, by=by, at=at)


def fill(code: str, by: Actor, *, at: Moment, whose: UUID | None = None, **answers: Any) -> RequestId:
    """Begin a form and answer it."""
    request_id = start_request(code, whose, by=by, at=at)
    save_draft(request_id, answers, by=by, at=at)
    return request_id


def ask(code: str, by: Actor, *, at: Moment, whose: UUID | None = None, **answers: Any) -> RequestView:
    """Begin a form, answer it and send it."""
    return send_request(fill(code, by, at=at, whose=whose, **answers), by=by, at=at)


def again(view: RequestView, by: Actor) -> RequestView:
    """Return a request as it stands now."""
    return get_request(view.id, by=by)
