"""Register people and organisations under random ids, and keep their numbers with dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.access.carry_consents import carry_consents
from alatau.access.errors import PersonNumberTakenError, PersonsCannotMergeError
from alatau.access.merged import carry_representations
from alatau.access.models import Organisation, Person, PersonNumber
from alatau.access.seal import fingerprint, seal
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import OrganisationId, PersonId
from alatau.messages.merge import carry_messages

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment

declare_points("access.register.written", "access.number.closed", "access.merge.written")


@transaction.atomic
def register_person(
    *,
    name: str,
    short_name: str,
    born_on: date | None,
    region: str,
    number: str | None,
    number_from: date,
    by: Actor,
    at: Moment,
) -> PersonId:
    """Give a human being a random id, and bind their number from a day on when they have one.

    Raises:
        NumberNotValidError: the number breaks the content's rules.
        PersonNumberTakenError: it has another holder.
    """
    assert name
    assert short_name
    person = Person.objects.create(
        name=name, short_name=short_name, born_on=born_on, region=region, registered_at=at.wall_at
    )
    if number is not None:
        _bind_number(person, number, valid_from=number_from, at=at)
    reach("access.register.written")
    line = NewLine(kind=LineKind.EVENT, action="access.person.registered", actor=by, subject_id=person.id)
    append_lines([line], at=at)
    return PersonId(person.id)


@transaction.atomic
def change_number(person_id: PersonId, number: str, *, valid_from: date, by: Actor, at: Moment) -> None:
    """Give a person a new number from a day on; the old one ends the day before and stays on record.

    A repeat with the number in force changes nothing.

    Raises:
        NotFoundError, NumberNotValidError, PersonNumberTakenError: in this order.
    """
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFoundError
    current = PersonNumber.objects.filter(person=person, valid_until=None).first()
    if current is not None and current.fingerprint == _fingerprint(number, at=at):
        return
    if current is not None and current.valid_from >= valid_from:
        raise PersonNumberTakenError
    if current is not None:
        current.valid_until = valid_from
        current.save(update_fields=["valid_until"])
    reach("access.number.closed")
    _bind_number(person, number, valid_from=valid_from, at=at)
    body = {"valid_from": valid_from}
    line = NewLine(kind=LineKind.EVENT, action="access.number.changed", actor=by, subject_id=person.id, body=body)
    append_lines([line], at=at)


@transaction.atomic
def merge_persons(kept_id: PersonId, absorbed_id: PersonId, *, by: Actor, at: Moment) -> None:
    """Make one record stand for both: every number of the absorbed one finds the kept one from now on.

    Open representations, consents, messages and addresses go on under the kept one. A repeat changes nothing.

    Raises:
        NotFoundError, PersonsCannotMergeError: in this order.
    """
    # Lock in id order: two opposite merges would otherwise wait for each other.
    rows = Person.objects.select_for_update().filter(id__in=[kept_id, absorbed_id]).order_by("id")
    found = {row.id: row for row in rows}
    kept, absorbed = found.get(kept_id), found.get(absorbed_id)
    if kept is None or absorbed is None:
        raise NotFoundError
    if absorbed.merged_into_id == kept.id:
        return
    if kept.id == absorbed.id or kept.merged_into_id or absorbed.merged_into_id:
        raise PersonsCannotMergeError
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    carry_representations(absorbed, to=kept, at=at)
    carry_consents(absorbed, to=kept, by=by, at=at)
    carry_messages(absorbed_id, to=kept_id, by=by, at=at)
    reach("access.merge.written")
    body = {"absorbed_id": absorbed.id}
    line = NewLine(kind=LineKind.EVENT, action="access.persons.merged", actor=by, subject_id=kept.id, body=body)
    append_lines([line], at=at)


@transaction.atomic
def register_organisation(*, name: str, number: str, by: Actor, at: Moment) -> OrganisationId:
    """Return the organisation that holds the number, registering it when it is new. Raises: NumberNotValidError."""
    normal = content().organisation_numbers.check(number, on=at.city_day)
    organisation, is_new = Organisation.objects.get_or_create(
        fingerprint=fingerprint("organisation", normal),
        defaults={"name": name, "sealed": seal(normal), "registered_at": at.wall_at},
    )
    if is_new:
        action = "access.organisation.registered"
        append_lines([NewLine(kind=LineKind.EVENT, action=action, actor=by, subject_id=organisation.id)], at=at)
    return OrganisationId(organisation.id)


def _bind_number(person: Person, number: str, *, valid_from: date, at: Moment) -> None:
    normal = content().person_numbers.check(number, on=at.city_day)
    try:
        with transaction.atomic():
            PersonNumber.objects.create(
                person=person,
                fingerprint=fingerprint("person", normal),
                sealed=seal(normal),
                valid_from=valid_from,
            )
    except IntegrityError as error:
        # The exclusion constraints decide: two writers at once cannot both hold one number.
        raise PersonNumberTakenError from error


def _fingerprint(number: str, *, at: Moment) -> object:
    return fingerprint("person", content().person_numbers.check(number, on=at.city_day))
