"""The sample city's families have bills to pay for their home, the kindergarten and a state service."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alatau.access.errors import SampleOnlyError
from alatau.core.clock import read_clocks
from alatau.core.models import City
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.read import list_owed
from alatau.money.bills.sample import load_sample_bills
from alatau.money.bills.values import BillStatus
from alatau.money.models import Bill
from alatau.money.values import HolderId, new_transfer_id
from tests.money.bills.notes import bill
from tests.money.wallet.purses import purse
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def owed(key):
    return list_owed(HolderId(resident(key).person_id), on=read_clocks().city_day)


def test_newcomer_finds_bills_with_their_last_days_and_can_pay_one():
    for _ in range(2):
        load_sample_bills()
    assert {each.purpose for each in owed("aigerim")} == {"utilities", "kindergarten"}
    duty = next(each for each in owed("bolat") if each.purpose == "state_duty")
    pay_bill(
        duty.id,
        amount=duty.rest,
        source_id=purse("bolat"),
        transfer_id=new_transfer_id(),
        by=resident("bolat").actor,
        at=read_clocks(),
    )
    assert bill(duty.id).status is BillStatus.PAID


def test_bills_loaded_on_a_later_day_are_the_same(monkeypatch):
    load_sample_bills()
    count, at = Bill.objects.count(), read_clocks()
    moved = replace(at, city_at=at.city_at + timedelta(days=3))
    monkeypatch.setattr("alatau.money.bills.sample.read_clocks", lambda: moved)
    load_sample_bills()
    assert Bill.objects.count() == count


def test_real_city_gets_no_sample_bills():
    City.objects.update(kind="production")
    with pytest.raises(SampleOnlyError):
        load_sample_bills()
