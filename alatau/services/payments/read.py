"""Questions about plans and their payments. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.money.currencies import amount_of
from alatau.services.decisions.values import DecisionId
from alatau.services.models import Payment, Plan
from alatau.services.payments.values import (
    ComingPayment,
    PaymentId,
    PaymentStatus,
    PaymentView,
    PlanId,
    PlanStatus,
    PlanView,
    Rhythm,
    StopReason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from alatau.core.values import Moment, PersonId

#: Payments that a page shows.
PAGE_ROWS = 36


def find_plan_of(decision_id: DecisionId, *, at: Moment) -> PlanView | None:
    """Return how a decision is paid, with its newest payments; None where nothing is."""
    row = Plan.objects.filter(decision_id=decision_id).first()
    return _view(row, at=at) if row else None


def list_payments_of(person_id: PersonId, *, limit: int = PAGE_ROWS) -> list[PaymentView]:
    """Return what was paid to a person and is on its way, newest first."""
    rows = Payment.objects.filter(plan__person_id=person_id).exclude(status=PaymentStatus.DROPPED.value)
    newest = rows.select_related("plan__decision").order_by("-period", "-made_at")
    return [_payment(row) for row in newest[:limit]]


def list_coming_of(person_id: PersonId, *, at: Moment) -> list[ComingPayment]:
    """Return what is paid to a person next, plan by plan, the nearest first; nothing of plans that stand still."""
    running = Plan.objects.filter(person_id=person_id, status=PlanStatus.RUNNING.value, next_period__isnull=False)
    found = [
        ComingPayment(
            right=plan.right,
            benefit_key=plan.decision.benefit_key,
            decision_id=DecisionId(plan.decision_id),
            amount=amount_of(plan.amount, plan.currency),
            on=max(plan.next_period, at.city_day, plan.not_before.astimezone(at.city_at.tzinfo).date()),
        )
        for plan in running.select_related("decision")
        if plan.next_period is not None
    ]
    return sorted(found, key=lambda each: (each.on, each.decision_id))


def list_plans_paying(families: Iterable[UUID], rights: Iterable[str]) -> list[Plan]:
    """Return the plans of some families that pay one of some rights, for the room itself."""
    open_ones = [PlanStatus.RUNNING.value, PlanStatus.HELD.value]
    rows = Plan.objects.filter(family_id__in=[*families], right__in=[*rights], status__in=open_ones)
    return list(rows.order_by("id"))


def _view(row: Plan, *, at: Moment) -> PlanView:
    payments = Payment.objects.filter(plan=row).exclude(status=PaymentStatus.DROPPED.value)
    newest = payments.select_related("plan__decision").order_by("-period")[:PAGE_ROWS]
    return PlanView(
        id=PlanId(row.id),
        decision_id=DecisionId(row.decision_id),
        amount=amount_of(row.amount, row.currency),
        rhythm=Rhythm(row.rhythm),
        status=PlanStatus(row.status),
        reason=StopReason(row.reason) if row.reason else None,
        next_on=row.next_period if row.status == PlanStatus.RUNNING else None,
        waits_until=row.not_before if row.not_before > at.city_at else None,
        payments=tuple(_payment(each) for each in newest),
    )


def _payment(row: Payment) -> PaymentView:
    code = row.plan.currency
    return PaymentView(
        id=PaymentId(row.id),
        period=row.period,
        amount=amount_of(row.amount - row.deducted, code),
        deducted=amount_of(row.deducted, code),
        status=PaymentStatus(row.status),
        paid_at=row.paid_at,
        right=row.plan.right,
        benefit_key=row.plan.decision.benefit_key,
        decision_id=DecisionId(row.plan.decision_id),
    )
