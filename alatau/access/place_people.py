"""Say of many people at once in which place they live, as the registers tell it: rights by place follow it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("access.place_people.written")

#: People of one statement: it takes some tenths of a second.
BATCH = 50_000
# Rows that say the same already are not written: nearly all are so.
_MOVE = """
UPDATE access_person SET region = told.region
FROM unnest(%s::uuid[], %s::text[]) AS told (id, region)
WHERE access_person.id = told.id AND access_person.region <> told.region
"""


def place_people(places: Iterable[tuple[UUID, str]], *, by: Actor, at: Moment) -> int:
    """Keep the place code of each person where it is another one by now, and return how many moved.

    Killed anywhere, some have moved; the same call moves the rest. One line in the journal for each batch that moved
    anybody.
    """
    moved, rest = 0, iter(places)
    while batch := [*islice(rest, BATCH)]:
        moved += _place(batch, by=by, at=at)
        reach("access.place_people.written")
    return moved


@transaction.atomic
def _place(batch: list[tuple[UUID, str]], *, by: Actor, at: Moment) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [[person_id for person_id, _region in batch], [region for _person_id, region in batch]])
        moved = int(cursor.rowcount)
    if moved:
        line = NewLine(kind=LineKind.EVENT, action="access.people.placed", actor=by, body={"people": moved})
        append_lines([line], at=at)
    return moved
