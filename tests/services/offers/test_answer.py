"""A yes is consent, decision and payment in one commit; a no ends nothing; a doubt is looked at before anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from alatau.access.read import has_consent
from alatau.core.errors import NotFoundError
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.desk.models import Case
from alatau.services.models import Decision, Payment
from alatau.services.models.offers import Offer
from alatau.services.offers.answer import accept_offer, dispute_offer, refuse_offer, take_up_offer
from alatau.services.offers.errors import (
    AccountNeedsSignInError,
    OfferNotRefusedError,
    OfferOverError,
    RightNotGivenError,
)
from alatau.services.offers.lapse import lapse_offer
from alatau.services.offers.record import lock_offer
from alatau.services.offers.values import AnswerChannel, OfferId
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.services.offers.stage import (
    ASSISTANCE,
    BY,
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
    from uuid import UUID

    from alatau.core.values import Moment

WALLET = AccountChoice(kind=AccountKind.WALLET)
BANK = AccountChoice(kind=AccountKind.IBAN, value="KZ000000000000000000")


def own(person: PersonId) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, person_id=person)


def accept(
    made: OfferId,
    person: PersonId,
    at: Moment,
    *,
    account: AccountChoice | None = WALLET,
    channel: AnswerChannel = AnswerChannel.PAGE,
) -> UUID | None:
    return accept_offer(made, account=account, channel=channel, text_version="offers.birth@1", by=own(person), at=at)


@pytest.fixture
def granted(city: Moment, aigerim: PersonId, treasury: None) -> OfferId:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    return offer(GRANT, aigerim, at=city)


def test_a_yes_is_decided_and_planned_in_one_commit(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    decision_id = accept(granted, aigerim, city)
    assert Decision.objects.get().id == decision_id
    assert Payment.objects.get().amount == SUM
    assert steps_of(granted)[-2:] == ["accepted", "decided"]
    assert has_consent(aigerim, "support", recipient="city_office")


def test_the_consent_keeps_text_channel_and_the_data_it_covers(
    granted: OfferId, city: Moment, aigerim: PersonId
) -> None:
    accept(granted, aigerim, city)
    facts = facts_of_step(granted, "accepted")
    assert (facts["text"], facts["channel"], facts["person"]) == ("offers.birth@1", "page", str(aigerim))
    assert "births" in facts["covers"]


def test_a_yes_said_twice_is_one_decision(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    assert accept(granted, aigerim, city) == accept(granted, aigerim, city)
    assert (Decision.objects.count(), Payment.objects.count()) == (1, 1)


def test_by_message_no_new_account_can_be_named(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    with pytest.raises(AccountNeedsSignInError):
        accept(granted, aigerim, city, account=BANK, channel=AnswerChannel.SMS)
    assert status_of(granted) == "offered"


def test_a_yes_without_an_account_on_file_waits_for_one(city: Moment, aigerim: PersonId, treasury: None) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    made = offer(GRANT, aigerim, at=city)
    assert accept(made, aigerim, city, account=None, channel=AnswerChannel.SMS) is None
    assert status_of(made) == "account_needed"
    assert "offers.account_needed" in texts_to(aigerim)
    assert accept(made, aigerim, city) is not None


def test_help_in_kind_is_fulfilled_by_its_decision(
    city: Moment, aigerim: PersonId, bolat: PersonId, dias: PersonId
) -> None:
    put_card((aigerim, "spouse", {}), (dias, "child", {MEAL: True}), at=city)
    made = offer(MEAL, dias, at=city)
    accept(made, aigerim, city, account=None)
    assert (status_of(made), Payment.objects.count()) == ("fulfilled", 0)


def test_every_adult_is_asked_where_the_law_asks_all(city: Moment, aigerim: PersonId, bolat: PersonId) -> None:
    put_card((aigerim, "spouse", {}), (bolat, "spouse", {}), at=city, **{ASSISTANCE: 2_000_000})
    made = offer(ASSISTANCE, None, at=city)
    first = PersonId(Offer.objects.get(id=made).person_id)
    second = bolat if first == aigerim else aigerim
    assert accept(made, first, city) is None
    assert texts_to(second) == ["offers.ask_adult"]
    assert accept(made, second, city) is not None


def test_a_no_of_one_adult_refuses_for_the_family(city: Moment, aigerim: PersonId, bolat: PersonId) -> None:
    put_card((aigerim, "spouse", {}), (bolat, "spouse", {}), at=city, **{ASSISTANCE: 2_000_000})
    made = offer(ASSISTANCE, None, at=city)
    first = PersonId(Offer.objects.get(id=made).person_id)
    accept(made, first, city)
    refuse_offer(made, channel=AnswerChannel.SMS, by=own(bolat if first == aigerim else aigerim), at=city)
    assert (status_of(made), Decision.objects.count()) == ("refused", 0)


def test_a_refusal_can_be_taken_up_again(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    refuse_offer(granted, channel=AnswerChannel.PAGE, by=own(aigerim), at=city)
    with pytest.raises(OfferOverError):
        accept(granted, aigerim, city)
    take_up_offer(granted, by=own(aigerim), at=city)
    assert accept(granted, aigerim, city) is not None


def test_what_was_not_refused_cannot_be_taken_up(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    accept(granted, aigerim, city)
    with pytest.raises(OfferNotRefusedError):
        take_up_offer(granted, by=own(aigerim), at=city)


def test_a_doubt_goes_to_an_official_once(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    dispute_offer(granted, by=own(aigerim), at=city)
    dispute_offer(granted, by=own(aigerim), at=city)
    assert (status_of(granted), Case.objects.get().type) == ("disputed", "offer_disputed")
    with pytest.raises(OfferOverError):
        accept(granted, aigerim, city)


def test_nobody_answers_for_another(granted: OfferId, city: Moment, bolat: PersonId) -> None:
    with pytest.raises(NotFoundError):
        accept(granted, bolat, city)
    with pytest.raises(NotFoundError):
        refuse_offer(granted, channel=AnswerChannel.PAGE, by=own(bolat), at=city)


def test_a_right_that_is_gone_by_now_is_not_granted(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: 0}), at=city)
    with pytest.raises(RightNotGivenError):
        accept(granted, aigerim, city)
    assert not Decision.objects.exists()


def test_a_right_that_became_unknown_goes_to_an_official_with_the_yes(
    granted: OfferId, city: Moment, aigerim: PersonId
) -> None:
    put_card((aigerim, "spouse", {GRANT: None}), at=city)
    assert accept(granted, aigerim, city) is None
    assert steps_of(granted)[-2:] == ["accepted", "person_asked"]


def test_a_lapsed_offer_takes_no_answer_and_says_so(granted: OfferId, city: Moment, aigerim: PersonId) -> None:
    with transaction.atomic():
        lapse_offer(lock_offer(granted), reason="lost", by=BY, at=city)
    assert "offers.gone" in texts_to(aigerim)
    with pytest.raises(OfferOverError):
        accept(granted, aigerim, city)
