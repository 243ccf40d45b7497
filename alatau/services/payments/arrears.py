"""Pay what a won appeal adds to periods that were paid already."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.services.models import Payment, Plan
from alatau.services.payments.values import PaymentStatus, PlanStatus, Rhythm

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.services.models import Decision


def pay_arrears(decision: Decision, *, after: Decision, at: Moment) -> int:
    """Make due, in the new plan, what each period that the old decision paid lacks; return how many. Safe to repeat.

    The old plan's periods and these together are the new sum, period by period. Nothing is asked back here.
    """
    plan = Plan.objects.filter(decision=decision).first()
    if plan is None or plan.rhythm == Rhythm.ONCE:
        return 0
    paid = Payment.objects.filter(plan__decision=after, period__gte=decision.period_from.replace(day=1))
    lacking = [
        Payment(
            id=uuid4(),
            plan=plan,
            period=period,
            amount=plan.amount - amount,
            status=PaymentStatus.DUE.value,
            made_at=at.wall_at,
        )
        for period, amount in paid.exclude(status=PaymentStatus.DROPPED.value).values_list("period", "amount")
        if amount < plan.amount and plan.status != PlanStatus.STOPPED
    ]
    Payment.objects.bulk_create(lacking, ignore_conflicts=True)
    return len(lacking)
