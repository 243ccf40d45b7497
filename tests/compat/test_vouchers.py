"""Vouchers over both generations of GovStack, with the standard's own status codes."""

from __future__ import annotations

from uuid import uuid4

import pytest

from alatau.core.content import content
from alatau.money.models import Voucher
from alatau.money.payouts.vouchers.make import open_group
from alatau.money.values import HolderKind
from alatau.money.wallet.open import open_wallet
from tests.compat.ministry import hearing, open_ministry, tell_all
from tests.money.ledger import BY, FIRM, balance_of
from tests.money.payouts.budget import BUDGET, PROGRAMME, now
from tests.people import bakery, load_people


def make(ministry, correlation="C1", **chosen):
    body = {"voucher_amount": "80.50", "voucher_currency": "KZT", "voucher_group": "FD1", "Gov_Stack_BB": "X", **chosen}
    return ministry.post("vouchers/voucher_preactivation", body, X_CorrelationID=correlation)


def activate(ministry, serial):
    body = {"voucher_serial_number": int(serial), "Gov_Stack_BB": "X"}
    return ministry.send("PATCH", "vouchers/voucher_activation", body)


def redeem(ministry, number, shop, path="vouchers/voucher_redeemption"):
    body = {
        "voucher_number": number, "Gov_Stack_BB": "X", "merchant_name": "Shop", "merchant_bank_details": str(shop),
        "merchant_voucher_group": "FD1", "override": False,
    }  # fmt: skip
    return ministry.post(path, body)


def shop(trade="5411"):
    return open_wallet(bakery(), HolderKind.ORGANISATION, tier=FIRM, trade=trade, by=BY, at=now())


def test_voucher_goes_through_its_life_in_the_first_generation(ministry):
    made = make(ministry).json()
    assert len(made["voucher_serial_number"]) == len(made["voucher_number"]) == 16
    assert make(ministry).json() == made
    where = f"vouchers/voucherstatuscheck/{made['voucher_serial_number']}"
    assert ministry.get(where).json() == {"voucher_status": "Pre-Activated", "voucher_amount": "80.50"}
    assert redeem(ministry, made["voucher_number"], shop()).status_code == 461
    assert activate(ministry, made["voucher_serial_number"]).status_code == 200
    number = content().organisation_numbers.synthesise(21)
    assert redeem(ministry, int(made["voucher_number"]), number).json() == {"result_status": "Redeemed"}
    assert balance_of(shop()) == 80_50
    assert ministry.get(where).status_code == 458


def test_voucher_is_cancelled_once_and_its_money_is_back(ministry):
    serial = make(ministry).json()["voucher_serial_number"]
    body = {"voucherserialnumber": serial, "Gov_Stack_BB": "X"}
    answers = [ministry.send("PATCH", f"vouchers/voucherstatuscheck/{serial}", body).status_code for _ in range(2)]
    assert answers == [200, 464]
    assert balance_of(ministry.account_id) == BUDGET


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ({"voucher_amount": "0"}, 452),
        ({"voucher_amount": "1.005"}, 452),
        ({"voucher_amount": "many"}, 452),
        ({"voucher_currency": "XTS"}, 453),
        ({"voucher_group": "NONE"}, 454),
        ({"voucher_amount": "99000000"}, 462),
        ({"voucher_group": ""}, 400),
    ],
)
def test_voucher_that_cannot_be_made_is_refused_by_the_standards_number(ministry, chosen, status):
    answer = make(ministry, **chosen)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert not Voucher.objects.exists()


def test_other_refusals_have_their_numbers_too(ministry):
    open_group("ONE", programme=PROGRAMME, name={"en": "One"}, trades=[], days=9, most=1, by=BY, at=now())
    assert make(ministry, voucher_group="ONE").status_code == 200
    assert make(ministry, "C2", voucher_group="ONE").status_code == 455
    assert activate(ministry, "1234567890").status_code == 456
    assert redeem(ministry, "1", shop()).status_code == 461
    assert redeem(ministry, "1", uuid4()).status_code == 463
    ministry.key = "wrong"
    assert make(ministry).status_code == 460


def test_shop_of_another_trade_is_refused_and_the_voucher_stays_good(ministry):
    made = make(ministry).json()
    activate(ministry, made["voucher_serial_number"])
    answer = redeem(ministry, made["voucher_number"], shop("5462"), "vouchers/voucher_redemption")
    assert answer.status_code == 463
    assert Voucher.objects.get().ended_at is None


@pytest.mark.django_db
def test_vouchers_of_the_other_generation_are_told_activated_redeemed_and_cancelled():
    load_people()
    with hearing() as (address, told):
        ministry = open_ministry(callbacks=(address,))
        body = {
            "requestID": "MAKE00000001",
            "batchID": "BATCH1",
            "voucherInstructions": [instruction(n) for n in (1, 2)],
        }
        assert ministry.post("vouchers", body, X_Callback_URL=address).json()["ResponseCode"] == "00"
        tell_all()
        first, second = told[0][1]["voucherInstructions"]
        act = {
            "RequestID": "ACT000000001",
            "BatchID": "BATCH1",
            "VoucherInstructions": [only(first), {"serialNumber": "9"}],
        }
        ministry.send("PUT", "vouchers?command=activate", act, X_Callback_URL=address)
        cancel = {"requestID": "CAN000000001", "batchID": "BATCH1", "voucherInstructions": [only(second)]}
        ministry.post("vouchers?command=cancel", cancel, X_Callback_URL=address)
        tell_all()
        assert [body["numberFailedCases"] for _path, body, _headers in told[1:]] == [1, 0]
        paid = ministry.post("vouchers?command=cancel", redemption(first)).json()
        assert (paid["status"], paid["value"], balance_of(shop())) == (1, 5.0, 5_00)
        states = [ministry.get(f"vouchers/{each['serialNumber']}?fields=status").json() for each in (first, second)]
        assert [each["status"] for each in states] == [6, 5]


def instruction(number):
    return {"instructionID": f"I{number}", "groupCode": "FD1", "currency": "KZT", "amount": 5, "narration": "Food"}


def only(voucher):
    return {"serialNumber": voucher["serialNumber"]}


def redemption(voucher):
    return {
        "requestID": "RED000000001",
        "voucherSerialNumber": voucher["serialNumber"],
        "agentID": str(shop()),
        "voucherSecretNumber": voucher["voucherNumber"],
    }


def test_vouchers_whose_numbers_could_not_be_told_are_not_made(ministry):
    body = {"requestID": "MAKE00000001", "voucherInstructions": [instruction(1)]}
    assert ministry.post("vouchers", body).status_code == 400
    assert not Voucher.objects.exists()


def test_unknown_voucher_has_the_error_state(ministry):
    answer = ministry.get("vouchers/777?fields=status")
    assert (answer.status_code, answer.json()["status"]) == (400, 9)


def test_another_ministrys_voucher_reads_like_none(ministry):
    serial = make(ministry).json()["voucher_serial_number"]
    Voucher.objects.update(institution_id=uuid4())
    assert ministry.get(f"vouchers/voucherstatuscheck/{serial}").status_code == 456
