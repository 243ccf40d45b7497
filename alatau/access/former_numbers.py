"""Keep the numbers that people had before the one they have now, many at once, as a register tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction

from alatau.access.models import PersonNumber
from alatau.access.seal import fingerprint_many, seal_many
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from alatau.core.values import Actor, Moment, PersonId

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
    fingerprints = [UUID(bytes=each) for each in fingerprint_many("person", (former.number for former in formers))]
    taken = set(PersonNumber.objects.filter(fingerprint__in=fingerprints).values_list("fingerprint", flat=True))
    open_rows = PersonNumber.objects.select_for_update().filter(
        person_id__in={former.person_id for former in formers}, valid_until=None
    )
    present = {row.person_id: row for row in open_rows.order_by("id")}
    new: list[PersonNumber] = []
    for former, fingerprint, sealed in zip(
        formers, fingerprints, seal_many([former.number for former in formers]), strict=True
    ):
        current = present.get(former.person_id)
        if fingerprint in taken or current is None or current.valid_from >= former.until:
            continue
        taken.add(fingerprint)
        new.append(
            PersonNumber(
                person_id=former.person_id,
                fingerprint=fingerprint,
                sealed=sealed,
                valid_from=current.valid_from,
                valid_until=former.until,
            )
        )
        current.valid_from = former.until
    # The present number makes room first: nobody has two at a time.
    PersonNumber.objects.bulk_update([present[row.person_id] for row in new], ["valid_from"], batch_size=1_000)
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
