"""Questions other rooms may ask of the journal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, Max, Subquery

from alatau.core.journal.values import Line, LineKind
from alatau.core.models import JournalBatch, JournalContents, JournalSeal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def list_lines_about(
    subject_id: UUID, *, kinds: Iterable[LineKind] = (), limit: int = 50, before: int | None = None
) -> list[Line]:
    """Return the lines about a person or organisation, newest first, the ones not yet numbered included.

    ``before`` is the number of the last line of the page before. No kinds means all four.
    """
    return _list_lines(JournalContents.objects.filter(subject_id=subject_id), kinds=kinds, limit=limit, before=before)


def list_lines_of_case(
    case_id: UUID, *, kinds: Iterable[LineKind] = (), limit: int = 200, before: int | None = None
) -> list[Line]:
    """Return the lines of a case, conversation or decision, newest first."""
    return _list_lines(JournalContents.objects.filter(case_id=case_id), kinds=kinds, limit=limit, before=before)


def find_line(line_id: UUID) -> Line | None:
    """Return the line of that id, whether it is numbered yet or not; None when nobody wrote it."""
    return find_lines([line_id]).get(line_id)


def find_lines(line_ids: Iterable[UUID]) -> dict[UUID, Line]:
    """Return the lines of those ids, numbered yet or not; one that nobody wrote is left out."""
    rows = JournalContents.objects.filter(line__id__in=[*line_ids]).select_related("line")
    return {row.line.id: _line_of(row) for row in rows.annotate(number=F("line__seal__number"))}


_BODY = """
SELECT body FROM core_journalline AS line LEFT JOIN core_journalcontents AS contents ON contents.line_id = line.position
WHERE line.id = %s
"""


def find_body(line_id: UUID) -> Mapping[str, object] | None:
    """Return what the line of that id says, empty where the law had it erased; None when nobody wrote it.

    Cost: one question of the database and nothing besides: systems that push ask it for each row.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BODY, [line_id])
        row = cursor.fetchone()
    if row is None:
        return None
    body: Mapping[str, object] = json.loads(row[0]) if isinstance(row[0], str) else row[0] or {}
    return body


def last_number(*, at: datetime | None = None) -> int:
    """Return how many lines the journal has, or had at a moment of wall time."""
    batches = JournalBatch.objects.all() if at is None else JournalBatch.objects.filter(sealed_at__lte=at)
    return batches.aggregate(last=Max("last_number"))["last"] or 0


def find_numbers(line_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the numbers of the lines that have one; it never changes."""
    found = JournalSeal.objects.filter(line__id__in=[*line_ids]).values_list("line__id", "number")
    return dict(found)


def _list_lines(
    rows: QuerySet[JournalContents], *, kinds: Iterable[LineKind], limit: int, before: int | None
) -> list[Line]:
    rows = rows.select_related("line").annotate(number=F("line__seal__number")).order_by("-line_id")
    if kinds:
        rows = rows.filter(line__kind__in=[*kinds])
    if before is not None:
        # By position, as the rows are ordered: a late commit has a higher number than lines written after it.
        reached = JournalSeal.objects.filter(number=before).values("line_id")
        rows = rows.filter(line_id__lt=Subquery(reached))
    return [_line_of(row) for row in rows[:limit]]


def _line_of(row: JournalContents) -> Line:
    return Line(
        id=row.line.id,
        number=getattr(row, "number", None),
        kind=LineKind(row.line.kind),
        action=row.line.action,
        actor=row.actor,
        subject_id=row.subject_id,
        case_id=row.case_id,
        purpose=row.purpose,
        body=row.body,
        city_at=row.line.city_at,
        wall_at=row.line.wall_at,
    )
