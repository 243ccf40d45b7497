"""A right on the card is offered once, to the adult who can answer, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError

from alatau.desk.models import Case
from alatau.messages.models import Message
from alatau.services.models.offers import Offer
from alatau.services.offers.errors import RightNotGivenError
from alatau.services.offers.values import Step
from tests.services.offers.stage import (
    ALLOWANCE,
    FAMILY,
    GRANT,
    MEAL,
    SUM,
    facts_of_step,
    offer,
    put_card,
    status_of,
    steps_of,
    texts_to,
)

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


def test_a_right_on_the_card_is_offered_with_its_sum(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    made = offer(GRANT, aigerim, at=city)
    assert steps_of(made) == ["detected", "checked", "offered"]
    assert texts_to(aigerim) == ["offers.birth"]
    assert "164 400" in Message.objects.get(person_id=aigerim).text
    assert "births" in facts_of_step(made, "checked")["covers"]


def test_one_right_has_one_open_offer(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    assert offer(GRANT, aigerim, at=city) == offer(GRANT, aigerim, at=city)
    assert texts_to(aigerim) == ["offers.birth"]


def test_the_database_refuses_a_second_open_offer(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    second = Offer.objects.get(id=offer(GRANT, aigerim, at=city))
    second.id = uuid4()
    with pytest.raises(IntegrityError):
        second.save(force_insert=True)


def test_a_childs_right_is_offered_to_an_adult_of_the_family(
    city: Moment, aigerim: PersonId, bolat: PersonId, dias: PersonId
) -> None:
    put_card((bolat, "spouse", {}), (aigerim, "spouse", {}), (dias, "child", {MEAL: True}), at=city)
    made = Offer.objects.get(id=offer(MEAL, dias, at=city))
    assert made.person_id in {aigerim, bolat}
    assert (made.holder_id, made.amount) == (dias, None)


def test_a_familys_right_is_one_offer_for_all_of_them(city: Moment, aigerim: PersonId, bolat: PersonId) -> None:
    put_card((aigerim, "spouse", {}), (bolat, "spouse", {}), at=city, **{ALLOWANCE: 6_933_000})
    made = Offer.objects.get(id=offer(ALLOWANCE, None, at=city))
    assert (made.holder_id, made.paid) == (FAMILY, "monthly")
    assert len(texts_to(aigerim)) + len(texts_to(bolat)) == 1


def test_what_nobody_knows_is_asked_of_an_official_and_not_refused(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: None}), at=city)
    made = offer(GRANT, aigerim, at=city)
    assert steps_of(made) == ["detected", "person_asked"]
    assert Case.objects.get().type == "offer_unknown"
    assert texts_to(aigerim) == []


@pytest.mark.parametrize("given", [{GRANT: 0}, {}])
def test_a_right_that_the_card_does_not_give_is_not_offered(
    city: Moment, aigerim: PersonId, given: dict[str, object]
) -> None:
    put_card((aigerim, "spouse", given), at=city)
    with pytest.raises(RightNotGivenError):
        offer(GRANT, aigerim, at=city)


def test_news_of_a_death_waits_some_days(city: Moment, aigerim: PersonId) -> None:
    right = "survivor_allowance_1"
    put_card((aigerim, "spouse", {}), at=city, **{right: 5_000_000})
    made = offer(right, None, at=city)
    assert (status_of(made), texts_to(aigerim)) == (Step.CHECKED, [])
