"""What home shows of rights, places, requests and money: what is offered, on its way, and paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from alatau.services.catalogue.requests import start_request
from alatau.services.offers.answer import accept_offer, refuse_offer
from alatau.services.offers.values import AnswerChannel
from alatau.services.payments.values import AccountChoice, AccountKind
from alatau.services.queues.rounds import run_round
from alatau.web.home import show_home
from tests.people import resident, sign_in
from tests.services.catalogue.stage import LICENCE
from tests.services.decisions.stage import MONTHLY, bank_account, give, later, own, treasury_works
from tests.services.offers.conftest import aigerim, bolat, city, dias, treasury
from tests.services.offers.stage import GRANT, SUM, give_phone, offer, put_card
from tests.services.queues.stage import OPERATOR, QUEUE, free_places
from tests.services.queues.stage import enter as enter_child

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.services.offers.values import OfferId
    from alatau.web.feed import Feed

__all__ = ["aigerim", "bolat", "city", "dias", "treasury"]
WALLET = AccountChoice(kind=AccountKind.WALLET)


@pytest.fixture
def emma(city: Moment, treasury: None) -> PersonId:
    """Emma reads English, and her card gives a grant and an allowance."""
    person = resident("emma").person_id
    put_card((person, "spouse", {GRANT: SUM, MONTHLY: 2_768_000}), at=city)
    return person


@pytest.fixture
def made(emma: PersonId, city: Moment) -> OfferId:
    return offer(GRANT, emma, at=city)


def home_of(person: PersonId | Actor, *, at: Moment) -> Feed:
    actor = person if hasattr(person, "kind") else own(person)
    feed = show_home(actor, at=at)["feed"]
    assert hasattr(feed, "needs_you")
    return feed


def accept(made: OfferId, person: PersonId, *, at: Moment, account: AccountChoice | None = WALLET) -> None:
    accept_offer(made, account=account, channel=AnswerChannel.PAGE, text_version="t@1", by=own(person), at=at)


def test_what_is_offered_says_what_how_much_why_and_one_verb(emma: PersonId, made: OfferId, city: Moment) -> None:
    [card] = home_of(emma, at=city).offered
    assert card.title == "Birth grant, first to third child"
    assert card.amount is not None
    assert card.amount.units == SUM
    assert "once to a parent" in card.why
    assert (card.action, card.address) == ("Look and accept", f"/services/offers/{made}/")


def test_offer_is_not_told_again_as_a_message(emma: PersonId, city: Moment) -> None:
    give_phone(emma, "+77000000099", at=city)
    offer(GRANT, emma, at=city)
    feed = home_of(emma, at=city)
    assert (len(feed.offered), feed.needs_you) == (1, ())
    assert not [card for card in feed.recent if card.icon == "chat-bubble-left-right"]


def test_an_offer_without_a_phone_still_stands_on_the_page(
    client: Client, emma: PersonId, made: OfferId, city: Moment
) -> None:
    sign_in(client, resident("emma"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/").content.decode()
    assert f'href="/services/offers/{made}/"' in page
    assert "Nothing needs you now" not in page


def test_a_refused_offer_leaves_the_feed(emma: PersonId, made: OfferId, city: Moment) -> None:
    refuse_offer(made, channel=AnswerChannel.PAGE, by=own(emma), at=city)
    assert home_of(emma, at=city).offered == ()


def test_a_yes_without_an_account_asks_for_one_first(emma: PersonId, made: OfferId, city: Moment) -> None:
    accept(made, emma, at=city, account=None)
    [card] = home_of(emma, at=city).needs_you
    assert card.action == "Choose an account"


def test_granted_money_came_once_it_is_in_the_wallet(emma: PersonId, made: OfferId, city: Moment) -> None:
    accept(made, emma, at=city)
    feed = home_of(emma, at=city)
    assert feed.offered == ()
    assert [(card.title, card.amount.units) for card in feed.paid if card.amount] == [
        ("Birth grant, first to third child", SUM)
    ]


def test_money_to_a_new_account_is_on_its_way_with_its_day(emma: PersonId, made: OfferId, city: Moment) -> None:
    accept(made, emma, at=city, account=bank_account())
    feed = home_of(emma, at=city)
    [coming] = [card for card in feed.on_its_way if card.icon == "banknotes"]
    assert (feed.paid, coming.amount_note[:8]) == ((), "comes on")


def test_monthly_right_shows_the_next_payment_beside_the_last(emma: PersonId, city: Moment) -> None:
    give(MONTHLY, emma, at=city, account=WALLET)
    treasury_works()
    page = home_of(emma, at=city)
    assert [card.icon for card in page.on_its_way] == ["banknotes"]


def test_old_payments_are_no_news(emma: PersonId, made: OfferId, city: Moment) -> None:
    accept(made, emma, at=city)
    assert home_of(emma, at=later(city, days=90)).paid == ()


def test_decision_stands_once_beside_its_letter(emma: PersonId, made: OfferId, city: Moment) -> None:
    accept(made, emma, at=city)
    assert len([card for card in home_of(emma, at=city).recent if card.icon == "check-badge"]) == 1


def test_a_form_that_was_left_asks_to_go_on(emma: PersonId, city: Moment) -> None:
    start_request(LICENCE, None, by=own(emma), at=city)
    [card] = home_of(emma, at=city).needs_you
    assert card.action == "Go on"


def test_an_offered_place_comes_first_with_its_last_day(db: None, moment: Moment) -> None:
    ticket_id, parent = enter_child(1, at=moment)
    assert [card.icon for card in home_of(parent, at=moment).on_its_way] == ["ticket"]
    free_places(1, at=moment)
    run_round(QUEUE, by=OPERATOR, at=moment)
    [card] = home_of(parent, at=moment).needs_you
    assert (card.action, card.address) == ("Answer", f"/services/tickets/{ticket_id}/")
    assert card.until is not None
    assert card.text


def test_home_of_another_shows_nothing_of_the_offer(city: Moment, made: OfferId) -> None:
    assert home_of(resident("yusuf").person_id, at=city).offered == ()


def test_payments_stand_on_a_page_of_their_own(client: Client, emma: PersonId, made: OfferId, city: Moment) -> None:
    sign_in(client, resident("emma"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Nothing was paid yet" in client.get("/services/payments/").content.decode()
    accept(made, emma, at=city)
    page = client.get("/services/payments/").content.decode()
    assert "Birth grant, first to third child" in page
    assert "Paid" in page


def test_firm_at_hand_sees_no_payments(client: Client, city: Moment) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/services/payments/").status_code in (302, 403)
