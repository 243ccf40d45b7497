"""Vouchers: made, activated, redeemed at a shop, cancelled, ended; their money is marked all the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from alatau.money.expire import return_marked_money
from alatau.money.models import Voucher
from alatau.money.payouts.routes import set_route
from alatau.money.payouts.values import RouteKind, VoucherStatus
from alatau.money.payouts.vouchers.errors import (
    VoucherCancelledError,
    VoucherExpiredError,
    VoucherGroupExhaustedError,
    VoucherGroupUnknownError,
    VoucherNotActiveError,
    VoucherShopError,
    VoucherUnknownError,
    VoucherUsedError,
)
from alatau.money.payouts.vouchers.from_lines import voucher_id_of
from alatau.money.payouts.vouchers.make import make_voucher, number_of, open_group
from alatau.money.payouts.vouchers.use import activate_voucher, cancel_voucher, get_voucher, redeem_voucher
from alatau.money.verify import verify_ledger
from tests.money.ledger import BY, balance_of, firm, tenge
from tests.money.payouts.budget import BUDGET, PROGRAMME, line, outcomes, paid, programme
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")

GROCERY, BAKERY = "5411", "5462"


@pytest.fixture
def budget(moment):
    account_id = programme(moment)
    open_group("food", programme=PROGRAMME, name={"en": "Food"}, trades=[GROCERY], days=30, by=BY, at=moment)
    return account_id


def made(moment, units=80_00, voucher_id=None, **chosen):
    return make_voucher(voucher_id or uuid4(), group="food", amount=tenge(units), by=BY, at=moment, **chosen)


def active(moment):
    voucher = made(moment)
    return activate_voucher(voucher.serial, by=BY, at=moment)


def redeem(voucher, shop, at):
    return redeem_voucher(number_of(voucher.id), shop_account_id=shop, by=BY, at=at)


def test_voucher_holds_marked_money_of_its_programme(moment, budget):
    voucher = made(moment)
    assert voucher.status is VoucherStatus.PREACTIVATED
    assert balance_of(budget) == BUDGET - 80_00
    assert balance_of(Voucher.objects.get().account_id) == 80_00
    assert (len(voucher.serial), len(number_of(voucher.id))) == (10, 16)
    assert number_of(voucher.id) not in str(Voucher.objects.values().get())


def test_same_voucher_made_twice_is_one(moment, budget):
    voucher_id = uuid4()
    assert made(moment, voucher_id=voucher_id) == made(moment, voucher_id=voucher_id)
    assert balance_of(budget) == BUDGET - 80_00


def test_shop_is_paid_once_for_an_active_voucher(moment, budget):
    voucher, shop = active(moment), firm(moment, category=GROCERY)
    for _ in range(2):
        assert redeem(voucher, shop, moment).status is VoucherStatus.REDEEMED
    assert balance_of(shop) == 80_00
    with pytest.raises(VoucherUsedError):
        redeem(voucher, firm(moment, category=GROCERY), moment)
    assert verify_ledger().is_whole


def test_voucher_is_refused_before_its_activation(moment, budget):
    with pytest.raises(VoucherNotActiveError):
        redeem(made(moment), firm(moment, category=GROCERY), moment)


def test_shop_of_another_trade_does_not_take_it_and_it_stays_good(moment, budget):
    voucher = active(moment)
    with pytest.raises(VoucherShopError), transaction.atomic():
        redeem(voucher, firm(moment, category=BAKERY), moment)
    assert get_voucher(voucher.serial, at=moment).status is VoucherStatus.ACTIVATED
    assert redeem(voucher, firm(moment, category=GROCERY), moment).redeemed_at is not None


def test_wrong_secret_number_reads_like_no_voucher(moment, budget):
    shop = firm(moment, category=GROCERY)
    with pytest.raises(VoucherUnknownError):
        redeem_voucher("0000000000000000", shop_account_id=shop, by=BY, at=moment)
    voucher = active(moment)
    with pytest.raises(VoucherUnknownError):
        redeem_voucher(number_of(voucher.id), serial="123", shop_account_id=shop, by=BY, at=moment)


def test_cancelled_voucher_gives_its_money_back_at_once(moment, budget):
    voucher = active(moment)
    cancel_voucher(voucher.serial, by=BY, at=moment)
    assert balance_of(budget) == BUDGET
    with pytest.raises(VoucherCancelledError):
        cancel_voucher(voucher.serial, by=BY, at=moment)
    with pytest.raises(VoucherCancelledError):
        redeem(voucher, firm(moment, category=GROCERY), moment)


def test_ended_voucher_is_refused_and_its_money_returns_by_the_mark(moment, budget):
    voucher = active(moment)
    late = replace(moment, city_at=moment.city_at + timedelta(days=31))
    with pytest.raises(VoucherExpiredError):
        redeem(voucher, firm(moment, category=GROCERY), late)
    with transaction.atomic():
        assert return_marked_money(by=BY, at=late) == 1
    assert balance_of(budget) == BUDGET
    assert get_voucher(voucher.serial, at=late).is_expired


def test_serial_is_found_with_and_without_its_zeros(moment, budget):
    voucher = made(moment)
    for given in (voucher.serial, voucher.serial.zfill(16), f" {voucher.serial} "):
        assert get_voucher(given, at=moment).id == voucher.id


def test_group_limits_how_many_vouchers_are_under_way(moment, budget):
    open_group("few", programme=PROGRAMME, name={"en": "Few"}, trades=[], days=3, most=1, by=BY, at=moment)
    make_voucher(uuid4(), group="few", amount=tenge(1), by=BY, at=moment)
    with pytest.raises(VoucherGroupExhaustedError):
        make_voucher(uuid4(), group="few", amount=tenge(1), by=BY, at=moment)
    with pytest.raises(VoucherGroupUnknownError):
        make_voucher(uuid4(), group="none", amount=tenge(1), by=BY, at=moment)


def test_line_of_a_payee_who_chose_vouchers_becomes_one(moment, budget):
    set_route(resident("gulnara").person_id, RouteKind.VOUCHER, by=BY, at=moment)
    view = paid([line("gulnara")], moment)
    assert outcomes(view) == {"paid": 1}
    row = Voucher.objects.get()
    assert (row.payee_id, row.status) == (resident("gulnara").person_id, VoucherStatus.ACTIVATED)
    assert balance_of(row.account_id) == row.amount == 50_00
    assert voucher_id_of(view.id) != row.id
