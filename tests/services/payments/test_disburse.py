"""One run a day pays each period once, whatever is run twice or missed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from alatau.services.models import Disbursement, DisbursementDay, Payment
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.plan import next_period
from alatau.services.payments.values import Rhythm
from tests.services.decisions.stage import (
    ALLOWANCE,
    GRANT,
    MONTHLY,
    ONCE,
    are_books_whole,
    bank_account,
    give,
    held_by,
    later,
    plan_of,
    treasury_works,
)
from tests.services.offers.stage import put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


@pytest.fixture
def allowed(city: Moment, paid: PersonId) -> PersonId:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    give(MONTHLY, paid, at=city)
    return paid


def pay_until(day: Moment) -> None:
    disburse_day(at=day)
    treasury_works()


def test_a_due_month_is_paid_into_the_wallet(city: Moment, allowed: PersonId) -> None:
    report = disburse_day(at=city)
    treasury_works()
    assert (report.payments, report.batches, held_by(allowed)) == (1, 1, ALLOWANCE)
    assert Payment.objects.get().status == "paid"
    assert are_books_whole()


def test_a_second_run_of_a_day_pays_nothing(city: Moment, allowed: PersonId) -> None:
    pay_until(city)
    assert disburse_day(at=city).payments == 0
    treasury_works()
    assert (held_by(allowed), Payment.objects.count()) == (ALLOWANCE, 1)


def test_missed_months_are_paid_each_once(city: Moment, allowed: PersonId) -> None:
    pay_until(later(city, days=70))
    months = Payment.objects.count()
    assert months in (3, 4)
    assert held_by(allowed) == months * ALLOWANCE
    assert Payment.objects.values("period").distinct().count() == months


def test_large_days_go_in_several_batches(city: Moment, allowed: PersonId) -> None:
    disburse_day(at=later(city, days=70), line_most=2)
    treasury_works()
    assert Disbursement.objects.count() == 2
    assert held_by(allowed) == Payment.objects.count() * ALLOWANCE


def test_a_period_cannot_be_written_twice(city: Moment, allowed: PersonId) -> None:
    pay_until(city)
    payment = Payment.objects.get()
    with pytest.raises(IntegrityError, match="payment_of_a_period_once"), transaction.atomic():
        Payment.objects.create(plan=payment.plan, period=payment.period, amount=1, status="due", made_at=city.wall_at)


def test_what_waits_for_a_new_account_goes_out_when_its_day_comes(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    plan = plan_of(give(ONCE, paid, account=bank_account(), at=city))
    assert disburse_day(at=city).payments == 0
    assert disburse_day(at=later(city, days=2)).payments == 1
    plan.refresh_from_db()
    assert plan.status == "done"


def test_a_run_without_open_programmes_leaves_everything_due(city: Moment, allowed: PersonId) -> None:
    from alatau.money.models import PayoutProgramme

    PayoutProgramme.objects.all().delete()
    assert disburse_day(at=city).payments == 0
    assert Payment.objects.get().status == "due"
    assert not DisbursementDay.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "follows"),
    [
        (Rhythm.MONTHLY, date(2027, 1, 1)),
        (Rhythm.QUARTERLY, date(2027, 3, 1)),
        (Rhythm.YEARLY, date(2027, 12, 1)),
        (Rhythm.ONCE, None),
    ],
)
def test_periods_follow_over_the_end_of_a_year(rhythm: Rhythm, follows: date | None) -> None:
    assert next_period(date(2026, 12, 1), rhythm) == follows
