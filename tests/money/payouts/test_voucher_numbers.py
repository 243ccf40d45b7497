"""A voucher's number reaches the person it is for: by a message that forgets it, and once in their wallet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import NotFoundError
from alatau.core.models import JournalContents
from alatau.messages.models import Message
from alatau.money.models import Voucher
from alatau.money.payouts.routes import payee_of, set_route
from alatau.money.payouts.values import RouteKind, VoucherStatus
from alatau.money.payouts.vouchers.errors import VoucherCancelledError, VoucherNotActiveError, VoucherShownError
from alatau.money.payouts.vouchers.make import make_voucher, number_of, open_group
from alatau.money.payouts.vouchers.show import SHOWN_FOR, list_own, show_number
from alatau.money.payouts.vouchers.tell import show_in_groups, tell_of_vouchers
from alatau.money.payouts.vouchers.use import activate_voucher, cancel_voucher, redeem_voucher
from alatau.money.payouts.work import pay_batch
from tests.money.ledger import BY, firm, tenge
from tests.money.payouts.budget import PROGRAMME, approve, check, hand_over, line, now, programme, purse
from tests.people import resident, sign_in

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def budget(moment):
    account_id = programme(moment)
    open_group("food", programme=PROGRAMME, name={"en": "Food"}, trades=["5411"], days=30, by=BY, at=moment)
    return account_id


def person(key="aigerim"):
    return resident(key).person_id


def given_to(moment, key="aigerim", *, is_active=True):
    voucher = make_voucher(uuid4(), group="food", amount=tenge(80_00), payee_id=person(key), by=BY, at=moment)
    return activate_voucher(voucher.serial, by=BY, at=moment) if is_active else voucher


def show(voucher, at, key="aigerim"):
    return show_number(voucher.id, payee_id=person(key), by=resident(key).actor, at=at)


def later(moment, wait):
    return replace(moment, wall_at=moment.wall_at + wait)


def test_number_goes_to_the_person_sealed_when_the_voucher_is_activated(moment, budget):
    voucher = given_to(moment, is_active=False)
    assert not Message.objects.exists()
    activate_voucher(voucher.serial, by=BY, at=moment)
    message = Message.objects.get()
    assert (message.person_id, message.has_secret, message.sealed_words is None) == (person(), True, False)
    assert show_in_groups(number_of(voucher.id)) not in message.text
    assert Voucher.objects.get().told_at == moment.wall_at


def test_voucher_that_is_nobodys_is_told_to_nobody(moment, budget):
    voucher = make_voucher(uuid4(), group="food", amount=tenge(1), by=BY, at=moment)
    activate_voucher(voucher.serial, by=BY, at=moment)
    assert not Message.objects.exists()


def test_person_without_a_telephone_reads_it_in_the_wallet_alone(moment, budget):
    voucher = given_to(moment, "gulnara")
    assert Voucher.objects.get().told_at is None
    assert show(voucher, moment, "gulnara") == show_in_groups(number_of(voucher.id))


def test_number_is_shown_once_and_again_only_while_the_page_could_be_lost(moment, budget):
    voucher = given_to(moment)
    shown = show(voucher, moment)
    assert show(voucher, later(moment, SHOWN_FOR - timedelta(seconds=1))) == shown
    with pytest.raises(VoucherShownError):
        show(voucher, later(moment, SHOWN_FOR))
    assert JournalContents.objects.filter(line__action="money.voucher.shown", subject_id=person()).count() == 1


def test_number_that_was_shown_is_taken_at_a_till_as_people_write_it(moment, budget):
    shop = firm(moment, category="5411")
    for change in (str, lambda text: text.replace("-", " "), lambda text: text.translate(ARABIC)):
        voucher = given_to(moment)
        taken = redeem_voucher(change(show(voucher, moment)), shop_account_id=shop, by=BY, at=moment)
        assert taken.status is VoucherStatus.REDEEMED


ARABIC = {ord("0") + place: ord("٠") + place for place in range(10)}


def test_nobody_else_reads_the_number(moment, budget):
    voucher = given_to(moment)
    with pytest.raises(NotFoundError):
        show(voucher, moment, "bolat")
    assert Voucher.objects.get().shown_at is None


def test_number_is_not_shown_before_the_activation_nor_after_the_end(moment, budget):
    voucher = given_to(moment, is_active=False)
    with pytest.raises(VoucherNotActiveError):
        show(voucher, moment)
    cancel_voucher(voucher.serial, by=BY, at=moment)
    with pytest.raises(VoucherCancelledError):
        show(voucher, moment)


def test_wallet_lists_what_can_be_used_now(moment, budget):
    first, second = given_to(moment), given_to(moment)
    cancel_voucher(first.serial, by=BY, at=moment)
    (own,) = list_own(person(), at=moment)
    assert (own.voucher.id, own.name, own.trades, own.is_shown) == (second.id, "Food", ("5411",), False)
    assert list_own(person(), at=replace(moment, city_at=moment.city_at + timedelta(days=40))) == []


def test_line_of_a_batch_tells_its_number_once_however_often_it_is_tried(moment, budget):
    set_route(person(), RouteKind.VOUCHER, by=BY, at=moment)
    batch_id = hand_over([line("aigerim")], moment)
    check(batch_id, moment)
    approve(batch_id, moment)
    for _ in range(2):
        pay_batch(batch_id)
    assert Message.objects.filter(template="money.voucher", person_id=person()).count() == 1
    assert tell_of_vouchers(batch_id, by=BY, at=moment) == 0


def test_programmes_own_id_leads_to_the_wallet_of_the_person_behind_it(moment, budget):
    payee_id = payee_of("HOUSEHOLD-7", scheme="MINISTRY", at=moment)
    set_route(payee_id, RouteKind.PERSON, target_id=person(), by=BY, at=moment)
    set_route(person(), RouteKind.VOUCHER, by=BY, at=moment)
    batch_id = hand_over([line("aigerim", number="", payee_id=payee_id)], moment)
    check(batch_id, moment)
    approve(batch_id, moment)
    pay_batch(batch_id)
    assert len(list_own(person(), at=moment)) == 1


def test_person_opens_the_number_on_the_page_of_the_wallet(client, budget):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    at = now()
    purse("aigerim", at)
    voucher = given_to(at)
    sign_in(client, resident("aigerim"))
    number = show_in_groups(number_of(voucher.id))
    assert number not in client.get(reverse("money:home")).content.decode()
    page = client.post(reverse("money:voucher_number", args=[voucher.id]))
    assert number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    Voucher.objects.update(shown_at=at.wall_at - SHOWN_FOR)
    again = client.post(reverse("money:voucher_number", args=[voucher.id]), follow=True).content.decode()
    assert (number in again, "was shown before" in again) == (False, True)


@given(st.integers(0, 10**16 - 1))
def test_groups_part_a_number_and_lose_nothing(value):
    number = f"{value:016}"
    shown = show_in_groups(number)
    assert shown.replace("-", "") == number
    assert {len(group) for group in shown.split("-")} == {4}
