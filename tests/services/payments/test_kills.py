"""A yes that is cut short anywhere leaves nothing behind, and said again is granted and paid once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.faults import arm, list_points
from alatau.services.decisions.grant import grant
from alatau.services.models import Decision, Payment
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.desk.people import make_resident
from tests.services.decisions.stage import GRANT, ONCE, are_books_whole, held_by, own
from tests.services.offers.stage import put_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from alatau.core.values import Moment, PersonId

WALLET = AccountChoice(kind=AccountKind.WALLET)
#: Every named step between the yes and the money.
STEPS = (
    "services.grant.judged",
    "services.decide.kept",
    "services.decide.told",
    "services.grant.planned",
    "services.pay_now.planned",
    "money.post.begun",
    "money.post.written",
    "money.post.told",
    "services.pay_now.paid",
)


class PowerCutError(Exception):
    """Everything that was not committed is gone."""


def cut() -> None:
    raise PowerCutError


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    arm("")


def say_yes(person: PersonId, family: UUID, at: Moment) -> None:
    grant(ONCE, person, family_id=family, offer_id=family, account=WALLET, by=own(person), at=at)


def test_a_yes_cut_short_at_any_step_is_paid_once_in_the_end(city: Moment, treasury: None) -> None:
    for step in STEPS:
        person, family = make_resident(name="Aru", at=city).person_id, uuid4()
        assert person is not None
        put_card((person, "spouse", {ONCE: GRANT}), at=city, family=family)
        arm(step, strike=cut)
        with pytest.raises(PowerCutError):
            say_yes(person, family, city)
        arm("")
        assert not Decision.objects.filter(person_id=person).exists(), step
        say_yes(person, family, city)
        assert held_by(person) == GRANT
        assert Payment.objects.get(plan__person_id=person).status == "paid"
    assert are_books_whole()


def test_the_steps_are_those_that_the_city_declares() -> None:
    assert set(STEPS) <= set(list_points())
