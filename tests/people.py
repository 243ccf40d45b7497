"""The people tests speak of. They are the sample city's, so a test and a newcomer meet the same.

Aigerim   resident, mother of Dias and Amina, holds Gulnara's power of attorney
Bolat     her husband: family, and still another adult
Dias, Amina   their children, 12 and 4
Yusuf     resident who reads Arabic
Emma      resident who reads English
Gulnara   71, no phone: served at a desk
Nurlan    head of the bakery Sary-Arka Nan
Dana      caseworker: the official with the right
Marat     caseworker and supervisor: confirms
Yerlan    analyst: the official without the right
Saule     operator
Timur     administrator
Aliya     auditor
Asel, Daniyar    issuer's officers: one orders, the other confirms
Kamila, Ruslan   treasurers: one asks, the other approves
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import override_settings

from alatau.access.actor import staff_actor
from alatau.access.models import (
    Organisation,
    Person,
    PersonNumber,
    Representation,
    RoleGrant,
    SignIn,
    User,
)
from alatau.access.read import find_person_by_number
from alatau.access.sample import load_sample_city, number_of
from alatau.access.sessions import BACKEND, PROVED_AT, SIGN_IN
from alatau.access.user import open_resident_user
from alatau.access.values import Proof
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import Actor, ActorKind, OrganisationId, PersonId, UserId
from alatau.messages.models import ContactPoint, PersonChoices

if TYPE_CHECKING:
    from django.test import Client

    from alatau.access.kinds import SamplePerson, SampleStaff

#: Cheap on purpose: tests prove what is hashed and when, not how long it takes.
CHEAP_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"

#: What the first load wrote, by table.
_kept: dict[str, bytes] = {}
WRITTEN = (Person, PersonNumber, Organisation, User, RoleGrant, Representation, ContactPoint, PersonChoices)
#: Second factors have an id that the database counts: it is left out and given anew.
FACTORS = "mfa_authenticator (user_id, type, data, created_at, last_used_at)"
TABLES = (*(table._meta.db_table for table in WRITTEN), FACTORS)


@dataclass(frozen=True)
class Resident:
    """An invented resident, as a person and as an actor."""

    person_id: PersonId
    number: str
    person: SamplePerson

    @property
    def actor(self) -> Actor:
        """The resident acting for themselves."""
        user_id = open_resident_user(self.person_id, at=read_clocks())
        return Actor(kind=ActorKind.RESIDENT, user_id=user_id, person_id=self.person_id)


@dataclass(frozen=True)
class Official:
    """An invented member of staff."""

    user_id: UserId
    staff: SampleStaff

    @property
    def actor(self) -> Actor:
        """The official with the roles they hold today."""
        return staff_actor(User.objects.get(id=self.user_id), at=read_clocks())


def load_people() -> None:
    """Put everybody into the test's database.

    The first load of a process is the real one; what it wrote is kept and copied back for later tests, which is ten
    times faster. Its journal lines are not: a test that wants them calls `load_sample_city` itself.
    """
    is_empty = not Person.objects.exists()
    if is_empty and _kept:
        _copy_back()
        return
    _load()
    if is_empty:
        _kept.update({table: _copy_out(table) for table in TABLES})


def _load() -> None:
    with override_settings(PASSWORD_HASHERS=[CHEAP_HASHER]):
        load_sample_city()


def _copy_out(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} TO STDOUT") as rows:
        return b"".join(bytes(row) for row in rows)


def _copy_back() -> None:
    for table, rows in _kept.items():
        with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(rows)


def resident(key: str) -> Resident:
    """Return a resident by first name in small letters; `load_people` has to come first."""
    person = next(person for person in content().sample_city.residents if person.key == key)
    number = number_of(person)
    person_id = find_person_by_number(number, on=read_clocks().city_day)
    assert person_id is not None, "call load_people first"
    return Resident(person_id, number, person)


def official(login: str) -> Official:
    """Return a member of staff by sign-in name."""
    member = next(member for member in content().sample_city.staff if member.login == login)
    return Official(UserId(User.objects.get(login=login).id), member)


def bakery() -> OrganisationId:
    """Return Nurlan's firm."""
    name = next(firm.name for firm in content().sample_city.organisations if firm.key == "sary_arka_nan")
    return OrganisationId(Organisation.objects.get(name=name).id)


def sign_in(client: Client, who: Resident | Official) -> None:
    """Give the client the session that a whole sign-in of this person leaves."""
    is_resident = isinstance(who, Resident)
    user_id = open_resident_user(who.person_id, at=read_clocks()) if is_resident else who.user_id
    key = leave_session(client, user_id, proof=Proof.CODE if is_resident else Proof.TOTP)
    client.cookies[settings.SESSION_COOKIE_NAME] = key


def leave_session(client: Client, user_id: UserId, *, proof: Proof = Proof.CODE) -> str:
    """Return the key of the session that a whole sign-in of a user leaves."""
    user, now = User.objects.get(id=user_id), read_clocks().wall_at
    row = SignIn.objects.create(user=user, proof=proof, started_at=now, seen_at=now)
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGN_IN] = str(row.id)
    session[PROVED_AT] = now.timestamp()
    session.save()
    return session.session_key
