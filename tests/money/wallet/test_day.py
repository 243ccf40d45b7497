"""A till's day is summed over all of its payments, and listed a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.wallet.day import PAGE, list_day, sum_day
from tests.money.ledger import move, post
from tests.money.wallet.purses import firm, purse, tenge
from tests.money.wallet.test_pages import browser, text

pytestmark = pytest.mark.usefixtures("city")
SALES = 120


def sell(at=None) -> None:
    batch = [move(purse("bolat"), purse("school_canteen"), 100) for _ in range(SALES)]
    assert set(post(at or read_clocks(), *batch)) == {"accepted"}


def test_day_counts_every_payment_and_lists_all_of_them_by_pages():
    sell()
    today, holder = read_clocks().city_day, firm("school_canteen")
    day = sum_day(holder, today)
    assert (day.count, day.came, day.rest) == (SALES, tenge(SALES), tenge(SALES))
    seen: list[object] = []
    older = None
    while True:
        page = list_day(purse("school_canteen"), today, older_than=older)
        seen += page.payments
        older = page.older_than
        if older is None:
            break
        assert len(page.payments) == PAGE
    # The money that the canteen brought in itself stands in the list, and is no sale.
    assert len({each.transfer_id for each in seen}) == len(seen) == SALES + 1


def test_day_ends_at_midnight_of_the_city():
    sell()
    at = read_clocks()
    tomorrow = replace(at, city_at=at.city_at + timedelta(days=1))
    sell(tomorrow)
    for moment in (at, tomorrow):
        assert sum_day(firm("school_canteen"), moment.city_day).count == SALES
    assert len(list_day(purse("school_canteen"), tomorrow.city_day).payments) == PAGE


def test_closing_the_day_shows_the_sum_and_a_way_to_earlier_payments():
    sell()
    till = browser("nurlan", "school_canteen")
    shown = till.get(reverse("money:till_day"))
    assert shown.context["day"].count == SALES
    assert "?before=" in text(shown)
    assert till.get(reverse("money:till_day"), {"before": shown.context["page"].older_than}).status_code == 200
