"""Follow merged records: of two that turned out to be one human, one stands for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from alatau.access.models import Person, Representation
from alatau.core.values import PersonId

if TYPE_CHECKING:
    from alatau.core.values import Moment


def resolve_person(person_id: PersonId) -> PersonId:
    """Return the record that stands for this human now; the same id unless it was merged."""
    merged = Person.objects.filter(id=person_id).values_list("merged_into_id", flat=True).first()
    return resolve_person(PersonId(merged)) if merged else person_id


def carry_representations(absorbed: Person, *, to: Person, at: Moment) -> None:
    """Let open representations of the absorbed record go on under the kept one.

    One that the kept record has already, or that would make somebody their own representative, ends.
    """
    rows = Representation.objects.select_for_update().filter(
        Q(representative=absorbed) | Q(represented=absorbed), ended_at=None
    )
    for row in rows.order_by("id"):
        if row.representative_id == absorbed.id:
            row.representative = to
        if row.represented_id == absorbed.id:
            row.represented = to
        if row.asked_by_id == absorbed.id:
            row.asked_by = to
        _save_or_end(row, at=at)


def _save_or_end(row: Representation, *, at: Moment) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=["representative", "represented", "asked_by"])
    except IntegrityError:
        # The database's own rules say that it cannot stand beside the kept record's.
        Representation.objects.filter(id=row.id).update(ended_at=at.wall_at, end_told_at=at.wall_at)
