"""End a mark before its time: what is left under it goes back to its owner, as at any mark's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.models import Mark

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.values import HolderId, MarkId

declare_points("money.mark.ended")


def end_mark(mark_id: MarkId, *, owner_id: HolderId, by: Actor, at: Moment) -> None:
    """End a mark of this owner, and every narrower one below it, in the caller's transaction. Safe to repeat.

    Nobody can spend under it from now on. What pots hold goes back within a minute, and what a hold or a refund brings
    later goes back too.

    Raises:
        NotFoundError: absent, or somebody else's.
    """
    assert connection.in_atomic_block, "a mark ends in the transaction of what ends it"
    mark = Mark.objects.filter(id=mark_id, owner_id=owner_id).first()
    if mark is None:
        raise NotFoundError
    if mark.valid_until <= at.city_at:
        return
    # Nothing is refused below this line.
    with connection.cursor() as cursor:
        cursor.execute("SELECT ended FROM money_end_mark(%s, %s, %s) AS ended", [mark_id, at.city_at, at.wall_at])
        ended = [row[0] for row in cursor.fetchall()]
    reach("money.mark.ended")
    lines = [
        NewLine(
            kind=LineKind.EVENT,
            action="money.mark.ended",
            actor=by,
            subject_id=owner,
            body={"mark_id": each, "ended_with": mark_id},
        )
        for each, owner in Mark.objects.filter(id__in=ended).values_list("id", "owner_id")
    ]
    append_lines(lines, at=at)
