"""Register many people at once: what a nation's register says of millions of them, in minutes."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from alatau.access.errors import PersonNumberTakenError
from alatau.access.seal import fingerprint_many, seal_many
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from alatau.core.values import Actor, Moment

declare_points("access.register_many.people", "access.register_many.numbers")

#: Most people of one call: one transaction of about two seconds.
BATCH = 100_000
#: All values of the first two bytes of an id.
SLOT_BITS = 16
ANYWHERE = (0, 1 << SLOT_BITS)
ID_BYTES, SLOT_SHIFT = 16, 112
BELOW_SLOT = (1 << SLOT_SHIFT) - 1
VERSION, VARIANT = 0x4 << 76, 0x2 << 62
KEPT_BITS = ~(0xF << 76 | 0x3 << 62)
#: Signs that mean something in COPY's text, and how they are written to mean themselves. A zero byte cannot be kept.
ESCAPED = {"\0": "", "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
UNSAFE = re.compile(r"[\0\\\t\n\r]")
_PEOPLE = "COPY access_person (id, name, short_name, born_on, region, address_protected, registered_at) FROM STDIN"
_NUMBERS = "COPY access_personnumber (id, person_id, fingerprint, sealed, valid_from) FROM STDIN"


class NewPerson(NamedTuple):
    """One human being to register: a tuple, since there are millions of them."""

    #: In the number's normal form, checked before.
    number: str
    name: str
    short_name: str
    born_on: date | None
    region: str
    number_from: date


@transaction.atomic
def register_many(
    people: Sequence[NewPerson],
    *,
    run_id: UUID,
    slots: tuple[int, int] = ANYWHERE,
    by: Actor,
    at: Moment,
) -> list[PersonId]:
    """Give people random ids, bind their numbers, and return the ids in the order of the people; all of them or none.

    ``slots`` narrows the first two bytes of the ids, the end excluded. A run that takes its people in the order of
    their fingerprints and goes through the slots once writes every index from left to right, several times as fast.

    Raises:
        PersonNumberTakenError: one of the numbers has a holder, or stands twice among them.

    Cost: about 12 microseconds of ours a person, and as much of the database's.
    """
    assert len(people) <= BATCH
    if not people:
        return []
    fingerprints = fingerprint_many("person", (person.number for person in people))
    # The ids go to the numbers in the order of the fingerprints. These are keyed, so the order tells nothing.
    order = sorted(range(len(people)), key=fingerprints.__getitem__)
    ids = dict(zip(order, draw_ids(len(people), slots=slots), strict=True))
    registered = at.wall_at.isoformat()
    _copy(_PEOPLE, (_person_line(ids[place], people[place], registered=registered) for place in order))
    reach("access.register_many.people")
    sealed = seal_many([person.number for person in people])
    row_ids = zip(draw_ids(len(people), slots=slots), order, strict=True)
    _copy_numbers(
        f"{row_id.hex}\t{ids[place].hex}\t{fingerprints[place].hex()}\t\\\\x{sealed[place].hex()}\t"
        f"{people[place].number_from.isoformat()}\n"
        for row_id, place in row_ids
    )
    reach("access.register_many.numbers")
    body = {"run_id": run_id, "people": len(people), "slots": list(slots)}
    append_lines(
        [NewLine(kind=LineKind.EVENT, action="access.people.registered", actor=by, case_id=run_id, body=body)], at=at
    )
    return [PersonId(ids[place]) for place in range(len(people))]


def draw_ids(count: int, *, slots: tuple[int, int] = ANYWHERE) -> list[UUID]:
    """Return random ids (version 4) in ascending order whose first two bytes lie in the range, the end excluded."""
    least, above = slots
    assert 0 <= least < above <= ANYWHERE[1]
    drawn = os.urandom(ID_BYTES * count)
    each = (int.from_bytes(drawn[start : start + ID_BYTES], "big") for start in range(0, len(drawn), ID_BYTES))
    width = above - least
    placed = (
        value & BELOW_SLOT | (least + ((value >> SLOT_SHIFT) * width >> SLOT_BITS)) << SLOT_SHIFT for value in each
    )
    # As whole numbers: ids compare ten times as slowly.
    return [UUID(int=value) for value in sorted(value & KEPT_BITS | VERSION | VARIANT for value in placed)]


def _person_line(person_id: UUID, person: NewPerson, *, registered: str) -> str:
    """Return a row as COPY reads it: the id, the names, the birth day, the place."""
    name, short_name, region = map(_plain, (person.name, person.short_name, person.region))
    born = person.born_on.isoformat() if person.born_on else "\\N"
    return f"{person_id.hex}\t{name}\t{short_name}\t{born}\t{region}\tf\t{registered}\n"


def _plain(text: str) -> str:
    """Return a text in which no sign means anything to COPY."""
    return UNSAFE.sub(lambda found: ESCAPED[found[0]], text) if UNSAFE.search(text) else text


def _copy_numbers(lines: Iterable[str]) -> None:
    try:
        with transaction.atomic():
            _copy(_NUMBERS, lines)
    except IntegrityError as error:
        # The constraints decide: two writers at once cannot both hold one number.
        raise PersonNumberTakenError from error


def _copy(statement: str, lines: Iterable[str]) -> None:
    """Write rows as text: a value object for each of a million fields would cost more than the database."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write("".join(lines))
