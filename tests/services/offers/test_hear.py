"""Offers follow what the journal tells: cards that change, answers by phone in any language, officials' words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.desk.models import Case
from alatau.messages.choices import get_choices
from alatau.messages.models import Message
from alatau.registry.people.values import FamilyId
from alatau.services.models import Decision, Payment
from alatau.services.models.offers import Offer
from alatau.services.offers.answer import dispute_offer
from alatau.services.offers.open import open_offer
from alatau.services.payments.account import choose_account
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.services.offers.stage import (
    ALLOWANCE,
    BY,
    GRANT,
    SUM,
    answer,
    facts_of_step,
    give_phone,
    hear,
    offer,
    put_card,
    status_of,
    steps_of,
    tell_change,
    texts_to,
    write,
)

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.services.offers.values import OfferId

PHONE = "+77000000777"
WALLET = AccountChoice(kind=AccountKind.WALLET)
OTHERS = FamilyId(UUID("bbbbbbbb-0000-4000-8000-000000000002"))


@pytest.fixture
def asked(city: Moment, aigerim: PersonId, treasury: None) -> OfferId:
    """Aigerim has a phone and a wallet, and was asked whether she takes the grant."""
    give_phone(aigerim, PHONE, at=city)
    own = Actor(kind=ActorKind.RESIDENT, user_id=None, person_id=aigerim)
    choose_account(aigerim, WALLET, by=own, at=city)
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    return offer(GRANT, aigerim, at=city)


def test_a_right_gained_is_offered_without_anybody_asking(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    tell_change("gained", GRANT, aigerim, at=city, after=SUM)
    hear()
    assert Offer.objects.get().status == "offered"
    assert texts_to(aigerim) == ["offers.birth"]


def test_a_right_that_is_asked_for_is_not_offered(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {"business_grant": 5}), at=city)
    tell_change("gained", "business_grant", aigerim, at=city)
    hear()
    assert not Offer.objects.exists()


def test_a_right_lost_before_it_was_taken_ends_its_offer(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    made = offer(GRANT, aigerim, at=city)
    tell_change("lost", GRANT, aigerim, at=city)
    hear()
    assert status_of(made) == "lapsed"
    assert "offers.gone" in texts_to(aigerim)


def test_a_right_lost_by_a_contested_record_goes_to_an_official(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    made = offer(GRANT, aigerim, at=city)
    tell_change("lost", GRANT, aigerim, at=city, is_contested=True)
    hear()
    assert (status_of(made), Case.objects.get().type) == ("person_asked", "offer_unknown")


def test_a_right_gained_again_is_offered_again(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {}), at=city, **{ALLOWANCE: 5})
    first = offer(ALLOWANCE, None, at=city)
    for change in ("lost", "gained"):
        tell_change(change, ALLOWANCE, None, at=city)
    hear()
    assert Offer.objects.exclude(id=first).get().status == "offered"


def test_the_sum_of_an_open_offer_follows_the_card(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    made = offer(GRANT, aigerim, at=city)
    tell_change("changed", GRANT, aigerim, at=city, after=2 * SUM)
    hear()
    assert Offer.objects.get(id=made).amount == 2 * SUM


@pytest.mark.parametrize("text", ["1", "Иә", "да", "yes", "نعم", "1 иә"])
def test_a_yes_by_phone_is_paid_to_the_account_on_file(
    asked: OfferId, city: Moment, aigerim: PersonId, text: str
) -> None:
    write(PHONE, text, at=city)
    assert Decision.objects.get().amount == SUM
    assert status_of(asked) == "fulfilled"
    assert facts_of_step(asked, "accepted")["channel"] == "sms"


def test_a_no_by_phone_refuses_and_the_right_stays(asked: OfferId, city: Moment) -> None:
    write(PHONE, "жоқ", at=city)
    assert (status_of(asked), Decision.objects.count()) == ("refused", 0)


def test_an_objection_by_phone_goes_to_an_official(asked: OfferId, city: Moment) -> None:
    write(PHONE, "3", at=city)
    assert (status_of(asked), Case.objects.get().type) == ("disputed", "offer_disputed")


def test_the_person_chooses_another_language_and_is_asked_in_it(
    asked: OfferId, city: Moment, aigerim: PersonId
) -> None:
    write(PHONE, "по-русски", at=city)
    assert get_choices(aigerim).language == "ru"
    assert Message.objects.filter(person_id=aigerim, language="ru", template="offers.birth").exists()
    write(PHONE, "да", at=city)
    assert Decision.objects.count() == 1


def test_a_yes_told_twice_is_one_payment(asked: OfferId, city: Moment) -> None:
    write(PHONE, "1", at=city)
    write(PHONE, "1", at=city)
    assert Decision.objects.count() == 1


def test_a_yes_to_a_right_that_is_gone_is_answered_and_grants_nothing(
    asked: OfferId, city: Moment, aigerim: PersonId
) -> None:
    put_card((aigerim, "spouse", {GRANT: 0}), at=city)
    write(PHONE, "1", at=city)
    assert (status_of(asked), Decision.objects.count()) == ("lapsed", 0)
    assert "offers.gone" in texts_to(aigerim)


@pytest.mark.parametrize(
    ("outcome", "expected"), [("stands", "offered"), ("check", "offered"), ("gone", "lapsed"), ("reached", "disputed")]
)
def test_an_official_brings_a_disputed_offer_on(asked: OfferId, city: Moment, outcome: str, expected: str) -> None:
    person = PersonId(Offer.objects.get(id=asked).person_id)
    dispute_offer(asked, by=Actor(kind=ActorKind.RESIDENT, person_id=person), at=city)
    body = {"type": "offer_disputed", "outcome": outcome}
    line = NewLine(kind=LineKind.EVENT, action="desk.case.decided", actor=BY, case_id=Case.objects.get().id, body=body)
    with transaction.atomic():
        append_lines([line], at=city)
    hear()
    assert status_of(asked) == expected


def test_a_grant_by_another_way_ends_the_offer_quietly(asked: OfferId, city: Moment, aigerim: PersonId) -> None:
    body = {"decision_id": uuid4(), "right": GRANT, "kind": "granted", "offer_id": None}
    line = NewLine(kind=LineKind.EVENT, action="services.decision.made", actor=BY, subject_id=aigerim, body=body)
    with transaction.atomic():
        append_lines([line], at=city)
    hear()
    assert steps_of(asked)[-1] == "lapsed"
    assert "offers.gone" not in texts_to(aigerim)


def test_yeses_heard_together_are_paid_in_one_batch(
    city: Moment, aigerim: PersonId, bolat: PersonId, treasury: None
) -> None:
    people = {aigerim: PHONE, bolat: "+77000000778"}
    put_card(*((person, "spouse", {GRANT: SUM}) for person in people), at=city)
    for person, phone in people.items():
        give_phone(person, phone, at=city)
        choose_account(person, WALLET, by=Actor(kind=ActorKind.RESIDENT, person_id=person), at=city)
        offer(GRANT, person, at=city)
    for phone in people.values():
        answer(phone, "1", at=city)
    hear()
    assert [*Payment.objects.order_by("line").values_list("status", "line")] == [("paid", 1), ("paid", 2)]
    assert Payment.objects.values("batch_id").distinct().count() == 1
    assert {*Offer.objects.values_list("status", flat=True)} == {"fulfilled"}


def test_a_yes_that_cannot_be_followed_does_not_stop_the_others(asked: OfferId, city: Moment, bolat: PersonId) -> None:
    put_card((bolat, "spouse", {GRANT: SUM}), at=city, family=OTHERS)
    give_phone(bolat, "+77000000778", at=city)
    made = open_offer(GRANT, bolat, family_id=OTHERS, event_id=None, because="card", by=BY, at=city)
    put_card((bolat, "spouse", {GRANT: 0}), at=city, family=OTHERS)
    answer("+77000000778", "1", at=city)
    answer(PHONE, "1", at=city)
    hear()
    assert (status_of(made), status_of(asked)) == ("lapsed", "fulfilled")
