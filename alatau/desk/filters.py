"""Lists of tasks that an official narrowed, named and comes back to."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.journal.canonical import plain
from alatau.desk.models import SavedFilter
from alatau.desk.values import DueFilter, HolderFilter, QueueFilter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor

FILTERS_MAX = 20


@transaction.atomic
def save_filter(name: str, asked: QueueFilter, *, by: Actor) -> None:
    """Keep a filter under a name of the official's own; the same name again replaces it, the oldest make room."""
    assert by.user_id is not None, "staff have a user"
    assert name.strip(), "doors refuse a filter without a name"
    query = plain(asdict(asked))
    SavedFilter.objects.update_or_create(user_id=by.user_id, name=name.strip(), defaults={"query": query})
    spare = SavedFilter.objects.filter(user_id=by.user_id).order_by("name").values_list("id", flat=True)[FILTERS_MAX:]
    SavedFilter.objects.filter(id__in=list(spare)).delete()


def remove_filter(filter_id: UUID, *, by: Actor) -> None:
    """Forget one of the official's filters; nothing happens when it is gone, or somebody else's."""
    assert by.user_id is not None, "staff have a user"
    SavedFilter.objects.filter(id=filter_id, user_id=by.user_id).delete()


def list_filters(*, by: Actor) -> list[tuple[UUID, str, QueueFilter]]:
    """Return the official's filters in order of name."""
    assert by.user_id is not None, "staff have a user"
    rows = SavedFilter.objects.filter(user_id=by.user_id).order_by("name")
    return [(row.id, row.name, read_filter(row.query)) for row in rows]


def read_filter(raw: Mapping[str, object]) -> QueueFilter:
    """Return a filter from what a form or a row says; words it does not know narrow nothing."""
    words = {each.name: str(raw.get(each.name, "") or "") for each in fields(QueueFilter)}
    return QueueFilter(
        region=words["region"],
        skill=words["skill"],
        type=words["type"],
        kind=words["kind"] if words["kind"] in {"work", "confirm"} else "",
        due=DueFilter(words["due"]) if words["due"] in set(DueFilter) else DueFilter.ANY,
        holder=HolderFilter(words["holder"]) if words["holder"] in set(HolderFilter) else HolderFilter.ANY,
        is_escalated=words["is_escalated"].lower() in {"true", "on", "1"},
        words=words["words"][:20],
    )
