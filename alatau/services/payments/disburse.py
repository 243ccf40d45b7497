"""One run a day of the city hands over what is due: set by set, every period of a plan once.

Killed anywhere, it is run again: what a commit wrote stands, and the treasury knows its batches by their ids for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import structlog
from django.db import connection, transaction

from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.money.currencies import amount_of
from alatau.money.payouts.pay_out import pay_out
from alatau.money.payouts.values import LINES_MOST, BatchId, NewBatch, NewLine, PayeeId
from alatau.papers.locks import lock_name
from alatau.services.models import Disbursement, DisbursementDay, Payment, Plan
from alatau.services.payments.deduct import deduct_from_due
from alatau.services.payments.payers import get_payers
from alatau.services.payments.plan import BY
from alatau.services.payments.review import ASKED, ENDED, review_plans
from alatau.services.payments.values import PaymentStatus, PlanStatus, RunReport

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import date

    from alatau.core.values import Moment

declare_points(
    "services.disburse.reviewed", "services.disburse.made", "services.disburse.handed", "services.disburse.finished"
)

log = structlog.get_logger(__name__)
#: A batch has an id made of its day, its programme and its place in the day.
_BATCHES = UUID("7b6f2c0e-55c1-4d0c-9d2e-0a8a0a2f5c11")
#: Plans that one commit reviews, and lines that are read at once.
CHUNK, PAGE = 5_000, 8_192

# A plan pays each period that has begun; one that ends before has paid all.
_MAKE = """
WITH due AS (
    SELECT id, next_period, amount,
           next_period + make_interval(months => CASE rhythm WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3
                                                             WHEN 'yearly' THEN 12 END) AS follows
      FROM services_plan
     WHERE status = 'running' AND programme = %(programme)s AND next_period <= %(day)s AND not_before <= %(now)s
     ORDER BY id LIMIT %(most)s FOR UPDATE),
made AS (
    INSERT INTO services_payment (id, plan_id, period, amount, deducted, status, attempt, made_at)
    SELECT gen_random_uuid(), id, next_period, amount, 0, 'due', 1, %(at)s FROM due
    ON CONFLICT (plan_id, period) DO NOTHING RETURNING 1),
moved AS (
    UPDATE services_plan AS plan
       SET next_period = CASE WHEN follows < coalesce(ends_before, 'infinity') THEN follows::date END,
           status = CASE WHEN follows < coalesce(ends_before, 'infinity') THEN 'running' ELSE 'done' END,
           ended_at = CASE WHEN follows < coalesce(ends_before, 'infinity') THEN NULL ELSE %(at)s::timestamptz END
      FROM due WHERE plan.id = due.id RETURNING 1)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM made)
"""
_HAND = """
WITH locked AS (
    SELECT payment.id
      FROM services_payment AS payment JOIN services_plan AS plan ON plan.id = payment.plan_id
     WHERE payment.status = 'due' AND plan.programme = %(programme)s AND plan.status <> 'held'
     ORDER BY payment.id LIMIT %(most)s FOR UPDATE OF payment),
due AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM locked)
UPDATE services_payment AS payment SET status = 'handed', batch_id = %(batch)s, line = due.place
  FROM due WHERE payment.id = due.id
"""


def disburse_day(*, at: Moment, line_most: int = LINES_MOST) -> RunReport:
    """Hand over everything that is due on the city's day, once a day; commits of its own. Safe to run twice.

    Before it pays, each plan is held against the card. Lines are paid by the treasury's work after the commit.
    """
    day = at.city_day
    if DisbursementDay.objects.filter(day=day).exists():
        return RunReport(day=day)
    found = _review_due(at=at)
    reach("services.disburse.reviewed")
    plans = payments = batches = 0
    for programme in get_payers().programmes:
        plans += _make_payments(programme, at=at)
        handed = 1
        while handed:
            handed = _hand_over(programme, line_most=line_most, at=at)
            payments, batches = payments + handed, batches + bool(handed)
    _finish(day, at=at)
    return RunReport(
        day=day, plans=plans, payments=payments, batches=batches, ended=found[ENDED], tasks=found[ASKED]
    )  # fmt: skip


def is_run_due(*, at: Moment) -> bool:
    """Tell whether the city's day has had no run yet."""
    return not DisbursementDay.objects.filter(day=at.city_day).exists()


def _review_due(*, at: Moment) -> Counter[str]:
    """Hold what is due against the cards, some thousand plans at a time; those of today were held already."""
    from collections import Counter  # noqa: PLC0415

    found: Counter[str] = Counter()
    due = Plan.objects.filter(
        status=PlanStatus.RUNNING.value, next_period__lte=at.city_day, reviewed_on__lt=at.city_day
    ).order_by("id")
    while plans := list(due[:CHUNK]):
        found += review_plans(plans, at=at)
    return found


def _make_payments(programme: str, *, at: Moment) -> int:
    """Write the payments of every period that has begun, some thousand plans a commit; return how many plans moved on.

    A plan that missed periods pays each of them.
    """
    facts: dict[str, Any] = {
        "programme": programme,
        "day": at.city_day,
        "now": at.city_at,
        "at": at.wall_at,
        "most": PAGE * 4,
    }
    total, moved = 0, 1
    while moved:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_MAKE, facts)
            moved, _made = cursor.fetchone()
        total += moved
        reach("services.disburse.made")
    return total


@transaction.atomic
def _hand_over(programme: str, *, line_most: int, at: Moment) -> int:
    """Give the treasury one batch of what is due, in one commit with its lines; return how many."""
    # Two runs of one day: the second waits here, and finds nothing due.
    lock_name("services.disburse", uuid5(_BATCHES, f"{at.city_day}:{programme}"))
    number = Disbursement.objects.filter(day=at.city_day, programme=programme).count() + 1
    batch_id = BatchId(uuid5(_BATCHES, f"{at.city_day}:{programme}:{number}"))
    deduct_from_due(programme)
    with connection.cursor() as cursor:
        cursor.execute(_HAND, {"programme": programme, "batch": batch_id, "most": line_most})
        count: int = cursor.rowcount
    if not count:
        return 0
    Disbursement.objects.create(
        id=batch_id, day=at.city_day, programme=programme, number=number, payments=count, handed_at=at.wall_at
    )
    words = get_payers().programmes[programme].words
    new = NewBatch(id=batch_id, programme=programme, reference=f"{at.city_day}/{number}", words=words)
    try:
        with transaction.atomic():
            pay_out(new, _lines(batch_id), by=BY, at=at)
    except AlatauError as refusal:
        # No such programme is open: everything stays due, and the next minute tries again.
        log.error("services.disbursement.refused", programme=programme, code=refusal.code)
        transaction.set_rollback(True)
        return 0
    reach("services.disburse.handed")
    return count


def _lines(batch_id: BatchId) -> Iterator[NewLine]:
    """Yield the lines of a batch in their order, read page by page."""
    rows = Payment.objects.filter(batch_id=batch_id).select_related("plan").order_by("line")
    last = 0
    while page := list(rows.filter(line__gt=last)[:PAGE]):
        for payment in page:
            yield NewLine(
                amount=amount_of(payment.amount - payment.deducted, payment.plan.currency),
                payee_id=PayeeId(payment.plan.person_id),
                reference=str(payment.id),
                decision_id=payment.plan.decision_id,
            )
        last = page[-1].line or 0


def _finish(day: date, *, at: Moment) -> None:
    count = Payment.objects.filter(batch_id__in=Disbursement.objects.filter(day=day).values("id")).count()
    waits = Payment.objects.filter(status=PaymentStatus.DUE.value, plan__status=PlanStatus.RUNNING.value).exists()
    if not waits:
        DisbursementDay.objects.get_or_create(day=day, defaults={"payments": count, "finished_at": at.wall_at})
    reach("services.disburse.finished")
