"""Bills in the browser's words: a card, two taps, a code; an issuer's list; what is refused and what is kept."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.bills.read import list_issued, list_owed
from alatau.money.bills.values import BillStatus
from alatau.money.values import HolderId
from alatau.money.wallet.find import write_bill_code
from tests.money.bills.notes import bill, issue, pay
from tests.money.wallet.purses import firm, holds, purse, tenge
from tests.money.wallet.test_pages import FIELDS, browser, text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")
SOURCE = re.compile(r'name="source" value="([^"]+)"')


def page(bill_id) -> str:
    return reverse("money:bill_page", args=[bill_id])


def given(client, bill_id, **chosen) -> dict[str, object]:
    shown = text(client.get(page(bill_id)))
    amount = re.search(r'name="amount" value="([^"]*)"', shown)
    facts = {"source": SOURCE.search(shown)[1], "amount": amount[1] if amount else ""}
    return {**dict(FIELDS.findall(shown)), **facts, **chosen}


def test_bill_stands_on_the_home_page_and_is_paid_in_two_taps():
    owed, client, before = issue(whole=5_000), browser("aigerim"), holds(purse("sary_arka_nan"))
    assert page(owed) in text(client.get(reverse("money:home")))
    answer = client.post(page(owed), given(client, owed))
    assert answer.status_code == 302
    assert holds(purse("sary_arka_nan")) == before + 5_000
    assert page(owed) not in text(client.get(reverse("money:home")))


def test_part_of_a_bill_is_paid_and_typing_is_kept_when_it_is_too_much():
    owed, client = issue(whole=5_000), browser("aigerim")
    assert client.post(page(owed), given(client, owed, amount="2000")).status_code == 302
    answer = client.post(page(owed), given(client, owed, amount="9000"))
    assert answer.status_code == 422
    assert "9000" in text(answer)
    assert bill(owed).paid == tenge(2_000)


def test_code_and_number_of_a_bill_lead_to_it():
    owed, client = issue(whole=900), browser("bolat")
    code = write_bill_code(bill(owed).account_id, rest=bill(owed).rest, number=bill(owed).number)
    for typed in (code, bill(owed).number):
        assert client.post(reverse("money:pay"), {"to": typed})["Location"] == page(owed)


def test_stranger_sees_how_to_pay_and_not_who_owes():
    shown = text(browser("emma").get(page(issue(debtor="bolat"))))
    assert "Той наны" in shown
    assert "Болат" not in shown


def test_request_is_sent_by_phone_and_declined_by_who_got_it():
    form = {"request_id": uuid4(), "phone": "+7 700 000 00 01", "amount": "4000", "words": "Такси"}
    sent = browser("bolat").post(reverse("money:bill_new"), form)
    owed = list_owed(HolderId(resident("aigerim").person_id), on=read_clocks().city_day)[0]
    assert sent["Location"] == page(owed.id)
    assert "Decline" in text(browser("aigerim").get(page(owed.id)))
    browser("aigerim").post(reverse("money:bill_decline", args=[owed.id]))
    assert bill(owed.id).status is BillStatus.DECLINED


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"words": ""}, {"phone": "+77000009999"}, {"due_on": "2020-01-01"}])
def test_request_that_cannot_be_sent_is_asked_again(wrong):
    form = {"request_id": uuid4(), "phone": "+7 700 000 00 01", "amount": "4000", "words": "Такси", **wrong}
    answer = browser("bolat").post(reverse("money:bill_new"), form)
    assert answer.status_code == 422


def test_firm_lists_its_bills_takes_one_back_and_gives_money_back():
    paid, open_one = issue(whole=900), issue(whole=700)
    pay(paid, 900)
    till = browser("nurlan", "sary_arka_nan")
    shown = text(till.get(reverse("money:bills_issued")))
    assert all(page(each) in shown for each in (paid, open_one))
    till.post(reverse("money:bill_cancel", args=[open_one]))
    till.post(reverse("money:bill_refund", args=[paid]), {"request_id": uuid4(), "amount": "400"})
    assert (bill(open_one).status, bill(paid).paid) == (BillStatus.CANCELLED, tenge(500))
    refused = till.post(reverse("money:bill_refund", args=[paid]), {"request_id": uuid4(), "amount": "501"})
    assert refused.status_code == 422


def test_others_neither_take_back_nor_decline_nor_give_back():
    owed = issue()
    pay(owed, 100)
    for key, action in (("emma", "cancel"), ("emma", "decline"), ("aigerim", "decline"), ("emma", "refund")):
        answer = browser(key).post(reverse(f"money:bill_{action}", args=[owed]), {"request_id": uuid4(), "amount": "1"})
        assert answer.status_code == 404


def test_list_of_bills_goes_on_where_it_ended(monkeypatch):
    monkeypatch.setattr("alatau.money.pages.bills_issued.PAGE", 2)
    for each in range(3):
        issue(whole=100 + each)
    till = browser("nurlan", "sary_arka_nan")
    first = text(till.get(reverse("money:bills_issued")))
    older = re.search(r'href="(\?after=[^"]+)"', first)[1]
    assert text(till.get(reverse("money:bills_issued") + older)).count("Той наны") == 1
    assert till.get(reverse("money:bills_issued"), {"after": "junk"}).status_code == 200
    assert len(list_issued(firm("sary_arka_nan"), on=read_clocks().city_day)) == 3


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_pages_of_bills_open_in_each_language(language):
    client, owed = browser("aigerim"), issue()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in (reverse("money:bills"), reverse("money:bill_new"), reverse("money:bills_issued"), page(owed)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < 150_000
