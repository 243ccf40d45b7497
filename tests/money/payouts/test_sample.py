"""The sample city starts with programmes, vouchers and a payout that waits for its second person."""

from __future__ import annotations

import pytest

from alatau.access.errors import SampleOnlyError
from alatau.core.models import City
from alatau.money.models import PayoutBatch, VoucherGroup
from alatau.money.payouts.approve import approve_batch
from alatau.money.payouts.programmes import list_programmes
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.sample import load_sample_payouts
from alatau.money.payouts.values import BatchStatus
from alatau.money.payouts.vouchers.show import list_own
from alatau.money.payouts.work import check_batch, pay_batch
from alatau.money.wallet.sample import load_sample_wallets
from tests.money.payouts.budget import now, outcomes
from tests.people import official, resident

pytestmark = pytest.mark.usefixtures("city")


def test_newcomer_can_approve_a_payout_that_waits_and_see_its_outcomes():
    load_sample_wallets()
    for _ in range(2):
        load_sample_payouts()
    batch = PayoutBatch.objects.get()
    check_batch(batch.id)
    approve_batch(batch.id, by=official("ruslan").actor, at=now())
    pay_batch(batch.id)
    view = get_batch(batch.id)
    assert (view.status, outcomes(view)) == (BatchStatus.PAID, {"paid": 4, "no_account": 1})
    assert len(list_programmes()) == 2
    assert VoucherGroup.objects.count() == 1
    assert len(list_own(resident("aigerim").person_id, at=now())) == 1


def test_real_city_gets_no_sample():
    City.objects.update(kind="production")
    with pytest.raises(SampleOnlyError):
        load_sample_payouts()
