"""Questions about who acts for whom. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from alatau.access.lookup import list_kinds
from alatau.access.models import Representation
from alatau.access.values import RepresentationId, RepresentationSource, RepresentationView
from alatau.core.values import OrganisationId, PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from alatau.core.values import Moment


def find_representation(
    representative_id: PersonId, subject_id: PersonId | OrganisationId, *, at: Moment, purpose: str = ""
) -> RepresentationView | None:
    """Return the representation in force today by which one acts for the other (for the purpose, if one is named)."""
    rows = _standing(at=at).filter(Q(represented_id=subject_id) | Q(organisation_id=subject_id))
    for row in rows.filter(representative_id=representative_id).order_by("granted_at"):
        if not purpose or not row.purposes or purpose in row.purposes:
            return _view(row)
    return None


def get_representation_in_force(
    representation_id: UUID, *, representative_id: UUID, at: Moment
) -> Representation | None:
    """Return the row of a representation in force today that this person holds; for this room alone."""
    return _standing(at=at).filter(id=representation_id, representative_id=representative_id).first()


def list_representations_held(person_id: PersonId, *, at: Moment) -> list[RepresentationView]:
    """Return what this person may act under today, the oldest first."""
    return [_view(row) for row in _standing(at=at).filter(representative_id=person_id).order_by("granted_at", "id")]


def list_open_representations(person_id: PersonId) -> list[RepresentationView]:
    """Return every open representation in which the person is one side, those that wait for a yes included."""
    rows = _rows().filter(Q(representative_id=person_id) | Q(represented_id=person_id), ended_at=None)
    return [_view(row) for row in rows.order_by("granted_at", "id")]


def list_people_acted_for(people: Iterable[PersonId], *, at: Moment) -> set[PersonId]:
    """Return the persons whom any of these people act for today, also by a kind that gives no right any more."""
    rows = _on_record(at=at).filter(representative_id__in=list(people), represented__isnull=False)
    return {PersonId(found) for found in rows.values_list("represented_id", flat=True)}


def list_people_acting_for(people: Iterable[PersonId], *, at: Moment) -> set[PersonId]:
    """Return everybody who acts for any of these people today, also by a kind that gives no right any more."""
    rows = _on_record(at=at).filter(represented_id__in=list(people))
    return {PersonId(found) for found in rows.values_list("representative_id", flat=True)}


def _standing(*, at: Moment) -> QuerySet[Representation]:
    # The law has done away with a kind that left the content, and with what it gave.
    return _on_record(at=at).filter(kind__in=list_kinds())


def _on_record(*, at: Moment) -> QuerySet[Representation]:
    day = at.city_day
    return _rows().filter(
        Q(valid_until=None) | Q(valid_until__gt=day), accepted_at__isnull=False, ended_at=None, valid_from__lte=day
    )


def _rows() -> QuerySet[Representation]:
    return Representation.objects.select_related("representative", "represented", "organisation")


def _view(row: Representation) -> RepresentationView:
    side = row.represented or row.organisation
    assert side is not None
    return RepresentationView(
        id=RepresentationId(row.id),
        kind=row.kind,
        representative_id=PersonId(row.representative_id),
        represented_id=PersonId(row.represented_id) if row.represented_id else None,
        organisation_id=OrganisationId(row.organisation_id) if row.organisation_id else None,
        representative_name=row.representative.name,
        represented_name=side.name,
        ground=row.ground,
        source=RepresentationSource(row.source),
        purposes=frozenset(row.purposes),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        asked_by=PersonId(row.asked_by_id) if row.asked_by_id else None,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
    )
