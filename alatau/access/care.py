"""Children whose records a person may unfold, and whose address is shown to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from alatau.access.dates import age_on
from alatau.access.lookup import get_kind, list_kinds
from alatau.access.merged import resolve_person
from alatau.access.models import Person, Representation
from alatau.access.rights import WHOLE_RIGHT, reaches
from alatau.access.values import Child, RepresentationId
from alatau.core.values import PersonId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from alatau.core.values import Moment


def list_children_in_care(person_id: PersonId, *, at: Moment) -> list[Child]:
    """Return the children whom the person acts for and whose records still open to them, the oldest first."""
    day = at.city_day
    held = Representation.objects.select_related("represented").filter(
        Q(valid_until=None) | Q(valid_until__gt=day),
        kind__in=list_kinds(),
        representative_id=person_id,
        represented__isnull=False,
        accepted_at__isnull=False,
        ended_at=None,
        valid_from__lte=day,
    )
    children = [
        Child(
            person_id=PersonId(row.represented.id),
            short_name=row.represented.short_name,
            ground_id=RepresentationId(row.id),
            age=age_on(row.represented.born_on, day),
        )
        for row in held
        if row.represented is not None
        and row.represented.born_on is not None
        and get_kind(row.kind).looks_until_age is not None
        and reaches(row, row.represented, purpose=WHOLE_RIGHT, at=at)
    ]
    return sorted(children, key=lambda child: (-child.age, child.short_name))


def is_address_protected(person_id: PersonId) -> bool:
    """Tell whether the person's address is shown to nobody, for whatever purpose."""
    return Person.objects.filter(id=resolve_person(person_id), address_protected=True).exists()


def is_any_address_protected(people: Collection[PersonId]) -> bool:
    """Tell whether the address of one of some people is shown to nobody; one question where none of them was merged."""
    rows: Iterable[tuple[UUID, UUID | None, bool]] = Person.objects.filter(id__in=[*people]).values_list(
        "id", "merged_into_id", "address_protected"
    )
    return any(
        protected if merged is None else is_address_protected(PersonId(each)) for each, merged, protected in rows
    )
