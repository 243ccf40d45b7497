"""The sample city's people: load them once, and tell how to sign in as each. Refused in a real city."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.access.errors import RepresentationOpenError, SampleOnlyError
from alatau.access.factors import keep_totp, totp_code
from alatau.access.lookup import get_kind
from alatau.access.read import find_person_by_number
from alatau.access.register import register_organisation, register_person
from alatau.access.represent import grant_representation
from alatau.access.roles import grant_role
from alatau.access.staff import create_staff, find_staff
from alatau.access.values import NewRepresentation, RepresentationSource
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.read import is_sample_city
from alatau.core.values import OrganisationId, PersonId, system_actor
from alatau.messages.choices import get_choices, set_choices
from alatau.messages.contacts import set_contact_point
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from alatau.access.kinds import SampleCity, SampleOrganisation, SamplePerson, SampleStaff
    from alatau.core.values import Moment

BY = system_actor("access.load_sample_city")
#: Key of the database's lock that one loader holds.
LOAD_LOCK = 7_243_001


@dataclass(frozen=True, kw_only=True)
class SampleSignIn:
    """A line of the table that a start prints."""

    name: str
    description: str
    how: str


@dataclass(frozen=True, kw_only=True)
class SampleResidentView:
    """An invented resident and the number to sign in with."""

    person: SamplePerson
    number: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class SampleStaffView:
    """An invented member of staff and the code their generator shows now."""

    staff: SampleStaff
    code: str


@transaction.atomic
def load_sample_city() -> None:
    """Register the content's invented people, their phones, families and staff; a repeat adds only what is missing.

    Raises:
        SampleOnlyError: the database was made for a real city, or the mode is production.
    """
    if not is_sample_city():
        raise SampleOnlyError
    city: SampleCity | None = content().sample_city
    if city is None:
        return
    # One loader at a time: two starts at once would otherwise register everybody twice.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    at = read_clocks()
    people = {person.key: _resident(person, city.region, at=at) for person in city.residents}
    firms = {firm.key: _organisation(firm, at=at) for firm in city.organisations}
    for link in city.representations:
        new = NewRepresentation(
            kind=link.kind,
            representative_id=people[link.representative],
            represented_id=people.get(link.represented),
            organisation_id=firms.get(link.represented),
            source=_source(link.kind),
            ground=link.ground,
            valid_from=at.city_day,
        )
        # The city may be older than the ground the content now quotes: what is open stays as it was entered.
        with suppress(RepresentationOpenError):
            grant_representation(new, by=BY, at=at)
    for member in city.staff:
        _member(member, ground=city.role_ground, at=at)


def list_sample_residents() -> list[SampleResidentView]:
    """Return the invented residents with their numbers."""
    assert is_sample_city()
    city: SampleCity | None = content().sample_city
    return [
        SampleResidentView(person=person, number=number_of(person), phone=_phone(person))
        for person in (city.residents if city else ())
    ]


def list_sample_staff(*, at: Moment) -> list[SampleStaffView]:
    """Return the invented staff with the code each one's generator shows now."""
    assert is_sample_city()
    city: SampleCity | None = content().sample_city
    return [
        SampleStaffView(staff=member, code=totp_code(member.totp_secret, at=at))
        for member in (city.staff if city else ())
    ]


def list_sample_sign_ins() -> list[SampleSignIn]:
    """Return who one can be in the sample city and how to sign in as each, in English for the terminal."""
    city: SampleCity | None = content().sample_city
    if city is None:
        return []
    residents = [
        SampleSignIn(
            name=f"{person.key.capitalize()} ({person.name})",
            description=person.about.say("en"),
            how=f"number {number_of(person)}",
        )
        for person in city.residents
        if person.phone_serial is not None
    ]
    staff = [
        SampleSignIn(
            name=f"{member.login.capitalize()} ({member.name})",
            description=f"{', '.join(member.roles)}: {member.about.say('en')}",
            how=f"{member.login} / {member.password}",
        )
        for member in city.staff
    ]
    return residents + staff


def number_of(person: SamplePerson) -> str:
    """Return the synthetic number of an invented resident."""
    return content().person_numbers.synthesise(born_on=person.born_on, woman=person.woman, serial=person.serial)


def _resident(person: SamplePerson, region: str, *, at: Moment) -> PersonId:
    number = number_of(person)
    person_id = find_person_by_number(number, on=at.city_day)
    if person_id is not None:
        return person_id
    person_id = register_person(
        name=person.name,
        short_name=person.short_name,
        born_on=person.born_on,
        region=region,
        number=number,
        number_from=person.born_on,
        by=BY,
        at=at,
    )
    set_choices(person_id, replace(get_choices(person_id), language=person.language), by=BY, at=at)
    if phone := _phone(person):
        set_contact_point(person_id, Channel.SMS, phone, by=BY, at=at, proved=True)
    return person_id


def _phone(person: SamplePerson) -> str:
    return content().phone_numbers.synthesise(person.phone_serial) if person.phone_serial is not None else ""


def _source(kind: str) -> RepresentationSource:
    # What a person gives can be taken back by either side; what a register states cannot.
    return RepresentationSource.DESK if get_kind(kind).given_by_person else RepresentationSource.REGISTER


def _organisation(firm: SampleOrganisation, *, at: Moment) -> OrganisationId:
    number = content().organisation_numbers.synthesise(firm.serial)
    return register_organisation(name=firm.name, number=number, by=BY, at=at)


def _member(member: SampleStaff, *, ground: str, at: Moment) -> None:
    if find_staff(member.login) is not None:
        return
    user_id = create_staff(
        login=member.login, name=member.name, office=member.office, password=member.password, by=BY, at=at
    )
    keep_totp(user_id, member.totp_secret, by=BY, at=at)
    for role in member.roles:
        grant_role(user_id, role, ground=ground, valid_from=at.city_day, by=BY, at=at)
