"""Pay what is paid once in the decision's own commit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4, uuid5

import structlog
from django.db import transaction

from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.money.currencies import amount_of
from alatau.money.payouts.errors import ProgrammeUnknownError
from alatau.money.payouts.pay_out import pay_out, pay_out_now
from alatau.money.payouts.programmes import get_programme
from alatau.money.payouts.routes import find_routes
from alatau.money.payouts.values import BatchId, LineOutcome, NewBatch, NewLine, PayeeId, RouteKind
from alatau.money.post import post_transfers
from alatau.money.values import NewTransfer, Status, new_transfer_id
from alatau.services.models import Payment
from alatau.services.payments.payers import get_payers
from alatau.services.payments.plan import end_plan
from alatau.services.payments.together import gather
from alatau.services.payments.values import PaymentStatus, PlanStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models import Plan

declare_points("services.pay_now.planned", "services.pay_now.paid")

log = structlog.get_logger(__name__)
#: A payment's batch has an id made of the payment's and of how often it was handed over: it is paid once.
_BATCHES = UUID("5d0e0a52-8c35-4f0a-a1d4-2c1b7f4b9e10")
#: What the treasury says of a line, in the words of a payment.
STATUS_OF = {
    LineOutcome.PAID: PaymentStatus.PAID,
    LineOutcome.SENT: PaymentStatus.SENT,
    LineOutcome.WAITING: PaymentStatus.HANDED,
    LineOutcome.PAYABLE: PaymentStatus.HANDED,
    LineOutcome.RETURNED: PaymentStatus.RETURNED,
}


def pay_at_once(plan: Plan, *, by: Actor, at: Moment) -> Payment:
    """Pay the one payment of a plan in the caller's transaction; a bank account gets its order in it.

    Within `paying_together` it waits for the others of the transaction.

    Where the person cannot be paid now, the treasury tries again each day. Where the treasury itself cannot pay now,
    its account being empty say, the batch waits for it: the decision stands all the same.
    """
    assert plan.next_period is not None, "nothing of it is paid yet"
    payment = Payment(id=uuid4(), plan=plan, period=plan.next_period, amount=plan.amount, made_at=at.wall_at)
    plan.next_period = None
    end_plan(plan, PlanStatus.DONE, None, by=by, at=at)
    reach("services.pay_now.planned")
    if gather(payment):
        _name_batch(payment)
    elif not _pay_into_wallet(payment, plan, by=by, at=at):
        _hand_over(payment, plan, by=by, at=at)
    reach("services.pay_now.paid")
    return payment


def _pay_into_wallet(payment: Payment, plan: Plan, *, by: Actor, at: Moment) -> bool:
    """Pay from the programme's account into the wallet that money for the person goes to; tell whether that was done.

    One transfer and no batch: whoever said yes sees the money at once. What the ledger refuses changes nothing.
    """
    route = find_routes([PayeeId(plan.person_id)], at=at).get(PayeeId(plan.person_id))
    if route is None or route.kind is not RouteKind.WALLET or route.account_id is None:
        return False
    try:
        programme = get_programme(plan.programme)
    except ProgrammeUnknownError:
        return False
    transfer = NewTransfer(
        id=new_transfer_id(),
        debit_id=programme.account_id,
        credit_id=route.account_id,
        amount=amount_of(payment.amount, plan.currency),
        purpose=programme.purpose,
        reference=get_payers().programmes[plan.programme].words,
    )
    (outcome,) = post_transfers([transfer], by=by, at=at)
    if outcome.status is Status.REFUSED:
        return False
    payment.status, payment.transfer_id, payment.paid_at = PaymentStatus.PAID.value, transfer.id, at.city_at
    payment.save(force_insert=True)
    return True


def batch_id_of(payment: Payment) -> BatchId:
    """Return the id of the batch that pays a payment alone."""
    return BatchId(uuid5(_BATCHES, f"{payment.id}:{payment.attempt}"))


def status_of(outcome: LineOutcome) -> PaymentStatus:
    """Return where a payment stands, by what the treasury says of its line."""
    return STATUS_OF.get(outcome, PaymentStatus.FAILED)


def _name_batch(payment: Payment) -> BatchId:
    """Write the payment as one that is with the treasury, in a batch of its own until it joins others."""
    batch_id = batch_id_of(payment)
    payment.batch_id, payment.line, payment.status = batch_id, 1, PaymentStatus.HANDED.value
    payment.save(force_insert=True)
    return batch_id


def _hand_over(payment: Payment, plan: Plan, *, by: Actor, at: Moment) -> None:
    programme = get_payers().programmes[plan.programme]
    batch_id = _name_batch(payment)
    new = NewBatch(id=batch_id, programme=programme.key, reference=str(payment.id), words=programme.words)
    line = NewLine(
        amount=amount_of(payment.amount - payment.deducted, plan.currency),
        payee_id=PayeeId(plan.person_id),
        reference=str(payment.id),
        decision_id=plan.decision_id,
    )
    try:
        with transaction.atomic():
            view = pay_out_now(new, line, by=by, at=at)
    except AlatauError as refusal:
        log.warning("services.payment.handed_over_later", payment_id=str(payment.id), code=refusal.code)
        pay_out(new, [line], by=by, at=at)
        return
    [found] = [each.outcome for each in view.counts if each.lines]
    payment.status = status_of(found).value
    payment.paid_at = at.city_at if payment.status == PaymentStatus.PAID else None
    payment.save(update_fields=["status", "paid_at"])
