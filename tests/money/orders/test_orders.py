"""A standing order is paid once a period, tried on three days, and stopped by its payer, its end or its ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from alatau.access.models import Representation
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.values import system_actor
from alatau.messages.models import Message
from alatau.money.models import StandingOrder
from alatau.money.orders.errors import OrderDaysError, OrderOverError, StandingOrderReusedError
from alatau.money.orders.pay import pay_orders
from alatau.money.orders.read import list_orders
from alatau.money.orders.set import end_order, pause_order, resume_order, set_order
from alatau.money.orders.values import NewStandingOrder, OrderState, PeriodOutcome, Rhythm
from alatau.money.values import HolderId
from alatau.money.wallet.errors import PayeeSelfError
from tests.money.wallet.purses import head, holds, purse, send, tenge
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")
BY = system_actor("money.test")


def order(key: str = "aigerim", *, by: object = None, **chosen: object) -> UUID:
    """Set up a weekly payment of 10,000 from today on, and return its id."""
    at = read_clocks()
    new = NewStandingOrder(
        **{
            "id": uuid4(),
            "source_id": purse(key),
            "payee_id": purse("gulnara"),
            "amount": tenge(10_000),
            "rhythm": Rhythm.WEEKLY,
            "first_on": at.city_day,
            **chosen,
        }
    )
    set_order(new, by=by or resident(key).actor, at=at)
    return new.id


def run(days: int = 0) -> None:
    at = read_clocks()
    pay_orders(by=BY, at=replace(at, city_at=at.city_at + timedelta(days=days)))


def view(key: str = "aigerim"):
    (found,) = list_orders(HolderId(resident(key).person_id))
    return found


def test_each_period_is_paid_once_however_often_the_job_runs():
    order()
    before = holds(purse("gulnara"))
    for day in (0, 0, 1, 6, 7, 7, 14):
        run(day)
    assert holds(purse("gulnara")) == before + 30_000
    assert [each.outcome for each in view().periods] == [PeriodOutcome.PAID] * 3


def test_periods_that_the_city_slept_through_are_paid_too():
    order()
    run(15)
    assert holds(purse("gulnara")) == 86_000 + 30_000
    run(15)
    assert len(view().periods) == 3


def test_payment_without_money_is_tried_on_three_days_and_told_twice():
    order("dias", payee_id=purse("bolat"))
    for day in (0, 0, 1):
        run(day)
    assert view("dias").tries == 2
    assert "5" in view("dias").why
    run(2)
    found = view("dias")
    assert ([each.outcome for each in found.periods], found.tries) == ([PeriodOutcome.MISSED], 0)
    assert found.due_on == found.first_on + timedelta(days=7)
    told = Message.objects.filter(person_id=resident("dias").person_id).values_list("template", flat=True)
    assert sorted(told) == ["money.order_missed", "money.order_waits"]


def test_payment_goes_through_on_a_later_try_when_money_came():
    order("dias", payee_id=purse("gulnara"))
    run()
    send("bolat", purse("dias"), 8_000)
    run(1)
    assert holds(purse("dias")) == 3_000
    assert view("dias").why == ""


def test_order_ends_after_its_last_day():
    order(last_on=read_clocks().city_day + timedelta(days=8))
    run(30)
    found = view()
    assert (found.state, len(found.periods)) == (OrderState.ENDED, 2)


def test_paused_order_is_not_paid_and_skips_what_it_missed():
    order_id, actor = order(), resident("aigerim").actor
    pause_order(order_id, by=actor, at=read_clocks())
    run(20)
    assert view().periods == ()
    at = read_clocks()
    resume_order(order_id, by=actor, at=replace(at, city_at=at.city_at + timedelta(days=20)))
    run(20)
    assert (view().state, view().periods) == (OrderState.ACTIVE, ())
    run(21)
    assert len(view().periods) == 1


def test_ended_order_is_never_paid_again():
    order_id, actor = order(), resident("aigerim").actor
    end_order(order_id, by=actor, at=read_clocks())
    run(8)
    assert view().periods == ()
    with pytest.raises(OrderOverError):
        resume_order(order_id, by=actor, at=read_clocks())


def test_same_request_is_one_order_and_another_body_is_refused():
    order_id = order()
    order(id=order_id)
    assert StandingOrder.objects.count() == 1
    with pytest.raises(StandingOrderReusedError):
        order(id=order_id, amount=tenge(1))


def test_order_that_cannot_be_is_refused():
    today = read_clocks().city_day
    for wrong, error in (
        ({"source_id": purse("bolat")}, NotFoundError),
        ({"payee_id": purse("aigerim")}, PayeeSelfError),
        ({"first_on": today - timedelta(days=1)}, OrderDaysError),
        ({"last_on": today - timedelta(days=1)}, OrderDaysError),
    ):
        with pytest.raises(error):
            order(**wrong)
    assert StandingOrder.objects.count() == 0


def test_order_of_a_representative_stops_with_their_ground():
    standing = Representation.objects.get(
        represented_id=resident("gulnara").person_id, representative_id=resident("aigerim").person_id
    )
    aigerim = resident("aigerim").actor
    acting = replace(aigerim, for_person_id=resident("gulnara").person_id, ground_id=standing.id)
    order("gulnara", by=acting, payee_id=purse("bolat"))
    run()
    assert holds(purse("gulnara")) == 76_000
    Representation.objects.filter(id=standing.id).update(ended_at=read_clocks().wall_at)
    run(7)
    assert view("gulnara").state is OrderState.PAUSED
    assert holds(purse("gulnara")) == 76_000


def test_firm_has_orders_and_gets_no_messages():
    before = Message.objects.count()
    order("sary_arka_nan", by=head("nurlan", "sary_arka_nan"), amount=tenge(900_000))
    run()
    assert Message.objects.count() == before
