"""Set up a standing order, pause it, go on with it, end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.models import StandingOrder
from alatau.money.orders.errors import OrderDaysError, OrderOverError, StandingOrderReusedError
from alatau.money.orders.periods import next_due
from alatau.money.orders.values import OrderState, Rhythm
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.pay import sides_of

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.money.orders.values import NewStandingOrder
    from alatau.money.values import HolderId

#: Parts by which the same request is known again.
SAME = ("holder_id", "source_id", "payee_id", "amount", "currency", "rhythm", "first_on", "last_on", "reference")


@transaction.atomic
def set_order(new: NewStandingOrder, *, by: Actor, at: Moment) -> None:
    """Keep a standing order; the same request twice is one order. It is paid from its first day on, by a job.

    Raises:
        NotFoundError: the source is not the actor's to pay from.
        PayeeUnknownError, PayeeSelfError, OwnGainError, StandingOrderReusedError, OrderDaysError: in this order;
            nothing is written.
    """
    source, _payee = sides_of(new.source_id, new.payee_id, by=by, at=at)
    order = _row_of(new, holder_id=source.holder_id, by=by, at=at)
    known = StandingOrder.objects.filter(id=new.id).first()
    if known is not None:
        if any(getattr(known, part) != getattr(order, part) for part in SAME):
            raise StandingOrderReusedError
        return
    if new.first_on < at.city_day or (new.last_on is not None and new.last_on < new.first_on):
        raise OrderDaysError
    # Nothing is refused below this line.
    order.save(force_insert=True)
    tell_order("set", order, by=by, at=at)


@transaction.atomic
def pause_order(order_id: UUID, *, by: Actor, at: Moment) -> None:
    """Stop paying for now. Raises: NotFoundError, OrderOverError: in this order."""
    _change(order_id, OrderState.PAUSED, by=by, at=at)


@transaction.atomic
def resume_order(order_id: UUID, *, by: Actor, at: Moment) -> None:
    """Pay again, from the next day of payment on: what was not paid meanwhile stays unpaid.

    Raises: NotFoundError, OrderOverError: in this order.
    """
    _change(order_id, OrderState.ACTIVE, by=by, at=at)


@transaction.atomic
def end_order(order_id: UUID, *, by: Actor, at: Moment) -> None:
    """End an order for good. Raises: NotFoundError, OrderOverError: in this order."""
    _change(order_id, OrderState.ENDED, by=by, at=at)


def end_orders_of(holder_id: HolderId, *, by: Actor, at: Moment) -> int:
    """End all orders of a holder in the caller's transaction, and return how many there were."""
    standing = StandingOrder.objects.select_for_update().filter(holder_id=holder_id)
    orders = list(standing.exclude(state=OrderState.ENDED.value).order_by("id"))
    for order in orders:
        order.state = OrderState.ENDED.value
        order.save(update_fields=["state"])
        tell_order("ended", order, by=by, at=at)
    return len(orders)


def tell_order(what: str, order: StandingOrder, *, by: Actor, at: Moment) -> None:
    """Write into the journal what happened to an order."""
    body = {"order_id": order.id, "due_on": order.due_on, "tries": order.tries}
    line = NewLine(kind=LineKind.EVENT, action=f"money.order.{what}", actor=by, subject_id=order.holder_id, body=body)
    append_lines([line], at=at)


def _change(order_id: UUID, state: OrderState, *, by: Actor, at: Moment) -> None:
    holder_id, _kind = holder_of(by)
    order = StandingOrder.objects.select_for_update().filter(id=order_id, holder_id=holder_id).first()
    if order is None:
        raise NotFoundError
    if order.state == state:
        return
    if order.state == OrderState.ENDED:
        raise OrderOverError
    order.state = state.value
    if state is OrderState.ACTIVE and order.due_on < at.city_day:
        _move_on(order, at=at)
    order.tries, order.try_on, order.refusal = 0, order.due_on, None
    order.save()
    tell_order(state.name.lower(), order, by=by, at=at)


def _move_on(order: StandingOrder, *, at: Moment) -> None:
    rhythm = Rhythm(order.rhythm)
    while order.due_on < at.city_day:
        order.due_on = next_due(order.due_on, rhythm=rhythm, first_on=order.first_on)
    if order.last_on is not None and order.due_on > order.last_on:
        order.state = OrderState.ENDED.value


def _row_of(new: NewStandingOrder, *, holder_id: HolderId, by: Actor, at: Moment) -> StandingOrder:
    assert by.user_id is not None, "people set up orders"
    return StandingOrder(
        id=new.id,
        holder_id=holder_id,
        source_id=new.source_id,
        payee_id=new.payee_id,
        amount=new.amount.units,
        currency=new.amount.currency.code,
        reference=new.reference,
        rhythm=new.rhythm.value,
        first_on=new.first_on,
        last_on=new.last_on,
        state=OrderState.ACTIVE.value,
        due_on=new.first_on,
        try_on=new.first_on,
        tries=0,
        asked_by=by.user_id,
        representative_id=by.person_id if by.ground_id else None,
        asked_at=at.wall_at,
        asked_city_at=at.city_at,
    )
