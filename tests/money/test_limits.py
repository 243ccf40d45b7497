"""Limits count over all wallets of a holder, holds included, with the law's numbers of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.values import Moment
from alatau.money.change import change_holder
from alatau.money.errors.accounts import TierUnknownError
from alatau.money.expire import expire_holds
from alatau.money.models import Account
from alatau.money.post import post_transfers
from alatau.money.read import get_account
from alatau.money.refusals import explain_refusal
from alatau.money.tiers import limits_on
from alatau.money.values import TransferKind
from tests.money.ledger import BASIC, BY, UNLIMITED, account, firm, move, post

pytestmark = pytest.mark.django_db
TENGE = 100
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)


class Payer:
    """A person of the basic tier with two wallets, and a shop."""

    def __init__(self, at: Moment) -> None:
        self.holder = uuid4()
        self.wallets = [account(at, holder=self.holder, tier=BASIC, balance=200_000 * TENGE) for _ in range(2)]
        self.shop = firm(at)

    def pay(self, at: Moment, whole: int, *, wallet: int = 0, **chosen: object) -> str:
        (outcome,) = post(at, move(self.wallets[wallet], self.shop, whole * TENGE, **chosen))
        return outcome


def days_after(at: Moment, days: int) -> Moment:
    return replace(at, city_at=at.city_at + timedelta(days=days))


def test_a_payment_has_a_limit(moment):
    payer = Payer(moment)
    assert payer.pay(moment, 150_001) == "payment_limit"
    assert payer.pay(moment, 150_000) == "accepted"


def test_a_day_counts_over_all_wallets_and_holds(moment):
    payer = Payer(moment)
    assert payer.pay(moment, 150_000) == "accepted"
    assert payer.pay(moment, 100_000, wallet=1, kind=TransferKind.PENDING) == "accepted"
    assert payer.pay(moment, 50_001, wallet=1) == "day_limit"
    assert payer.pay(moment, 50_000) == "accepted"
    assert payer.pay(days_after(moment, 1), 50_000, wallet=1) == "accepted"


def test_a_refusal_says_the_limit_and_what_is_paid(moment):
    payer = Payer(moment)
    payer.pay(moment, 150_000)
    payer.pay(moment, 100_000, wallet=1)
    new = move(payer.wallets[1], payer.shop, 60_000 * TENGE)
    (outcome,) = post_transfers([new], by=BY, at=moment)
    said = explain_refusal(new, outcome).sentence().replace("\u202f", " ").replace("\xa0", " ")
    assert said == (
        "You can pay up to 300 000 tenge a day, and 250 000 tenge is paid or held today. Enter less, or wait until "
        "tomorrow."
    )


def test_thirty_days_roll(moment):
    payer = Payer(moment)
    spare = firm(moment, balance=10**9)
    for day in range(0, 12, 3):
        assert payer.pay(days_after(moment, day), 125_000) == "accepted"
        assert payer.pay(days_after(moment, day), 125_000, wallet=1) == "accepted"
        for wallet in payer.wallets:
            post(days_after(moment, day), move(spare, wallet, 125_000 * TENGE))
    assert payer.pay(days_after(moment, 29), 1) == "month_limit"
    assert payer.pay(days_after(moment, 30), 150_000) == "accepted"
    assert payer.pay(days_after(moment, 30), 100_001, wallet=1) == "month_limit"
    assert payer.pay(days_after(moment, 33), 100_001, wallet=1) == "accepted"


def test_what_a_hold_does_not_pay_is_given_back_to_the_limits_of_its_day(moment):
    payer = Payer(moment)
    held = [move(wallet, payer.shop, 150_000 * TENGE, kind=TransferKind.PENDING) for wallet in payer.wallets]
    assert post(moment, *held) == ["accepted", "accepted"]
    assert payer.pay(moment, 1) == "day_limit"
    part = move(payer.wallets[0], payer.shop, 50_000 * TENGE, kind=TransferKind.POST, concerns_id=held[0].id)
    void = move(payer.wallets[1], payer.shop, 150_000 * TENGE, kind=TransferKind.VOID, concerns_id=held[1].id)
    assert post(moment, part, void) == ["accepted", "accepted"]
    assert payer.pay(moment, 150_000) == "accepted"
    assert payer.pay(moment, 100_001, wallet=1) == "day_limit"


def test_a_hold_that_expires_days_later_counts_no_more(moment):
    payer = Payer(moment)
    payer.pay(moment, 150_000, kind=TransferKind.PENDING, timeout_seconds=86_400)
    later = days_after(moment, 2)
    assert payer.pay(later, 60_000) == "insufficient_funds"
    assert expire_holds(by=BY, at=later) == 1
    assert payer.pay(later, 150_000) == "accepted"
    assert payer.pay(later, 150_000, wallet=1) == "accepted"
    assert _spent_in_thirty_days(payer) == 300_000 * TENGE


@shared
@given(payments=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1), st.integers(1, 150_000)), max_size=12))
def test_no_order_of_payments_passes_a_limit(moment, payments):
    payer, paid = Payer(moment), dict.fromkeys(range(10), 0)
    for day, wallet, whole in sorted(payments):
        if payer.pay(days_after(moment, day), whole, wallet=wallet) == "accepted":
            paid[day] += whole
    assert max(paid.values()) <= 300_000
    assert sum(paid.values()) <= 400_000


def test_the_payee_holds_no_more_than_their_tier_allows_over_all_wallets(moment):
    payer, rich = Payer(moment), account(moment, tier=UNLIMITED, balance=10**9)
    over = move(rich, payer.wallets[0], 100_001 * TENGE)
    assert post(moment, over, move(rich, payer.wallets[1], 100_000 * TENGE)) == ["balance_limit", "accepted"]


@pytest.mark.parametrize("careful_most", [256, 0])
def test_a_wallet_opened_since_counts_from_the_first_payment_that_names_it(moment, careful_most, monkeypatch):
    monkeypatch.setattr("alatau.money.post.CAREFUL_MOST", careful_most)
    payer = Payer(moment)
    assert payer.pay(moment, 150_000) == "accepted"
    third, unused = (account(moment, holder=payer.holder, tier=BASIC) for _ in range(2))
    source = account(moment, tier=UNLIMITED, balance=10**9)
    assert post(moment, move(source, third, 150_001 * TENGE)) == ["accepted"]
    assert post(moment, move(third, payer.shop, 150_000 * TENGE)) == ["accepted"]
    assert payer.pay(moment, 1, wallet=1) == post(moment, move(third, payer.shop, 1))[0] == "day_limit"
    known = Account.objects.filter(holder_id=payer.holder).values_list("group_size", flat=True)
    assert (set(known), get_account(unused).holder_id) == ({4}, payer.holder)


def test_moving_money_between_ones_own_wallets_counts_for_nothing(moment):
    payer = Payer(moment)
    assert post(moment, move(*payer.wallets, 200_000 * TENGE)) == ["accepted"]
    assert payer.pay(moment, 150_000, wallet=1) == "accepted"


def test_a_new_tier_counts_at_once_with_what_was_paid_before(moment):
    payer = Payer(moment)
    payer.pay(moment, 150_000)
    payer.pay(moment, 150_000, wallet=1)
    change_holder(payer.holder, tier=2, reason="face", by=BY, at=moment)
    assert payer.pay(moment, 50_000) == "accepted"
    change_holder(payer.holder, tier=BASIC, reason="lapsed", by=BY, at=moment)
    assert payer.pay(moment, 1, wallet=1) == "day_limit"
    with pytest.raises(TierUnknownError):
        change_holder(payer.holder, tier=77, reason="test", by=BY, at=moment)


OF_DAYS = {
    date(2026, 3, 17): 0,
    date(2026, 3, 18): 3 * 4325 * TENGE,
    date(2026, 12, 31): 3 * 4325 * TENGE,
}


@pytest.mark.parametrize("day", OF_DAYS)
def test_visitors_pay_by_the_index_of_the_day_and_nothing_before_the_rule(day):
    assert limits_on(day).payment[0] == OF_DAYS[day]


def test_midnight_of_the_city_begins_a_day(moment):
    payer = Payer(moment)
    evening = datetime(2026, 3, 10, 23, 59, tzinfo=ZoneInfo("Asia/Almaty"))
    for at, wanted in ((evening, "accepted"), (evening + timedelta(minutes=1), "accepted")):
        assert payer.pay(Moment(city_at=at, wall_at=at), 150_000, wallet=at.day % 2) == wanted
    assert get_account(payer.wallets[0]).tier == BASIC


def _spent_in_thirty_days(payer: Payer) -> int:
    return sum(row.spent_month for row in Account.objects.filter(id__in=payer.wallets))
