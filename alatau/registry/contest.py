"""A resident says "this is wrong": the row is marked, a case opens at the register's owner, and its answer is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.access.load import access_person
from alatau.access.seal import seal, unseal
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.desk.deadlines import first_deadline
from alatau.desk.open import open_case
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId
from alatau.registry.models import Contest
from alatau.registry.values import ContestAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.registry.records import RecordRow
    from alatau.registry.rows.types import Given

declare_points("registry.contest.opened", "registry.contest.kept", "registry.contest.answered")

#: The kind of case that a contested row opens, as the content package names it, and the page its officials work on.
CONTESTED = "record_contested"
PAGE = "registry:contested"
#: The outcome of such a case that changes the row; every other one leaves it as it is.
CORRECTED = "corrected"
WORDS_MAX = 2000


@dataclass(frozen=True, kw_only=True)
class ContestView:
    """One contest: whose, about what, and what became of it."""

    id: UUID
    person_id: PersonId
    register_key: str
    row_key: UUID
    #: Column that is said to be wrong; empty for the whole row.
    column: str
    case_id: CaseId
    opened_at: datetime
    due_at: datetime
    answer: ContestAnswer | None
    answered_at: datetime | None
    has_correction: bool


@transaction.atomic
def contest_row(row: RecordRow, *, column: str, words: str, request_id: UUID, by: Actor, at: Moment) -> ContestView:
    """Mark a row as contested until it is answered, and open a case about it with the deadline of the law.

    `row` is one of the subject's own, as `read_records` gave it to the same actor. Contesting the same value again
    while it waits for its answer returns the first contest.

    Raises:
        NotFoundError: the register has no such column, or nobody's affairs are at hand; nothing is written.
    """
    assert words.strip(), "doors refuse a contest without words"
    person_id = by.subject_id
    if person_id is None or (column and column not in row.register.columns):
        raise NotFoundError
    _lock(person_id)
    same = Contest.objects.filter(person_id=person_id, register_key=row.register.key, row_key=row.key, answer="")
    earlier = same.filter(column=column).first() or Contest.objects.filter(id=request_id, person_id=person_id).first()
    if earlier is not None:
        return _view(earlier)

    # Nothing is refused below this line.
    person = access_person(person_id, by=by, purpose=_purpose(by), data=("region",), at=at)
    facts = {"register": row.register.key, "column": column, "contest": request_id, "page": PAGE}
    case_id = open_case(
        CONTESTED,
        subject_id=person_id,
        region=person.region or "",
        facts=facts,
        request_id=request_id,
        by=by,
        at=at,
    )
    reach("registry.contest.opened")
    contest = Contest.objects.create(
        id=request_id,
        person_id=person_id,
        register_key=row.register.key,
        row_key=row.key,
        row_load=row.load if row.inbox_id is None else None,
        row_line=row.line if row.inbox_id is None else None,
        inbox_id=row.inbox_id,
        column=column,
        sealed=seal(words),
        case_id=case_id,
        opened_at=at.city_at,
        due_at=first_deadline(at.city_at, get_type(CONTESTED).deadline, content().calendar),
    )
    _tell("registry.record.contested", contest, by=by, at=at)
    reach("registry.contest.kept")
    return _view(contest)


@transaction.atomic
def answer_contest(case_id: CaseId, *, outcome: str, by: Actor, at: Moment) -> ContestView | None:
    """Keep what the register's owner answered, however often it is told; None when the case is about something else."""
    contest = Contest.objects.select_for_update().filter(case_id=case_id).first()
    if contest is None:
        return None
    answer = ContestAnswer.CORRECTED if outcome == CORRECTED else ContestAnswer.UPHELD
    if contest.answer == answer.value:
        return _view(contest)

    # Nothing is refused below this line.
    contest.answer, contest.answered_at = answer.value, at.city_at
    contest.save(update_fields=["answer", "answered_at"])
    _tell("registry.record.answered", contest, by=by, at=at)
    reach("registry.contest.answered")
    return _view(contest)


@transaction.atomic
def reopen_contest(case_id: CaseId) -> None:
    """Mark the row as contested again: the decision about it is being looked into anew."""
    Contest.objects.filter(case_id=case_id).update(answer="", answered_at=None, correction=None, corrected_by=None)


@transaction.atomic
def keep_correction(case_id: CaseId, *, values: Mapping[str, Given], by: Actor) -> None:
    """Keep how the row should read; it is taken in when the case is decided so.

    Raises:
        NotFoundError: there is no open contest of that case.
    """
    contest = Contest.objects.select_for_update().filter(case_id=case_id, answer="").first()
    if contest is None:
        raise NotFoundError
    contest.correction, contest.corrected_by = seal(json.dumps(dict(values), ensure_ascii=False)), by.user_id
    contest.save(update_fields=["correction", "corrected_by"])


def read_correction(case_id: CaseId) -> dict[str, Given] | None:
    """Return how an official says that the row should read; None while nobody has."""
    sealed = Contest.objects.filter(case_id=case_id).values_list("correction", flat=True).first()
    if sealed is None:
        return None
    kept: dict[str, Given] = json.loads(unseal(sealed))
    return kept


def read_words(case_id: CaseId) -> str:
    """Return what the resident wrote."""
    sealed = Contest.objects.filter(case_id=case_id).values_list("sealed", flat=True).first()
    return unseal(sealed) if sealed else ""


def find_contest(case_id: CaseId) -> ContestView | None:
    """Return the contest that a case is about."""
    contest = Contest.objects.filter(case_id=case_id).first()
    return _view(contest) if contest else None


def list_contests(person_id: PersonId) -> list[ContestView]:
    """Return a person's contests, the newest first."""
    return [_view(row) for row in Contest.objects.filter(person_id=person_id).order_by("-opened_at")]


def list_open_contests(people: Collection[PersonId]) -> list[ContestView]:
    """Return the contests of some people that nobody has answered yet, in no order."""
    # One list: of hundreds of people in a filter, each would be looked at before it is sent.
    query = f"SELECT * FROM {Contest._meta.db_table} WHERE answer = '' AND person_id = ANY(%s)"
    return [_view(row) for row in Contest.objects.raw(query, [[*people]])]


def _lock(person_id: PersonId) -> None:
    # Two taps on one button: the second waits here, then finds the first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"registry.contest:{person_id}"])


def _purpose(by: Actor) -> str:
    return "representation" if by.for_person_id else "own"


def _tell(action: str, contest: Contest, *, by: Actor, at: Moment) -> None:
    body = {"register": contest.register_key, "column": contest.column, "contest": contest.id, "answer": contest.answer}
    line = NewLine(
        kind=LineKind.EVENT,
        action=action,
        actor=by,
        subject_id=PersonId(contest.person_id),
        case_id=contest.case_id,
        body=body,
    )
    append_lines([line], at=at)


def _view(contest: Contest) -> ContestView:
    return ContestView(
        id=contest.id,
        person_id=PersonId(contest.person_id),
        register_key=contest.register_key,
        row_key=contest.row_key,
        column=contest.column,
        case_id=CaseId(contest.case_id),
        opened_at=contest.opened_at,
        due_at=contest.due_at,
        answer=ContestAnswer(contest.answer) if contest.answer else None,
        answered_at=contest.answered_at,
        has_correction=contest.correction is not None,
    )
