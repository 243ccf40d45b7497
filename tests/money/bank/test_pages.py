"""Bank money in the browser's words: how to top up, a form to withdraw, states; and the staff's page of differences."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.bank.sample import send_statement
from alatau.money.models import BankDifference
from tests.money.bank.talk import CLOSED, MISBOOKS, PAYS, account, answer, free, withdraw
from tests.money.wallet.purses import holds, purse
from tests.money.wallet.test_pages import browser, text
from tests.people import official, sign_in

pytestmark = pytest.mark.usefixtures("city")


def form(serial: int = PAYS, **chosen):
    from alatau.money.bank.simulated import iban_of

    to = account(serial)
    return {"request_id": uuid4(), "amount": "10000", "iban": iban_of(to), "name": to.name, **chosen}


def test_withdrawal_is_ordered_once_and_its_state_said_in_words():
    client, before, given = browser("aigerim"), free("aigerim"), form()
    for _ in range(2):
        assert client.post(reverse("money:bank"), given).status_code == 302
    assert free("aigerim") == before - 10_000
    assert "Held, on its way to the bank" in text(client.get(reverse("money:bank")))


def test_refusal_of_the_bank_is_said_with_its_reason():
    order = withdraw(serial=CLOSED)
    answer(order)
    shown = text(browser("aigerim").get(reverse("money:bank")))
    assert "Refused; the money is back" in shown
    assert "The account is closed." in shown


@pytest.mark.parametrize(
    "wrong", [{"iban": "KZ86125KZT5004100101"}, {"amount": "0"}, {"name": ""}, {"amount": "999999999"}]
)
def test_withdrawal_that_cannot_go_is_asked_again_with_what_was_typed(wrong):
    answer = browser("aigerim").post(reverse("money:bank"), form(**wrong))
    assert answer.status_code == 422
    assert account(PAYS).name in text(answer)


def test_simulated_bank_tops_the_wallet_up():
    before = holds(purse("aigerim"))
    given = form()
    browser("aigerim").post(reverse("money:bank_sample"), given)
    assert holds(purse("aigerim")) == before + 10_000
    assert "From banks" in text(browser("aigerim").get(reverse("money:bank")))


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_page_of_the_bank_opens_in_each_language(language):
    client = browser("aigerim")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse("money:bank"))
    assert answer.status_code == 200
    assert len(answer.content) < 150_000


def test_difference_is_seen_and_cleared_by_staff_alone():
    answer(withdraw(2_000, serial=MISBOOKS))
    send_statement(at=read_clocks())
    found = BankDifference.objects.get()
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, official("saule"))
    assert "The bank booked another amount" in text(client.get(reverse("money:bank_book")))
    address = reverse("money:bank_clear", args=[found.id])
    assert client.post(address, {"note": ""}).status_code == 422
    client.post(address, {"note": "The bank corrected it."})
    found.refresh_from_db()
    assert found.cleared_at is not None
    assert "agree" in text(client.get(reverse("money:bank_book")))


def test_residents_do_not_see_the_banks_book():
    assert browser("aigerim").get(reverse("money:bank_book")).status_code in {403, 404}
