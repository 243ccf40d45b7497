"""One commit of questions: count them against quotas, read the answers by one index, keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.services.restriction.errors import QuotaSpentError
from alatau.services.restriction.months import ensure_month

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.services.restriction.values import Asker, Pseudonym

declare_points("services.check.counted", "services.check.kept")

_COUNT = """
INSERT INTO services_operatorday AS counted (operator_id, day, asked)
SELECT operator_id, %s, 0 FROM unnest(%s::uuid[]) AS asking(operator_id) ORDER BY operator_id
ON CONFLICT (operator_id, day) DO UPDATE SET asked = counted.asked
RETURNING operator_id, asked
"""
_ADD = """
UPDATE services_operatorday AS counted SET asked = counted.asked + more.asked
FROM unnest(%s::uuid[], %s::integer[]) AS more(operator_id, asked)
WHERE counted.operator_id = more.operator_id AND counted.day = %s
"""
_FIND = """
SELECT found.pseudonym, key.operator_id FROM services_restrictedpseudonym AS found
JOIN services_operatorkey AS key ON key.id = found.key_id
WHERE found.pseudonym = ANY(%s) AND found.until_on > %s
"""
_KEEP = """
INSERT INTO services_restrictioncheck (asked_at, city_at, place, pseudonym, operator_id, was_restricted)
SELECT %s, %s, * FROM unnest(%s::integer[], %s::uuid[], %s::uuid[], %s::boolean[])
"""


class Kept(NamedTuple):
    """One question as it is kept."""

    place: int
    pseudonym: UUID
    operator_id: UUID
    was_restricted: bool


def keep_questions(
    requests: Sequence[tuple[Asker, Sequence[Pseudonym]]],
) -> list[list[bool] | QuotaSpentError]:
    """Return each request's answers, or why it was refused; what is answered is kept for good."""
    at = read_clocks()
    ensure_month(at.wall_at)
    with transaction.atomic(durable=True):
        refused = _count([(asker, len(asked)) for asker, asked in requests], on=at.city_day)
        reach("services.check.counted")
        taken = [request for place, request in enumerate(requests) if place not in refused]
        restricted = _find([one for _asker, asked in taken for one in asked], on=at.city_day)
        _keep(_list_kept(taken, restricted), at=at)
        reach("services.check.kept")
    return [
        refused.get(place) or [(one, asker.operator_id) in restricted for one in asked]
        for place, (asker, asked) in enumerate(requests)
    ]


def _count(asking: Sequence[tuple[Asker, int]], *, on: date) -> dict[int, QuotaSpentError]:
    """Add what is asked to each operator's day; return the places of requests that would pass a quota."""
    # Rows are locked in the order of ids: two processes that count at once would otherwise wait for each other.
    operators = sorted({asker.operator_id for asker, _asked in asking})
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [on, operators])
        before = dict(cursor.fetchall())
        counted, refused = dict(before), {}
        for place, (asker, asked) in enumerate(asking):
            if counted[asker.operator_id] + asked > asker.quota:
                refused[place] = QuotaSpentError(quota=asker.quota, asked=counted[asker.operator_id])
            else:
                counted[asker.operator_id] += asked
        more = [counted[each] - before[each] for each in operators]
        cursor.execute(_ADD, [operators, more, on])
    return refused


def _find(pseudonyms: Sequence[Pseudonym], *, on: date) -> set[tuple[UUID, UUID]]:
    """Return those who are restricted, each with the operator whose identifier finds them."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(pseudonyms), on])
        return set(cursor.fetchall())


def _list_kept(taken: Sequence[tuple[Asker, Sequence[Pseudonym]]], restricted: set[tuple[UUID, UUID]]) -> list[Kept]:
    kept: list[Kept] = []
    for asker, asked in taken:
        kept += [
            Kept(len(kept) + place, one, asker.operator_id, (one, asker.operator_id) in restricted)
            for place, one in enumerate(asked)
        ]
    return kept


def _keep(kept: Sequence[Kept], *, at: Moment) -> None:
    if kept:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [at.wall_at, at.city_at, *(list(column) for column in zip(*kept, strict=True))])
