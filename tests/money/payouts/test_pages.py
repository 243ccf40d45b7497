"""The treasury's pages, a person's account, and a voucher at the till, as people use them."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from alatau.access.models import Representation
from alatau.core.content import content
from alatau.money.models import PayoutBatch, PayoutLine
from alatau.money.payouts.reconcile import report_differences
from alatau.money.payouts.routes import find_waiting
from alatau.money.payouts.settle import close_batch
from alatau.money.payouts.values import BatchStatus
from alatau.money.payouts.vouchers.make import make_voucher, number_of, open_group
from alatau.money.payouts.vouchers.use import activate_voucher
from alatau.money.values import HolderKind
from alatau.money.wallet.open import open_wallet
from tests.money.ledger import BY, FIRM, balance_of, tenge
from tests.money.payouts.budget import PROGRAMME, check, hand_over, line, now, paid, pay, programme, purse
from tests.people import bakery, official, resident, sign_in

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def treasurer(client):
    sign_in(client, official("kamila"))
    return client


@pytest.fixture
def colleague(client):
    sign_in(client, official("ruslan"))
    return client


def upload(client, text, **chosen):
    form = {
        "request_id": uuid4(),
        "programme": PROGRAMME,
        "reference": "March",
        "words": "Support for March",
        "file": io.BytesIO(text.encode()),
        **chosen,
    }
    form["file"].name = "march.csv"
    return client.post(reverse("money:payouts"), form)


def act(client, what, batch_id):
    return client.post(reverse(f"money:payout_{what}", args=[batch_id]))


def test_treasurer_hands_a_table_over_and_sees_each_line(treasurer):
    programme(now())
    purse("aigerim", now())
    table = f"Number;Amount;Reference\n{resident('aigerim').number};1 250,50;A-1\nnobody;7;A-2\n"
    answer = upload(treasurer, table)
    assert answer.status_code == 302
    check(PayoutBatch.objects.get().id, now())
    page = treasurer.get(answer.url).content.decode()
    assert "A-1" in page
    assert "The number or the amount cannot be read" in page
    assert "You handed this over or stand behind it. A colleague approves it." in page
    assert list(PayoutLine.objects.order_by("number").values_list("amount", flat=True)) == [1_250_50, 7_00]


@pytest.mark.parametrize("text", ["", "name;sum\nx;1\n", "\xff\xfe\x00"])
def test_file_that_is_no_table_is_refused_with_a_sentence(treasurer, text):
    programme(now())
    answer = upload(treasurer, text)
    assert answer.status_code == 422
    assert not PayoutBatch.objects.exists()
    assert "March" in answer.content.decode()


def test_colleague_approves_and_the_page_tells_when_all_is_paid(colleague):
    programme(now())
    wallet = purse("aigerim", now())
    batch_id = hand_over([line("aigerim")], now())
    check(batch_id, now())
    assert "Approve and pay" in colleague.get(reverse("money:payout", args=[batch_id])).content.decode()
    assert act(colleague, "approve", batch_id).status_code == 302
    assert 'hx-trigger="every 2s"' in colleague.get(reverse("money:payout_state", args=[batch_id])).content.decode()
    pay(batch_id, now())
    report_differences(batch_id, by=BY, at=now())
    page = colleague.get(reverse("money:payout", args=[batch_id])).content.decode()
    assert "The sum of paid lines is the sum of transfers in the ledger." in page
    assert balance_of(wallet) == 50_00


def test_own_payout_cannot_be_approved_and_the_page_says_why(treasurer):
    programme(now())
    batch_id = hand_over([line("aigerim")], now())
    check(batch_id, now())
    answer = act(treasurer, "approve", batch_id)
    assert answer.status_code == 403
    assert "somebody else approves it" in answer.content.decode()


def test_failed_lines_are_tried_again_and_the_rest_given_back(colleague):
    programme(now())
    purse("bolat", now())
    batch_id = paid([line("aigerim"), line("bolat")], now()).id
    assert act(colleague, "retry", batch_id).status_code == 302
    assert PayoutBatch.objects.get().status == BatchStatus.APPROVED
    pay(batch_id, now())
    assert act(colleague, "close", batch_id).status_code == 302
    assert PayoutBatch.objects.get().status == BatchStatus.CLOSED
    assert act(colleague, "close", batch_id).status_code == 409


def test_table_of_outcomes_names_nobody_and_starts_no_formula(colleague):
    programme(now())
    batch_id = paid([line("aigerim", reference="=SUM(A1)")], now()).id
    close_batch(batch_id, by=BY, at=now())
    answer = colleague.get(reverse("money:payout_table", args=[batch_id]))
    table = b"".join(answer.streaming_content).decode()
    assert "1,'=SUM(A1),50.00,returned" in table
    assert resident("aigerim").number not in table


@pytest.mark.parametrize("login", ["dana", "yerlan", "saule"])
def test_other_staff_sees_no_payouts(client, login):
    sign_in(client, official(login))
    assert client.get(reverse("money:payouts")).status_code in (403, 404)


def test_auditor_reads_and_cannot_pay(client):
    programme(now())
    batch_id = hand_over([line("aigerim")], now())
    sign_in(client, official("aliya"))
    assert client.get(reverse("money:payout", args=[batch_id])).status_code == 200
    assert act(client, "approve", batch_id).status_code in (403, 404)


def test_person_names_a_bank_account_sees_the_day_and_stops_it(client):
    sign_in(client, resident("aigerim"))
    number = content().account_numbers.synthesise(7)
    assert client.post(reverse("money:payee"), {"account": number}).status_code == 302
    page = client.get(reverse("money:payee")).content.decode()
    assert f"Bank account ending in {number[-4:]}" in page
    assert number not in page
    client.post(reverse("money:payee_keep"))
    assert find_waiting(resident("aigerim").person_id, at=now()) is None


def test_mistyped_bank_account_is_refused_and_kept_in_the_field(client):
    sign_in(client, resident("aigerim"))
    answer = client.post(reverse("money:payee"), {"account": "KZ86125KZT5004100101"})
    assert answer.status_code == 422
    assert "KZ86125KZT5004100101" in answer.content.decode()


def test_person_can_let_payouts_come_into_the_wallet(client):
    sign_in(client, resident("aigerim"))
    client.post(reverse("money:payee_wallet"))
    assert "Your wallet in Alatau" in client.get(reverse("money:payee")).content.decode()


def test_shop_takes_a_voucher_once(client):
    programme(now())
    open_group("food", programme=PROGRAMME, name={"en": "Food"}, trades=[], days=30, by=BY, at=now())
    voucher = make_voucher(uuid4(), group="food", amount=tenge(80_00), by=BY, at=now())
    activate_voucher(voucher.serial, by=BY, at=now())
    till = open_wallet(bakery(), HolderKind.ORGANISATION, tier=FIRM, by=BY, at=now())
    sign_in(client, resident("nurlan"))
    held = Representation.objects.get(organisation_id=bakery(), representative_id=resident("nurlan").person_id)
    client.post(reverse("access:act_under"), {"representation": held.id})
    wrong = client.post(reverse("money:voucher"), {"number": "0000 0000 0000 0000"})
    assert (wrong.status_code, balance_of(till)) == (422, 0)
    taken = client.post(reverse("money:voucher"), {"number": number_of(voucher.id)})
    assert 'class="paid"' in taken.content.decode()
    assert balance_of(till) == 80_00


def test_person_has_no_till_for_vouchers(client):
    sign_in(client, resident("aigerim"))
    assert client.get(reverse("money:voucher")).status_code == 404
