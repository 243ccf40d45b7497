"""A holder's standing orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.money.currencies import amount_of
from alatau.money.models import StandingOrder, StandingPeriod
from alatau.money.orders.pay import transfer_of
from alatau.money.orders.values import OrderState, PeriodOutcome, PeriodView, Rhythm, StandingOrderView
from alatau.money.read import find_transfer, get_account
from alatau.money.refusals import explain_refusal
from alatau.money.values import AccountId, AccountKind, Outcome, Refusal, Status, TransferId, TransferKind
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from alatau.money.values import HolderId, TransferView

#: Settled periods that a page shows of each order.
PERIODS = 6


def list_orders(holder_id: HolderId) -> list[StandingOrderView]:
    """Return a holder's orders: those that are paid first, then paused and ended ones, each by its next day."""
    orders = StandingOrder.objects.filter(holder_id=holder_id).order_by("state", "due_on", "id")
    return [_view(order) for order in orders]


def count_orders(holder_id: HolderId) -> int:
    """Return how many orders of a holder have not ended."""
    return StandingOrder.objects.filter(holder_id=holder_id).exclude(state=OrderState.ENDED.value).count()


def find_past(holder_id: HolderId, transfer_id: TransferId) -> TransferView | None:
    """Return a payment that a holder made to somebody's wallet, to be made again; None when it is no such."""
    paid = find_transfer(transfer_id)
    if paid is None or paid.kind is not TransferKind.MOVE or get_account(paid.debit_id).holder_id != holder_id:
        return None
    return paid if get_account(paid.credit_id).kind is AccountKind.WALLET else None


def _why(order: StandingOrder) -> str:
    if order.refusal is None:
        return ""
    transfer = transfer_of(order)
    refused = Outcome(transfer.id, Status.REFUSED, Refusal(order.refusal), order.have, order.most)
    return explain_refusal(transfer, refused).sentence()


def _view(order: StandingOrder) -> StandingOrderView:
    settled = StandingPeriod.objects.filter(order=order).order_by("-due_on")[:PERIODS]
    return StandingOrderView(
        id=order.id,
        source_id=AccountId(order.source_id),
        payee=name_holder(get_account(AccountId(order.payee_id))),
        amount=amount_of(order.amount, order.currency),
        rhythm=Rhythm(order.rhythm),
        first_on=order.first_on,
        last_on=order.last_on,
        reference=order.reference,
        state=OrderState(order.state),
        due_on=order.due_on,
        try_on=order.try_on,
        tries=order.tries,
        why=_why(order),
        periods=tuple(
            PeriodView(
                due_on=each.due_on,
                outcome=PeriodOutcome(each.outcome),
                transfer_id=TransferId(each.transfer_id) if each.transfer_id else None,
            )
            for each in settled
        ),
    )
