"""What a person sees of their restriction: until when it holds, and who asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.access.load import access_person
from alatau.core.values import ActorKind, PersonId
from alatau.papers.read import find_document_of_request
from alatau.services.models.restriction import OperatorKey, RestrictedPerson, Restriction
from alatau.services.restriction.pseudonyms import identifier_key, pseudonym_of
from alatau.services.restriction.values import OperatorId, RestrictionId, RestrictionView, SeenCheck, Standing

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.values import Actor, Moment

_SEEN = """
SELECT operator.name, seen.city_at, seen.was_restricted, seen.asked_at FROM services_restrictioncheck AS seen
JOIN services_operator AS operator ON operator.id = seen.operator_id
WHERE seen.pseudonym = ANY(%s) AND (%s::timestamptz IS NULL OR seen.asked_at < %s)
ORDER BY seen.asked_at DESC, seen.place LIMIT %s
"""


def list_restrictions(person_id: PersonId) -> list[RestrictionView]:
    """Return all acts of restricting of a person, newest first; for the person alone."""
    rows = Restriction.objects.filter(person_id=person_id).order_by("-wall_at")
    return [_view(row) for row in rows]


def find_standing_of(person_id: PersonId, *, on: date) -> Standing:
    """Return what holds for a person on a day; for the person alone."""
    row = Restriction.objects.filter(person_id=person_id, until_on__gt=on).order_by("-until_on").first()
    besides = RestrictedPerson.objects.filter(person_id=person_id, register_until__gt=on)
    register_until = besides.values_list("register_until", flat=True).first()
    return Standing(own=_view(row) if row else None, register_until=register_until)


def list_checks(
    person_id: PersonId, *, by: Actor, at: Moment, limit: int = 50, before: datetime | None = None
) -> list[SeenCheck]:
    """Return who asked about a person, newest first. ``before`` is wall time, the end of the page before.

    Nothing kept of a question leads to a person: their own number is put under each operator's keys, and what was
    asked under those is theirs.
    """
    purpose = "desk_visit" if by.kind is ActorKind.STAFF else "own"
    number = access_person(person_id, by=by, purpose=purpose, data=("number",), at=at).number
    if number is None:
        return []
    keys = OperatorKey.objects.values_list("operator_id", "generation")
    pseudonyms = [
        pseudonym_of(identifier_key(OperatorId(operator_id), generation), number) for operator_id, generation in keys
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [pseudonyms, before, before, limit])
        return [
            SeenCheck(operator=name, at=city_at, was_restricted=was_restricted, asked_at=asked_at)
            for name, city_at, was_restricted, asked_at in cursor.fetchall()
        ]


def _view(row: Restriction) -> RestrictionView:
    return RestrictionView(
        id=RestrictionId(row.id),
        person_id=PersonId(row.person_id),
        from_on=row.from_on,
        until_on=row.until_on,
        asked_at=row.city_at,
        document_id=find_document_of_request(row.id),
        is_longer=row.lengthens_id is not None,
    )
