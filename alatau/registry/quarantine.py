"""What operators see and do about rows in quarantine: masked lists, one row opened with its trace, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.read import find_person_by_number
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.errors import QuarantinedRowNotFoundError
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.reader.ask_operator import Place, find_row, list_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.ingest.quarantine import QuarantinedRow
    from alatau.registry.values import Register

declare_points("registry.quarantine.opened")

#: The lawful purpose for which a row in quarantine is opened.
PURPOSE = "correction"
#: Rows that a page hands out as a table; the command line writes more.
REPORT_ROWS = 5_000
_BATCH = 500


def see_row(register: Register, *, place: Place) -> QuarantinedRow:
    """Return one row with everything hidden that touches a person.

    Raises:
        QuarantinedRowNotFoundError: no such row waits.
    """
    found = find_row(register, place=place)
    if found is None:
        raise QuarantinedRowNotFoundError
    return found


def open_row(register: Register, *, place: Place, by: Actor, at: Moment) -> QuarantinedRow:
    """Return one row as it came, to be corrected. Its opening is in the journal before the answer leaves.

    Whoever the row is about finds the look among those at their data.

    Raises:
        QuarantinedRowNotFoundError: no such row waits.
    """
    body = {"register": register.key, "load": place[0], "line": place[1]}
    opened = NewLine(kind=LineKind.AUDIT, action="registry.quarantine.opened", actor=by, purpose="", body=body)
    with transaction.atomic():
        append_lines([opened], at=at)
    reach("registry.quarantine.opened")
    found = find_row(register, place=place, look_id=opened.id)
    if found is None:
        raise QuarantinedRowNotFoundError
    person_id = _subject_of(register, found, at=at)
    if person_id is not None:
        look = NewLine(
            kind=LineKind.LOOK,
            action="registry.quarantine.looked",
            actor=by,
            subject_id=person_id,
            purpose=PURPOSE,
            body={"data": ["records"], "registers": [register.key]},
        )
        with transaction.atomic():
            append_lines([look], at=at)
    return found


def list_report(register: Register, *, reason: str, by: Actor, at: Moment) -> Iterator[QuarantinedRow]:
    """Return the rows that wait, as they came, for the register's owner; the journal keeps who took them out."""
    body = {"register": register.key, "reason": reason}
    taken = NewLine(kind=LineKind.AUDIT, action="registry.quarantine.downloaded", actor=by, body=body)
    with transaction.atomic():
        append_lines([taken], at=at)
    return _walk(register, reason=reason, look_id=taken.id)


def _walk(register: Register, *, reason: str, look_id: UUID) -> Iterator[QuarantinedRow]:
    after, left = (0, 0), REPORT_ROWS
    while left > 0:
        rows = list_rows(register, reason=reason, after=after, limit=min(_BATCH, left), look_id=look_id)
        yield from rows
        if len(rows) < min(_BATCH, left):
            return
        after, left = (rows[-1].load, rows[-1].line), left - len(rows)


def _subject_of(register: Register, row: QuarantinedRow, *, at: Moment) -> PersonId | None:
    if register.columns[register.subject].type not in PERSON_TYPES:
        return None
    try:
        return find_person_by_number((row.values.get(register.subject) or "").strip(), on=at.city_day)
    except AlatauError:
        # A number that is none is nobody's.
        return None
