"""Keep the numbers that people had before the one they have now, many at once, as a register tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from alatau.access.models import PersonNumber
from alatau.access.seal import fingerprint_many, seal_many
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from alatau.core.values import Actor, Moment, PersonId

_BEGIN_LATER = """
UPDATE access_personnumber AS number SET valid_from = changed.day
FROM unnest(%s::uuid[], %s::date[]) AS changed(person_id, day)
WHERE number.person_id = changed.person_id AND number.valid_until IS NULL
"""

declare_points("access.former_numbers.written")


class FormerNumber(NamedTuple):
    """A number that a person had until a day, in its normal form."""

    person_id: PersonId
    number: str
    until: date


@transaction.atomic
def bind_former_numbers(formers: Sequence[FormerNumber], *, by: Actor, at: Moment) -> int:
    """Bind numbers that people had before, and return how many were new; all of them or none.

    The number in force begins on the day on which the former one ended. A former number that somebody has already,
    this person too, changes nothing: that one record stands for two people is for staff to decide.
    """
    new = _find_new(formers)
    # The present number makes room first: nobody has two at a time.
    _begin_later({row.person_id: row.valid_until for row in new if row.valid_until})
    PersonNumber.objects.bulk_create(new, batch_size=1_000)
    reach("access.former_numbers.written")
    append_lines(
        [
            NewLine(
                kind=LineKind.EVENT,
                action="access.number.changed",
                actor=by,
                subject_id=row.person_id,
                body={"valid_from": row.valid_until},
            )
            for row in new
        ],
        at=at,
    )
    return len(new)


def _find_new(formers: Sequence[FormerNumber]) -> list[PersonNumber]:
    """Return rows for the numbers that are nobody's and end after the present one of their person had begun."""
    fingerprints = [UUID(bytes=each) for each in fingerprint_many("person", (former.number for former in formers))]
    taken = set(PersonNumber.objects.filter(fingerprint__in=fingerprints).values_list("fingerprint", flat=True))
    people = {former.person_id for former in formers}
    rows = PersonNumber.objects.select_for_update().filter(person_id__in=people, valid_until=None).order_by("id")
    begins = dict(rows.values_list("person_id", "valid_from"))
    new: list[PersonNumber] = []
    for former, key, sealed in zip(formers, fingerprints, seal_many([one.number for one in formers]), strict=True):
        begin = begins.get(former.person_id)
        if key in taken or begin is None or begin >= former.until:
            continue
        taken.add(key)
        begins[former.person_id] = former.until
        dates = {"valid_from": begin, "valid_until": former.until}
        new.append(PersonNumber(person_id=former.person_id, fingerprint=key, sealed=sealed, **dates))
    return new


def _begin_later(days: Mapping[UUID, date]) -> None:
    """Let the numbers begin on their new days: one statement, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN_LATER, [[*days], [*days.values()]])
