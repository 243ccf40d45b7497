"""A mark owner gives money under conditions, and sees where it is but not who spent it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.errors.marks import MarkPayeeError
from alatau.money.values import HolderId, new_transfer_id
from alatau.money.wallet.marks import list_marks
from alatau.money.wallet.read import get_wallet
from tests.money.wallet.purses import firm, holds, pot, purse, send, tenge
from tests.money.wallet.test_pages import browser, text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def gift(**chosen) -> dict[str, object]:
    last = (read_clocks().city_day + timedelta(days=30)).isoformat()
    given = {"request_id": new_transfer_id(), "phone": "+77000000003", "amount": "5000", "name": "Нан"}
    return {**given, "trades": ["5462"], "last_day": last, "day_cap": "1000", **chosen}


def test_gift_is_given_once_and_spent_only_where_it_may_be():
    given = gift()
    for _ in range(2):
        assert browser("bolat").post(reverse("money:marks"), given).status_code == 302
    (found,) = get_wallet(HolderId(resident("yusuf").person_id)).pots
    assert (found.amount, found.owner) == (tenge(5_000), "Болат")
    send("yusuf", purse("sary_arka_nan"), 600, source=found.account_id)
    with pytest.raises(MarkPayeeError):
        send("yusuf", purse("school_canteen"), 100, source=found.account_id)


@pytest.mark.parametrize(
    "wrong", [{"last_day": "2020-01-01"}, {"amount": "999000000"}, {"phone": "+77000000002"}, {"trades": ["9999"]}]
)
def test_gift_that_cannot_be_given_sets_no_mark(wrong):
    before = holds(purse("bolat"))
    assert browser("bolat").post(reverse("money:marks"), gift(**wrong)).status_code == 422
    assert list_marks(HolderId(resident("bolat").person_id)) == []
    assert holds(purse("bolat")) == before


def test_owner_sees_shops_and_sums_and_no_payer():
    send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    (story,) = list_marks(firm("school_meals_fund"))
    assert (story.held, story.pots) == (tenge(35_100), 2)
    assert story.spent == (("«Дәм» мектеп асханасы", tenge(900)),)
    shown = text(browser("emma", "school_meals_fund").get(reverse("money:marks")))
    assert "«Дәм» мектеп асханасы" in shown
    assert "Айгерім" not in shown
