"""Plans of payment: started with a decision, stopped when it no longer stands, held when somebody must look first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, system_actor
from alatau.services.models import Payment, Plan
from alatau.services.payments.errors import PlanOverError
from alatau.services.payments.values import PaymentStatus, PlanStatus, Rhythm, StopReason

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.services.models import Decision
    from alatau.services.payments.payers import Programme

BY = system_actor("services.payments")
#: How a rule says how often it pays, by the rhythm of a plan. Other words are no rhythm of ours: paid once.
RHYTHMS = {each.value: each for each in Rhythm}
OPEN = (PlanStatus.RUNNING.value, PlanStatus.HELD.value)


def start_plan(
    decision: Decision, programme: Programme, *, after: Decision | None, not_before: datetime, at: Moment
) -> Plan:
    """Start the plan of a decision, in its transaction. Nothing is paid here.

    A plan that takes the place of another one begins with the first period that the other has not paid: a month is paid
    once, whichever decision was in force in it.
    """
    assert connection.in_atomic_block
    assert decision.amount is not None, "help that is no sum has no plan"
    rhythm = RHYTHMS.get(decision.paid, Rhythm.ONCE)
    first = decision.period_from if rhythm is Rhythm.ONCE else decision.period_from.replace(day=1)
    return Plan.objects.create(
        id=uuid4(),
        decision=decision,
        right=decision.right,
        person_id=decision.person_id,
        holder_id=decision.holder_id or decision.family_id,
        family_id=decision.family_id,
        programme=programme.key,
        amount=decision.amount,
        currency=decision.currency,
        rhythm=rhythm.value,
        next_period=_after_what_was_paid(after, rhythm, first=first),
        ends_before=decision.period_until,
        not_before=not_before,
        status=PlanStatus.RUNNING.value,
        reviewed_on=at.city_day,
        started_at=at.wall_at,
    )


def next_period(period: date, rhythm: Rhythm) -> date | None:
    """Return the first day of the period after one; None where a plan pays once."""
    if not rhythm.months:
        return None
    month = period.year * 12 + period.month - 1 + rhythm.months
    return date(month // 12, month % 12 + 1, 1)


def stop_plan_of(decision: Decision, reason: StopReason, *, at: Moment) -> None:
    """Stop the plan of a decision that no longer stands. What is under way goes on; a repeat changes nothing."""
    plan = Plan.objects.select_for_update().filter(decision=decision, status__in=OPEN).first()
    if plan is not None:
        end_plan(plan, PlanStatus.STOPPED, reason, by=BY, at=at)


def end_plan(plan: Plan, status: PlanStatus, reason: StopReason | None, *, by: Actor, at: Moment) -> None:
    """Write where a plan stands that the caller holds, and tell the journal."""
    assert connection.in_atomic_block
    plan.status, plan.reason = status.value, reason.value if reason else ""
    plan.ended_at = at.wall_at if status in (PlanStatus.STOPPED, PlanStatus.DONE) else None
    if status is PlanStatus.STOPPED:
        # What nobody has handed over yet is not paid: the decision behind it does not stand.
        due = Payment.objects.filter(plan=plan, status=PaymentStatus.DUE.value)
        due.update(status=PaymentStatus.DROPPED.value)
    plan.save(update_fields=["status", "reason", "ended_at", "next_period"])
    body = {"plan_id": plan.id, "decision_id": plan.decision_id, "status": status.value, "reason": plan.reason}
    line = NewLine(
        kind=LineKind.EVENT, action="services.plan.changed", actor=by, subject_id=PersonId(plan.person_id), body=body
    )
    append_lines([line], at=at)


def hold_plan(plan_id: UUID, reason: StopReason, *, by: Actor, at: Moment) -> bool:
    """Let nothing be paid until somebody says more; tell whether it ran. A repeat changes nothing."""
    plan = Plan.objects.select_for_update().filter(id=plan_id, status=PlanStatus.RUNNING.value).first()
    if plan is None:
        return False
    end_plan(plan, PlanStatus.HELD, reason, by=by, at=at)
    return True


def resume_plan(plan_id: UUID, *, by: Actor, at: Moment) -> None:
    """Let a held plan go on: the periods that it stood still are paid too. A repeat changes nothing.

    Raises:
        PlanOverError: it was stopped, or is paid whole.
    """
    plan = Plan.objects.select_for_update().get(id=plan_id)
    if plan.status == PlanStatus.RUNNING:
        return
    if plan.status != PlanStatus.HELD:
        raise PlanOverError
    end_plan(plan, PlanStatus.RUNNING, None, by=by, at=at)


def _after_what_was_paid(after: Decision | None, rhythm: Rhythm, *, first: date) -> date:
    if after is None or rhythm is Rhythm.ONCE:
        return first
    made = Payment.objects.filter(plan__decision=after).exclude(status=PaymentStatus.DROPPED.value)
    last = made.order_by("-period").values_list("period", flat=True).first()
    follows = next_period(last, rhythm) if last else None
    return max(first, follows) if follows else first
