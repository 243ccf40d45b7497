"""A resident's page of offers: what needs them first, a yes with an account, a no that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from alatau.desk.models import Case
from alatau.services.models import Decision
from alatau.services.models.offers import Offer
from tests.people import official, resident, sign_in
from tests.services.offers.stage import GRANT, MEAL, SUM, offer, put_card, status_of

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment, PersonId
    from alatau.services.offers.values import OfferId


@pytest.fixture
def made(city: Moment, treasury: None, client: Client) -> OfferId:
    """Emma, who reads English, was offered a grant."""
    emma = resident("emma")
    put_card((emma.person_id, "spouse", {GRANT: SUM}), at=city)
    sign_in(client, emma)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return offer(GRANT, emma.person_id, at=city)


def post(client: Client, name: str, made: OfferId, **given: str) -> int:
    return client.post(reverse(f"services:{name}", args=[made]), given).status_code


def test_an_offer_says_what_how_much_and_why(client: Client, made: OfferId) -> None:
    page = client.get(reverse("services:offers")).content.decode()
    assert "Birth grant, first to third child" in page
    assert "164" in page
    assert "once to a parent" in page


def test_nothing_offered_says_what_will_appear_here(client: Client, city: Moment) -> None:
    sign_in(client, resident("emma"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "You need not apply" in client.get(reverse("services:offers")).content.decode()


def test_a_yes_to_ones_own_wallet_leads_to_the_decision(client: Client, made: OfferId) -> None:
    answer = client.post(reverse("services:accept_offer", args=[made]), {"kind": "wallet"})
    assert answer["Location"] == reverse("services:decision", args=[Decision.objects.get().id])
    assert status_of(made) == "decided"


@pytest.mark.parametrize("given", [{}, {"kind": "iban"}, {"kind": "iban", "number": "KZ12 nonsense"}, {"kind": "x"}])
def test_a_yes_without_a_sound_account_keeps_what_was_typed(
    client: Client, made: OfferId, given: dict[str, str]
) -> None:
    answer = client.post(reverse("services:accept_offer", args=[made]), given)
    assert (answer.status_code, status_of(made)) == (422, "offered")
    assert given.get("number", "") in answer.content.decode()


def test_help_in_kind_asks_for_no_account(client: Client, city: Moment, dias: PersonId) -> None:
    put_card((resident("emma").person_id, "spouse", {}), (dias, "child", {MEAL: True}), at=city)
    made = offer(MEAL, dias, at=city)
    sign_in(client, resident("emma"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "bank account" not in client.get(reverse("services:offer", args=[made])).content.decode()
    assert post(client, "accept_offer", made) == 302
    assert status_of(made) == "fulfilled"


def test_a_no_can_be_taken_back_on_the_page(client: Client, made: OfferId) -> None:
    post(client, "refuse_offer", made)
    assert "Take it up after all" in client.get(reverse("services:offer", args=[made])).content.decode()
    post(client, "take_up_offer", made)
    assert status_of(made) == "offered"


def test_a_doubt_is_one_tap_away(client: Client, made: OfferId) -> None:
    assert post(client, "dispute_offer", made) == 302
    assert status_of(made) == "disputed"
    assert "An official looks into it" in client.get(reverse("services:offer", args=[made])).content.decode()


@pytest.mark.parametrize("name", ["offer", "accept_offer", "refuse_offer", "dispute_offer", "take_up_offer"])
def test_another_persons_offer_is_not_found(client: Client, made: OfferId, name: str) -> None:
    sign_in(client, resident("yusuf"))
    address = reverse(f"services:{name}", args=[made])
    answer = client.get(address) if name == "offer" else client.post(address, {"kind": "wallet"})
    assert (answer.status_code, status_of(made)) == (404, "offered")


def test_an_offer_that_nobody_was_told_of_is_not_shown(client: Client, made: OfferId) -> None:
    Offer.objects.filter(id=made).update(status="checked")
    assert client.get(reverse("services:offer", args=[made])).status_code == 404


def test_an_answer_to_what_is_over_says_so(client: Client, made: OfferId) -> None:
    Offer.objects.filter(id=made).update(status="lapsed")
    page = client.post(reverse("services:refuse_offer", args=[made]), follow=True).content.decode()
    assert "This offer is over" in page


def test_an_official_reads_the_offer_behind_their_case(client: Client, made: OfferId, city: Moment) -> None:
    post(client, "dispute_offer", made)
    case = Case.objects.get()
    sign_in(client, official("dana"))
    page = client.get(reverse("services:case_offer", args=[case.id])).content.decode()
    assert "Birth grant, first to third child" in page
    assert "The person says that it is not right" in page


def test_an_official_without_the_right_finds_no_offer(client: Client, made: OfferId) -> None:
    post(client, "dispute_offer", made)
    sign_in(client, official("yerlan"))
    assert client.get(reverse("services:case_offer", args=[Case.objects.get().id])).status_code in {403, 404}
