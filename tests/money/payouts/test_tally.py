"""The counts that a batch keeps are those of its lines, whatever has happened to them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.money.models import PayoutBatch, PayoutLine
from alatau.money.payouts import check as checks
from alatau.money.payouts import pay as payments
from alatau.money.payouts.by_bank import hear_of_orders
from alatau.money.payouts.read import get_batch, list_batches
from alatau.money.payouts.reconcile import report_differences
from alatau.money.payouts.routes import set_bank_account
from alatau.money.payouts.settle import close_batch, retry_batch
from alatau.money.payouts.tally import count_of, move, recount
from alatau.money.payouts.values import LineOutcome
from tests.money.ledger import BY
from tests.money.payouts.budget import approve, check, hand_over, line, pay, programme, purse
from tests.people import official, resident

pytestmark = pytest.mark.usefixtures("city")
LINES = ("aigerim", "bolat", "emma", "aigerim", "gulnara")


def kept_is_counted():
    batch = PayoutBatch.objects.get()
    kept = dict(batch.counts)
    recount(batch)
    return kept == batch.counts


@pytest.fixture
def handed(moment, monkeypatch):
    """A batch of five lines that is worked on two lines at a time."""
    monkeypatch.setattr(checks, "CHUNK", 2)
    monkeypatch.setattr(payments, "CHUNK", 2)
    programme(moment)
    purse("aigerim", moment)
    purse("emma", moment)
    return hand_over([line(key, amount=None) if key == "gulnara" else line(key) for key in LINES], moment)


def test_counts_follow_the_lines_through_the_whole_life_of_a_batch(moment, handed):
    assert kept_is_counted()
    check(handed, moment)
    assert kept_is_counted()
    approve(handed, moment)
    view = pay(handed, moment)
    assert kept_is_counted()
    assert (view.count(LineOutcome.PAID), view.count(LineOutcome.NO_ACCOUNT), view.failed) == (3, 1, 2)
    purse("bolat", moment)
    assert retry_batch(handed, by=BY, at=moment) == 1
    assert pay(handed, moment).count(LineOutcome.PAID) == 4
    close_batch(handed, by=official("kamila").actor, at=moment)
    assert kept_is_counted()


def test_lines_at_a_bank_are_counted_when_it_answers(moment, handed):
    number = content().account_numbers.synthesise(5)
    set_bank_account(resident("emma").person_id, number, waits=False, by=BY, at=moment)
    check(handed, moment)
    approve(handed, moment)
    pay(handed, moment)
    orders = list(PayoutLine.objects.filter(outcome=LineOutcome.SENT.value).values_list("order_id", flat=True))
    hear_of_orders(orders, [])
    assert kept_is_counted()


def test_looks_at_a_payout_count_no_lines(moment, handed):
    check(handed, moment)
    with CaptureQueriesContext(connection) as queries:
        get_batch(handed)
        list_batches()
    assert not any("payoutline" in query["sql"].lower() for query in queries)


def test_comparison_with_the_ledger_is_kept_for_the_page(moment, handed):
    check(handed, moment)
    approve(handed, moment)
    pay(handed, moment)
    report_differences(handed, by=BY, at=moment)
    assert (get_batch(handed).agrees, get_batch(handed).compared_at) == (True, moment.city_at)
    PayoutLine.objects.filter(outcome=LineOutcome.PAID.value, number=1).update(amount=1)
    report_differences(handed, by=BY, at=moment)
    assert get_batch(handed).agrees is False


OUTCOMES = st.sampled_from([each.value for each in LineOutcome])


@given(st.lists(st.tuples(OUTCOMES, st.integers(0, 10**15), st.lists(OUTCOMES, max_size=4)), max_size=20))
def test_moved_counts_are_those_of_counting_anew(lines):
    batch = SimpleNamespace(counts={})
    for first, units, _ in lines:
        count, total = batch.counts.get(str(first), (0, 0))
        batch.counts[str(first)] = [count + 1, total + units]
    now = [first for first, _, _ in lines]
    for step in range(4):
        moved = [(place, path[step]) for place, (_, _, path) in enumerate(lines) if step < len(path)]
        move(batch, [(now[place], after, lines[place][1]) for place, after in moved])
        for place, after in moved:
            now[place] = after
    assert {outcome: count_of(batch, [outcome]) for outcome in set(now)} == {each: now.count(each) for each in set(now)}
    assert sum(total for _, total in batch.counts.values()) == sum(units for _, units, _ in lines)
