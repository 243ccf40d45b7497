"""Pay standing orders whose day has come: each period once, tried again for some days where money is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.representations import find_representation
from alatau.core.faults import declare_points, reach
from alatau.core.values import OrganisationId, PersonId
from alatau.money.currencies import amount_of
from alatau.money.models import StandingOrder, StandingPeriod
from alatau.money.orders.periods import next_due
from alatau.money.orders.set import tell_order
from alatau.money.orders.tell import tell_payer
from alatau.money.orders.values import OrderState, PeriodOutcome, Rhythm
from alatau.money.post import post_transfers
from alatau.money.values import AccountId, NewTransfer, Refusal, Status, TransferId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.values import Outcome

declare_points("money.orders.posted", "money.orders.settled")

PURPOSE = "standing_order"
#: Days on which a payment is tried before its period is given up.
TRIES = 3
#: Orders that one run pays at most; the next minute goes on.
MOST = 5000
#: What no other day will change.
FOR_GOOD = frozenset({Refusal.DEBIT_ACCOUNT_CLOSED, Refusal.CREDIT_ACCOUNT_CLOSED})
#: The transfer's id is made of the order's and its period's: a period is paid once, whoever tries again.
_PERIOD = UUID("1f8d1f5e-52a1-4d67-9b67-0c0d9a2f9b3e")


def pay_orders(*, by: Actor, at: Moment, most: int = MOST) -> int:
    """Pay what is due today or was due before, each order in a commit of its own, and return how many were tried."""
    tried = 0
    while tried < most and _pay_next(by=by, at=at):
        tried += 1
    return tried


@transaction.atomic
def _pay_next(*, by: Actor, at: Moment) -> bool:
    due = StandingOrder.objects.filter(state=OrderState.ACTIVE.value, try_on__lte=at.city_day)
    # Two workers at once: each takes another order.
    order = due.select_for_update(skip_locked=True).order_by("try_on", "id").first()
    if order is None:
        return False
    if order.representative_id is not None and not _may_still(order, at=at):
        _stop(order, OrderState.PAUSED, "ground_lost", by=by, at=at)
        return True
    transfer = transfer_of(order)
    (outcome,) = post_transfers([transfer], by=by, at=at)
    reach("money.orders.posted")
    if outcome.status is Status.REFUSED:
        _try_again(order, outcome, by=by, at=at)
    else:
        _settle(order, PeriodOutcome.PAID, transfer_id=transfer.id, by=by, at=at)
    reach("money.orders.settled")
    return True


def transfer_of(order: StandingOrder) -> NewTransfer:
    """Return the transfer that pays the order's present period."""
    return NewTransfer(
        id=TransferId(uuid5(_PERIOD, f"{order.id} {order.due_on.isoformat()}")),
        debit_id=AccountId(order.source_id),
        credit_id=AccountId(order.payee_id),
        amount=amount_of(order.amount, order.currency),
        purpose=PURPOSE,
        reference=order.reference,
    )


def _may_still(order: StandingOrder, *, at: Moment) -> bool:
    """Tell whether who set the order up still acts for its holder."""
    assert order.representative_id is not None
    acting, holder = PersonId(order.representative_id), order.holder_id
    return any(find_representation(acting, side, at=at) for side in (PersonId(holder), OrganisationId(holder)))


def _try_again(order: StandingOrder, outcome: Outcome, *, by: Actor, at: Moment) -> None:
    order.tries += 1
    assert outcome.refusal is not None
    order.refusal, order.have, order.most = outcome.refusal.value, outcome.have, outcome.most
    if outcome.refusal in FOR_GOOD:
        _stop(order, OrderState.ENDED, "ended", by=by, at=at)
    elif order.tries >= TRIES:
        _settle(order, PeriodOutcome.MISSED, transfer_id=None, by=by, at=at)
    else:
        order.try_on = at.city_day + timedelta(days=1)
        order.save()
        if order.tries == 1:
            tell_payer("money.order_waits", order, by=by, at=at)
        tell_order("delayed", order, by=by, at=at)


def _settle(
    order: StandingOrder, outcome: PeriodOutcome, *, transfer_id: TransferId | None, by: Actor, at: Moment
) -> None:
    is_paid = outcome is PeriodOutcome.PAID
    StandingPeriod.objects.create(
        order=order,
        due_on=order.due_on,
        outcome=outcome.value,
        transfer_id=transfer_id,
        tries=order.tries + is_paid,
        settled_at=at.wall_at,
    )
    if not is_paid:
        tell_payer("money.order_missed", order, by=by, at=at)
    tell_order(outcome.name.lower(), order, by=by, at=at)
    order.due_on = next_due(order.due_on, rhythm=Rhythm(order.rhythm), first_on=order.first_on)
    order.try_on, order.tries = order.due_on, 0
    order.refusal = None if is_paid else order.refusal
    if order.last_on is not None and order.due_on > order.last_on:
        order.state = OrderState.ENDED.value
    order.save()


def _stop(order: StandingOrder, state: OrderState, what: str, *, by: Actor, at: Moment) -> None:
    order.state = state.value
    order.save()
    tell_payer("money.order_stopped", order, by=by, at=at)
    tell_order(what, order, by=by, at=at)
