"""Send rows in quarantine back to the register's owner: by a signed letter that lists them and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.text import format_day
from alatau.papers.issue import issue_document
from alatau.papers.load import read_letter
from alatau.papers.read import is_letter
from alatau.papers.values import DocumentId
from alatau.registry.models import Load, QuarantineDecision
from alatau.registry.reader.ask_operator import find_row
from alatau.registry.values import QuarantineAct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Actor, Moment
    from alatau.registry.ingest.quarantine import QuarantinedRow
    from alatau.registry.reader.ask_operator import Place
    from alatau.registry.values import Register

declare_points("registry.return.issued", "registry.return.decided")

#: The letter to a register's owner, as the content package names it.
LETTER = "rows_returned"
#: Ids of requests for letters are made from the rows that they list.
REQUESTS = UUID("3f0f4d0f-2d0c-4b0e-8a55-0f6d1d0f7a11")
NOTE_MAX = 500
#: Letters that a page lists.
MOST_LETTERS = 20


@dataclass(frozen=True, kw_only=True)
class ReturnLetter:
    """One letter by which rows went back."""

    id: DocumentId
    sent_at: datetime
    rows: int


@transaction.atomic
def send_back(register: Register, places: Sequence[Place], *, note: str, language: str, by: Actor, at: Moment) -> int:
    """Note that rows went back to the register's owner, issue the letter that lists them, and return how many waited.

    The letter hides what touches a person: the owner finds the rows by load and line. Rows that were decided about
    meanwhile are left out, and the same rows sent back again are sent once.
    """
    assert by.user_id is not None, "people decide about rows"
    _lock(register)
    rows = [row for place in sorted(set(places)) if (row := find_row(register, place=place)) is not None]
    loads = {row.load for row in rows}
    sources = {load.number: load for load in Load.objects.filter(register_key=register.key, number__in=loads)}
    if not rows:
        return 0

    # Nothing is refused below this line.
    letter_id = _issue(register, rows, note=note, language=language, by=by, at=at)
    reach("registry.return.issued")
    decisions = [
        QuarantineDecision(
            load=sources[row.load],
            line=row.line,
            act=QuarantineAct.RETURNED.value,
            note=note[:NOTE_MAX],
            letter_id=letter_id,
            decided_by=by.user_id,
            decided_at=at.wall_at,
        )
        for row in rows
    ]
    QuarantineDecision.objects.bulk_create(decisions)
    body = {"register": register.key, "rows": len(rows), "letter": letter_id}
    append_lines([NewLine(kind=LineKind.EVENT, action="registry.quarantine.returned", actor=by, body=body)], at=at)
    reach("registry.return.decided")
    return len(rows)


def list_letters(register: Register) -> list[ReturnLetter]:
    """Return the letters by which rows of the register went back, the newest first."""
    sent: dict[UUID, list[datetime]] = {}
    decided = QuarantineDecision.objects.filter(load__register_key=register.key, letter_id__isnull=False)
    for letter_id, decided_at in decided.order_by("-decided_at").values_list("letter_id", "decided_at"):
        assert letter_id is not None
        sent.setdefault(letter_id, []).append(decided_at)
    letters = [ReturnLetter(id=DocumentId(each), sent_at=days[0], rows=len(days)) for each, days in sent.items()]
    return letters[:MOST_LETTERS]


@transaction.atomic
def open_letter(register: Register, letter_id: UUID, *, by: Actor, at: Moment) -> bytes:
    """Return the file of one of the register's letters; the journal keeps who took it out.

    Raises:
        NotFoundError: it has no such letter, or its file was erased after its time.
    """
    if not QuarantineDecision.objects.filter(load__register_key=register.key, letter_id=letter_id).exists():
        raise NotFoundError
    body = {"register": register.key, "letter": letter_id}
    append_lines([NewLine(kind=LineKind.AUDIT, action="registry.letter.downloaded", actor=by, body=body)], at=at)
    return read_letter(DocumentId(letter_id))


def _lock(register: Register) -> None:
    # Two officials with the same rows: the second waits here, and then they wait no more.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"registry.return:{register.key}"])


def _issue(
    register: Register, rows: Sequence[QuarantinedRow], *, note: str, language: str, by: Actor, at: Moment
) -> DocumentId | None:
    if not is_letter(LETTER):
        return None
    listed = "\n".join(_say(register, row, language=language) for row in rows)
    named = ",".join(f"{row.load}.{row.line}" for row in rows)
    return issue_document(
        LETTER,
        subject_id=None,
        facts={
            "owner": register.owner.say(language),
            "register": register.name.say(language),
            "code": register.code,
            "returned_on": format_day(at.city_day, language),
            "count": str(len(rows)),
            "note": note,
            "rows": listed,
        },
        language=language,
        case_id=None,
        by=by,
        at=at,
        request_id=uuid5(REQUESTS, f"{register.key}:{named}"),
    )


def _say(register: Register, row: QuarantinedRow, *, language: str) -> str:
    """Return a row as the letter lists it: where it stands, and of each fault the column, the value and the reason."""
    masked = row.masked(register)
    faults = " ".join(
        f"{register.columns[fault.column].title(language) if fault.column in register.columns else fault.column}"
        f" ({fault.value or '–'}): {fault.sentence}"
        for fault in masked.faults
    )
    return f"{row.load}:{row.line} – {faults}"
