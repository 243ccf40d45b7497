"""Money's pages in the browser's words: three taps, a receipt, limits, a till that says "paid"."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alatau.access.actor import ACTING_UNDER
from alatau.access.models import Representation
from alatau.core.clock import read_clocks
from alatau.money.values import HolderKind, new_transfer_id
from alatau.money.wallet.find import write_asked
from alatau.money.wallet.open import open_wallet
from tests.money.wallet.purses import firm, holds, pot, purse, send, tenge
from tests.people import resident, sign_in

pytestmark = pytest.mark.usefixtures("city")
FIELDS = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')


def browser(key: str, organisation: str = "") -> Client:
    """Return the browser of a resident, who may act for a firm in it."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, resident(key))
    if organisation:
        session = client.session
        standing = Representation.objects.get(organisation_id=firm(organisation))
        session[ACTING_UNDER] = str(standing.id)
        session.save()
    return client


def text(answer) -> str:
    return answer.content.decode()


def form(payee, **chosen) -> dict[str, object]:
    source = purse("aigerim")
    return {"request_id": new_transfer_id(), "payee_id": payee, "amount": "1250", "source": source, **chosen}


def test_payment_takes_three_taps_and_is_made_once():
    client = browser("aigerim")
    first = text(client.post(reverse("money:pay"), {"to": "+7 700 000 00 02"}))
    assert "Болат" in first
    given = {**dict(FIELDS.findall(first)), "amount": "1250", "source": purse("aigerim"), "words": "Нан"}
    assert "Is this right?" in text(client.post(reverse("money:confirm"), given))
    before = holds(purse("bolat"))
    for _ in range(2):
        answer = client.post(reverse("money:done"), given)
    assert answer["Location"] == reverse("money:receipt", args=[given["request_id"]])
    assert holds(purse("bolat")) == before + 1_250


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
@pytest.mark.parametrize("page", ["home", "limits", "ask", "pay", "history", "marks"])
def test_pages_of_a_wallet_open_in_each_language(page, language):
    client = browser("aigerim")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse(f"money:{page}"))
    assert answer.status_code == 200
    assert len(answer.content) < 150_000


def test_home_tells_the_story_of_marked_money():
    shown = text(browser("aigerim").get(reverse("money:home")))
    assert all(words in shown for words in ("School meals", "«Тоқ бала» қоры", "Canteens", "a day"))


def test_resident_without_a_wallet_opens_one():
    sides = {"represented_id": resident("amina").person_id, "representative_id": resident("aigerim").person_id}
    standing, client = Representation.objects.get(**sides), browser("aigerim")
    session = client.session
    session[ACTING_UNDER] = str(standing.id)
    session.save()
    assert "Open a wallet" in text(client.get(reverse("money:home")))
    client.post(reverse("money:open"))
    assert "Open a wallet" not in text(client.get(reverse("money:home")))


def test_marked_money_at_the_wrong_shop_is_refused_in_words_and_typing_kept():
    given = form(purse("sary_arka_nan"), source=pot("aigerim"), words="Тоқаш")
    answer = browser("aigerim").post(reverse("money:done"), given)
    assert answer.status_code == 422
    assert "School meals" in text(answer)
    assert "Тоқаш" in text(answer)
    assert holds(pot("aigerim")) == 18_000


def test_limit_of_today_is_said_where_it_stops():
    send("aigerim", purse("sary_arka_nan"), 150_000)
    send("aigerim", purse("sary_arka_nan"), 150_000)
    client = browser("aigerim")
    assert "The limit of today" in text(client.get(reverse("money:limits")))
    assert client.post(reverse("money:done"), form(purse("bolat"))).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "-5"}, {"amount": "bread"}, {"source": uuid4()}, {"amount": ""}]
)
def test_what_cannot_be_paid_is_asked_again(wrong):
    answer = browser("aigerim").post(reverse("money:confirm"), form(purse("bolat"), **wrong))
    assert answer.status_code == 422


def test_whom_to_pay_is_asked_again_when_lost_or_unknown():
    client = browser("aigerim")
    for address, given in (("pay", {"to": "000201junk"}), ("pay", {"to": "+77000009999"}), ("confirm", {})):
        assert client.post(reverse(f"money:{address}"), given).status_code in {400, 422}


def test_link_with_a_code_begins_at_the_amount():
    code = write_asked(purse("bolat"), amount=tenge(700), transfer_id=new_transfer_id(), words="Kitap")
    shown = text(browser("aigerim").get(reverse("money:pay"), {"code": code}))
    assert all(words in shown for words in ("Болат", "700", "Kitap"))


def test_receipt_is_nothing_to_a_stranger():
    paid = send("aigerim", purse("bolat"), 800)
    address = reverse("money:receipt", args=[paid.id])
    assert browser("aigerim").get(address).status_code == 200
    assert browser("emma").get(address).status_code == 404


def test_history_finds_by_words():
    send("aigerim", purse("bolat"), 800, reference="Кітап")
    client = browser("aigerim")
    assert "Кітап" in text(client.get(reverse("money:history"), {"words": "кітап"}))
    assert "No payment has these words." in text(client.get(reverse("money:history"), {"words": "zebra"}))


def test_till_shows_a_code_and_then_paid():
    till = browser("nurlan", "school_canteen")
    bill = till.get(reverse("money:till"), {"amount": "900"})["Location"]
    assert "Waiting for the payment" in text(till.get(bill))
    code = till.get(bill).context["code"]
    shown = text(browser("aigerim").post(reverse("money:pay"), {"to": code}))
    given = {**dict(FIELDS.findall(shown)), "amount": "900", "source": pot("aigerim")}
    browser("aigerim").post(reverse("money:done"), given)
    state = text(till.get(reverse("money:bill_state"), {"code": code}))
    assert "Paid" in state
    assert "hx-get" not in state


def test_bill_paid_with_another_amount_is_not_paid():
    asked_id = new_transfer_id()
    code = write_asked(purse("school_canteen"), amount=tenge(900), transfer_id=asked_id)
    send("aigerim", purse("school_canteen"), 1, id=asked_id)
    shown = text(browser("nurlan", "school_canteen").get(reverse("money:bill_state"), {"code": code}))
    assert "Waiting for the payment" in shown


def test_till_gives_back_with_the_mark_and_closes_the_day():
    paid = send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    till = browser("nurlan", "school_canteen")
    assert "School meals" in text(till.get(reverse("money:receipt", args=[paid.id])))
    till.post(reverse("money:refund", args=[paid.id]), {"request_id": new_transfer_id(), "amount": "400"})
    assert holds(pot("aigerim")) == 17_500
    day = till.get(reverse("money:till_day")).context["day"]
    assert (day.count, day.back, day.rest) == (1, tenge(400), tenge(500))
    too_much = {"request_id": new_transfer_id(), "amount": "501"}
    assert till.post(reverse("money:refund", args=[paid.id]), too_much).status_code == 422


def test_people_have_no_till_and_bills_of_others_do_not_open():
    assert browser("aigerim").get(reverse("money:till")).status_code == 404
    code = write_asked(purse("sary_arka_nan"), amount=tenge(900), transfer_id=new_transfer_id())
    assert browser("nurlan", "school_canteen").get(reverse("money:bill"), {"code": code}).status_code == 404


def test_firm_without_a_wallet_can_open_one_once():
    account_id = open_wallet(
        firm("sary_arka_nan"), HolderKind.ORGANISATION, trade="5462", by=resident("nurlan").actor, at=read_clocks()
    )
    assert account_id == purse("sary_arka_nan")
