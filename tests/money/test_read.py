"""Balances now and at past moments, and what they are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.errors import NotFoundError
from alatau.core.values import Moment
from alatau.money.read import balance_at, explain_balance, find_transfer, get_balance, get_balances
from alatau.money.values import AccountId, EntryView, TransferKind
from tests.money.ledger import account, move, post, tenge

pytestmark = pytest.mark.django_db
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)


def shifted(at, *, city=0, wall=0):
    return replace(at, city_at=at.city_at + timedelta(hours=city), wall_at=at.wall_at + timedelta(hours=wall))


@shared
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 3), st.integers(1, 50)), max_size=15))
def test_a_balance_at_a_past_moment_of_either_clock_is_what_it_was(moment, steps):
    payer, payee = account(moment, balance=10_000), account(moment)
    at, wall, held, seen = moment, 0, 0, list[tuple[Moment, int]]()
    for hours, wall_hours, units in steps:
        # The machine's clock may be set back; entries go on from the latest.
        wall += wall_hours
        at = replace(shifted(at, city=hours), wall_at=moment.wall_at + timedelta(hours=wall))
        assert post(at, move(payer, payee, units)) == ["accepted"]
        held += units
        latest_wall = max([one.wall_at for one, _ in seen] + [moment.wall_at, at.wall_at])
        seen.append((replace(at, wall_at=latest_wall), held))
    for one, _ in seen:
        by_city = max(units for other, units in seen if other.city_at <= one.city_at)
        by_wall = max(units for other, units in seen if other.wall_at <= one.wall_at)
        assert balance_at(payee, city_at=one.city_at).units == by_city
        assert balance_at(payee, wall_at=one.wall_at).units == by_wall
    assert balance_at(payee, city_at=moment.city_at - timedelta(hours=1)).units == 0


def test_a_batch_that_read_the_clocks_first_and_came_second_goes_on_from_the_first(moment):
    payer, payee = account(shifted(moment, city=-5), balance=100), account(moment)
    post(moment, move(payer, payee, 10))
    post(shifted(moment, city=-1, wall=-1), move(payer, payee, 5))
    assert balance_at(payee, city_at=moment.city_at).units == 15
    assert balance_at(payee, city_at=shifted(moment, city=-1).city_at).units == 0


@shared
@given(count=st.integers(0, 12), limit=st.integers(1, 5))
def test_a_balance_unfolds_page_by_page_to_its_first_transfer(moment, count, limit):
    payer, payee = account(moment, balance=1000), account(moment)
    batch = [move(payer, payee, units) for units in range(1, count + 1)]
    ids = [new.id for new in batch]
    post(moment, *batch)
    page, steps = explain_balance(payee, limit=limit), list[EntryView]()
    while True:
        steps += page.steps
        assert page.balance.units == page.before.units + sum(step.amount.units for step in page.steps)
        if page.older_than is None:
            break
        page = explain_balance(payee, limit=limit, older_than=page.older_than)
    assert [step.transfer_id for step in steps] == ids[::-1]
    assert all(step.other_account_id == payer for step in steps)


@pytest.fixture
def long_account(moment):
    """An account whose entries pass several landmarks: money comes and goes, an entry an hour."""
    mine, other = account(moment, balance=1000), account(moment, balance=1000)
    for hour in range(1, 53):
        pair = (mine, other) if hour % 3 else (other, mine)
        post(shifted(moment, city=hour, wall=hour), move(*pair, hour, reference=str(hour)))
    return mine


@pytest.mark.parametrize("number", [1, 15, 16, 17, 31, 32, 33, 48, 52])
def test_each_entry_beyond_a_landmark_is_reached_with_those_before_it(long_account, number):
    page = explain_balance(long_account, older_than=number + 1, limit=20)
    assert [step.number for step in page.steps] == [*range(number, max(number - 20, 0), -1)]
    assert page.balance == explain_balance(long_account, older_than=number + 1, limit=1).balance


@shared
@given(hour=st.integers(0, 60))
def test_a_past_moment_between_landmarks_is_found_by_either_clock(moment, long_account, hour):
    expected = 1000 + sum(step if step % 3 == 0 else -step for step in range(1, min(hour, 52) + 1))
    at = shifted(moment, city=hour, wall=hour)
    assert balance_at(long_account, city_at=at.city_at).units == expected
    assert balance_at(long_account, wall_at=at.wall_at).units == expected


def test_a_past_balance_unfolds_too(moment):
    payer, payee = account(moment, balance=1000), account(moment)
    post(moment, move(payer, payee, 10, reference="first"))
    post(shifted(moment, city=5, wall=5), move(payer, payee, 20))
    past = explain_balance(payee, city_at=shifted(moment, city=1).city_at)
    assert (past.balance, [step.reference for step in past.steps]) == (tenge(10), ["first"])


def test_several_balances_come_in_one_read(moment, django_assert_num_queries):
    accounts = [AccountId(account(moment, balance=units)) for units in (5, 7)]
    with django_assert_num_queries(1):
        found = get_balances([*accounts, AccountId(uuid4())])
    assert [found[each].posted.units for each in accounts] == [5, 7]


def test_an_account_without_a_floor_has_no_bound_to_what_may_leave(moment):
    assert get_balance(account(moment, floor=None)).available is None


def test_a_refund_is_seen_on_what_it_refunds(moment):
    payer, payee = account(moment, balance=100), account(moment)
    paid = move(payer, payee, 80)
    post(moment, paid, move(payee, payer, 30, kind=TransferKind.REFUND, concerns_id=paid.id))
    assert find_transfer(paid.id).refunded == tenge(30)
    assert find_transfer(uuid4()) is None


def test_nothing_is_told_of_an_account_that_is_not_there(moment):
    for ask in (get_balance, explain_balance, lambda nobody: balance_at(nobody, city_at=moment.city_at)):
        with pytest.raises(NotFoundError):
            ask(uuid4())
