"""Follow what reaches the register by other ways, and people whose number changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.access.load import access_person
from alatau.access.merged import resolve_person
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.declare import get_register
from alatau.registry.read_records import RECORDS
from alatau.registry.reader.ask import read_person_rows
from alatau.services.models.restriction import RestrictedPerson, RestrictedPseudonym
from alatau.services.restriction.find_under_keys import enter_number
from alatau.services.restriction.locks import hold_keys, lock_person
from alatau.services.restriction.restrict import find_standing
from alatau.services.restriction.rules import get_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.reader.values import RowView
    from alatau.services.restriction.values import RegisterColumns

#: The end of a restriction to which the law sets none.
NEVER = date(9999, 12, 31)
PURPOSE = "service"


@transaction.atomic
def follow_register(person_id: PersonId, *, by: Actor, at: Moment) -> None:
    """Take over what the state's register says of a person: a request on paper, or a limit that the law sets.

    What the person asked for here stands whatever the register says; the later end holds. Safe to repeat.
    """
    columns = get_rules().register
    assert columns is not None, "only a register that the content names is followed"
    hold_keys()
    person_id = resolve_person(person_id)
    lock_person(person_id)
    look_id = uuid4()
    data = (RECORDS, "number")
    person = access_person(person_id, by=by, purpose=PURPOSE, data=data, at=at, look_id=look_id)
    rows = read_person_rows(person_id, look_id=look_id, registers=[get_register(columns.register)], at=at)
    until = max(_ends_of(rows, columns), default=None)
    known = RestrictedPerson.objects.filter(person_id=person_id).first()
    if person.number is None or (until is None and known is None):
        return
    standing = find_standing(person_id, on=at.city_day)
    own_until = standing.until_on if standing else None
    if known is not None and known.register_until == until:
        return

    # Nothing is refused below this line.
    # A row that was taken back ends today.
    enter_number(person_id, person.number, own_until=own_until, register_until=until or at.city_day, at=at)
    line = NewLine(kind=LineKind.EVENT, action="services.restriction.followed", actor=by, subject_id=person_id)
    append_lines([line], at=at)


@transaction.atomic
def follow_number(person_id: PersonId, *, by: Actor, at: Moment) -> None:
    """Find a restricted person under their new number too; the old one keeps finding them. Safe to repeat."""
    person_id = resolve_person(person_id)
    hold_keys()
    lock_person(person_id)
    known = RestrictedPerson.objects.filter(person_id=person_id, until_on__gt=at.city_day).first()
    if known is None:
        return
    person = access_person(person_id, by=by, purpose=PURPOSE, data=("number",), at=at)
    if person.number is not None:
        enter_number(person_id, person.number, own_until=known.until_on, at=at)


def forget_ended(*, at: Moment, limit: int = 10_000) -> int:
    """Take people who are free again off the lists that questions are answered from; return how many went."""
    ended = RestrictedPerson.objects.filter(until_on__lte=at.city_day).values_list("person_id", flat=True)[:limit]
    people = list(ended)
    with transaction.atomic():
        RestrictedPseudonym.objects.filter(person_id__in=people, until_on__lte=at.city_day).delete()
        RestrictedPerson.objects.filter(person_id__in=people, until_on__lte=at.city_day).delete()
    return len(people)


def _ends_of(rows: Iterable[RowView], columns: RegisterColumns) -> list[date]:
    ends = (row.values.get(columns.limited_until) for row in rows)
    return [until if isinstance(until, date) else NEVER for until in ends]
