"""People who restrict themselves, and operators who ask about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.values import Actor, ActorKind, PersonId, UserId, system_actor
from alatau.services.restriction.operators import admit_operator
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.pseudonyms import pseudonym_of
from alatau.services.restriction.recognise import recognise_operator
from alatau.services.restriction.restrict import restrict
from tests.services.queues.stage import make_person

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.services.restriction.values import Asker, OperatorKeys, Pseudonym, RestrictionId

BY = system_actor("services.tests")
GROWN = date(1990, 2, 3)


def make_resident(serial: int, *, at: Moment, born_on: date = GROWN) -> Actor:
    """Return a resident who acts for themselves."""
    person_id = make_person(serial, born_on=born_on, at=at)
    return Actor(kind=ActorKind.RESIDENT, user_id=UserId(person_id), person_id=person_id)


def number_of(serial: int, *, born_on: date = GROWN) -> str:
    """Return the number that `make_resident` gave somebody."""
    return content().person_numbers.synthesise(born_on=born_on, woman=bool(serial % 2), serial=serial)


def own_id(actor: Actor) -> PersonId:
    """Return the id of a resident."""
    assert actor.person_id is not None
    return actor.person_id


def restrict_for(months: int, *, by: Actor, at: Moment) -> RestrictionId:
    """Restrict a resident for so many months from today."""
    return restrict(own_id(by), until=add_months(at.city_day, months), by=by, at=at)


def admit(name: str, *, at: Moment, customers: int = 1000) -> tuple[OperatorKeys, Asker]:
    """Return a new operator's keys, and the operator as it is known by them."""
    keys = admit_operator(name, licence=f"L-{name}", customers=customers, by=BY, at=at)
    return keys, recognise_operator(f"Bearer {keys.bearer}")


def pseudonym(keys: OperatorKeys, serial: int) -> Pseudonym:
    """Return under what an operator asks about somebody."""
    return pseudonym_of(keys.identifiers, number_of(serial))


def user_of(actor: Actor) -> UUID:
    """Return the sign-in of an actor."""
    assert actor.user_id is not None
    return actor.user_id
