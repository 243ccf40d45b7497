"""Make restricted people findable under operators' keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.access.seal import seal, unseal
from alatau.services.models.restriction import OperatorKey, RestrictedPerson
from alatau.services.restriction.pseudonyms import identifier_key, pseudonym_of
from alatau.services.restriction.values import OperatorId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.values import Moment

_WRITE = """
INSERT INTO services_restrictedpseudonym (pseudonym, key_id, person_id, until_on)
SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::date[])
ON CONFLICT (pseudonym) DO UPDATE SET until_on = excluded.until_on
"""
PEOPLE_AT_ONCE = 10_000


def enter_number(
    person_id: UUID,
    number: str,
    *,
    own_until: date | None,
    at: Moment,
    register_until: date | None = None,
) -> None:
    """Keep until when a number is restricted, and make it findable for operators; the caller holds both locks.

    Without ``register_until`` what the register says besides stays as it was.
    """
    known = RestrictedPerson.objects.filter(person_id=person_id).first()
    besides = register_until or (known.register_until if known else None)
    until_on = max(day for day in (own_until, besides) if day is not None)
    RestrictedPerson.objects.update_or_create(
        person_id=person_id,
        defaults={"until_on": until_on, "register_until": besides, "sealed_number": seal(number)},
    )
    _write((key, person_id, number, until_on) for key in list_open_keys(at.wall_at))


def enter_everybody(key: OperatorKey, *, on: date) -> int:
    """Make everybody who is restricted on a day findable under a new key; return how many they are.

    Cost: some microseconds for each person.
    """
    people = RestrictedPerson.objects.filter(until_on__gt=on).values_list("person_id", "sealed_number", "until_on")
    count, some = 0, []
    for person_id, sealed, until_on in people.iterator(PEOPLE_AT_ONCE):
        some.append((key, person_id, unseal(sealed), until_on))
        if len(some) == PEOPLE_AT_ONCE:
            _write(some)
            count, some = count + len(some), []
    _write(some)
    return count + len(some)


def list_open_keys(at: datetime) -> list[OperatorKey]:
    """Return the keys with which operators may ask at a moment of wall time."""
    keys = OperatorKey.objects.filter(operator__ended_at=None)
    return [key for key in keys.order_by("id") if key.ends_at is None or key.ends_at > at]


def _write(found: Iterable[tuple[OperatorKey, UUID, str, date]]) -> None:
    rows = [
        (pseudonym_of(_secret(key), number), key.pk, person_id, until_on) for key, person_id, number, until_on in found
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])


def _secret(key: OperatorKey) -> str:
    return identifier_key(OperatorId(key.operator_id), key.generation)
