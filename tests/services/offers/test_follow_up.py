"""Silence is never a yes and never loses a right: a reminder comes, then a person, where it matters most."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alatau.core.values import Actor, ActorKind, Moment, PersonId
from alatau.desk.models import Case
from alatau.services.models import Decision
from alatau.services.models.offers import Offer
from alatau.services.offers.answer import accept_offer
from alatau.services.offers.follow_up import follow_up_silence, tell_waiting_offers
from alatau.services.offers.values import AnswerChannel
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.services.offers.stage import ALLOWANCE, GRANT, SUM, offer, put_card, status_of, steps_of, texts_to

if TYPE_CHECKING:
    from alatau.services.offers.values import OfferId


def after(at: Moment, days: float) -> Moment:
    return Moment(city_at=at.city_at + timedelta(days=days), wall_at=at.wall_at + timedelta(days=days))


def keep_silent(at: Moment, *, weeks: int) -> None:
    for week in range(1, weeks + 1):
        follow_up_silence(at=after(at, 7 * week + week / 24))


@pytest.fixture
def allowance(city: Moment, aigerim: PersonId) -> OfferId:
    put_card((aigerim, "spouse", {}), at=city, **{ALLOWANCE: 6_933_000, "dfc_category": "C"})
    return offer(ALLOWANCE, None, at=city)


def test_nobody_is_reminded_before_a_week_is_over(allowance: OfferId, city: Moment) -> None:
    assert follow_up_silence(at=after(city, 6.9)) == 0
    assert status_of(allowance) == "offered"


def test_a_week_of_silence_is_followed_by_one_reminder(allowance: OfferId, city: Moment, aigerim: PersonId) -> None:
    keep_silent(city, weeks=1)
    assert steps_of(allowance)[-2:] == ["silent", "reminded"]
    assert texts_to(aigerim).count("offers.reminder") == 1
    assert follow_up_silence(at=after(city, 7.1)) == 0


def test_a_second_silence_leaves_the_offer_on_the_page(allowance: OfferId, city: Moment) -> None:
    keep_silent(city, weeks=4)
    assert (status_of(allowance), Case.objects.count()) == ("silent", 0)


@pytest.mark.parametrize("category", ["D", "E"])
def test_a_family_in_need_gets_a_person_in_place_of_silence(city: Moment, aigerim: PersonId, category: str) -> None:
    put_card((aigerim, "spouse", {}), at=city, **{ALLOWANCE: 6_933_000, "dfc_category": category})
    made = offer(ALLOWANCE, None, at=city)
    keep_silent(city, weeks=3)
    assert (status_of(made), Case.objects.get().type) == ("person_asked", "offer_silent")
    assert texts_to(aigerim).count("offers.with_person") == 1


def test_a_right_that_would_be_lost_gets_a_person_whatever_the_category(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city, dfc_category="A")
    made = offer(GRANT, aigerim, at=city)
    keep_silent(city, weeks=2)
    assert (status_of(made), Case.objects.count()) == ("person_asked", 1)


def test_silence_never_decides_and_a_late_yes_still_does(
    allowance: OfferId, city: Moment, aigerim: PersonId, treasury: None
) -> None:
    keep_silent(city, weeks=5)
    assert not Decision.objects.exists()
    late, own = after(city, 60), Actor(kind=ActorKind.RESIDENT, person_id=aigerim)
    wallet = AccountChoice(kind=AccountKind.WALLET)
    accept_offer(allowance, account=wallet, channel=AnswerChannel.PAGE, text_version="page@1", by=own, at=late)
    assert Decision.objects.count() == 1


def test_what_waits_out_of_respect_is_told_after_its_days(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {}), at=city, survivor_allowance_1=5_000_000)
    made = offer("survivor_allowance_1", None, at=city)
    assert tell_waiting_offers(at=after(city, 4)) == 0
    assert tell_waiting_offers(at=after(city, 5.1)) == 1
    assert (status_of(made), texts_to(aigerim)) == ("offered", ["offers.loss"])


def test_the_oldest_are_followed_up_first_and_only_so_many(city: Moment, aigerim: PersonId, bolat: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), (bolat, "spouse", {GRANT: SUM}), at=city)
    first = offer(GRANT, aigerim, at=city)
    offer(GRANT, bolat, at=after(city, 1))
    assert follow_up_silence(at=after(city, 9), limit=1) == 1
    assert Offer.objects.get(status="reminded").id == first
