"""Standing orders on a phone: set up, paused, gone on with, ended; and who serves a wallet."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.models import StandingOrder
from tests.money.wallet.purses import purse, send
from tests.money.wallet.test_pages import browser, text

pytestmark = pytest.mark.usefixtures("city")


def given(**chosen: object) -> dict[str, object]:
    first = (read_clocks().city_day + timedelta(days=3)).isoformat()
    order = {"request_id": uuid4(), "to": "+77000000002", "amount": "5000", "source": purse("aigerim")}
    return {**order, "rhythm": "2", "first_on": first, "words": "Көмек", **chosen}


def test_order_is_set_up_paused_and_ended_by_its_payer():
    client = browser("aigerim")
    assert client.post(reverse("money:orders"), given()).status_code == 302
    shown = text(client.get(reverse("money:orders")))
    assert all(words in shown for words in ("Болат", "every month on day", "In force", "Көмек"))
    order = StandingOrder.objects.get()
    for step, words in (("pause", "Paused"), ("resume", "In force"), ("end", "Ended"), ("pause", "has ended")):
        answer = client.post(reverse(f"money:order_{step}", args=[order.id]), follow=True)
        assert words in text(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "+77000009999"},
        {"to": "+77000000001"},
        {"amount": "0"},
        {"first_on": "2020-01-01"},
        {"source": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_order_that_cannot_be_keeps_what_was_typed(wrong):
    answer = browser("aigerim").post(reverse("money:orders"), given(**wrong))
    assert answer.status_code == 422
    assert "Көмек" in text(answer)
    assert not StandingOrder.objects.exists()


def test_order_of_somebody_else_cannot_be_touched():
    browser("aigerim").post(reverse("money:orders"), given())
    order = StandingOrder.objects.get()
    assert browser("emma").post(reverse("money:order_end", args=[order.id])).status_code == 404


def test_receipt_offers_to_pay_again_and_fills_the_form():
    paid = send("aigerim", purse("bolat"), 800, reference="Кітап")
    client = browser("aigerim")
    assert "Pay this again" in text(client.get(reverse("money:receipt", args=[paid.id])))
    shown = text(client.get(reverse("money:orders"), {"payment": paid.id}))
    assert all(words in shown for words in ("000201", "800", "Кітап"))
    for strange in (paid.id, uuid4(), "junk"):
        assert browser("emma").get(reverse("money:orders"), {"payment": strange}).status_code == 200


def test_holder_chooses_who_serves_the_wallet():
    client = browser("aigerim")
    assert "Samal Bank" in text(client.get(reverse("money:serving")))
    answer = client.post(reverse("money:serving"), {"participant": "bulaq_bank"}, follow=True)
    assert "Your money stayed" in text(answer)
    assert client.post(reverse("money:serving"), {"participant": "nobody"}).status_code == 422
