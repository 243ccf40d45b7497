"""Lines for people who named a bank account: held in the ledger, ordered of the bank, paid when it says so."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.read import name_people
from alatau.access.seal import unseal
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.money.bank.errors import BankMissingError
from alatau.money.bank.link import bank_account_id
from alatau.money.bank.outbox import put_order
from alatau.money.bank.values import Cause, OrderStatus
from alatau.money.bank.withdraw import hold_of
from alatau.money.models import Account, BankOrder, PayoutLine
from alatau.money.payouts.outcomes import Judged
from alatau.money.payouts.routes import find_routes
from alatau.money.payouts.steps import hold_batch
from alatau.money.payouts.tally import move
from alatau.money.payouts.values import BatchId, LineOutcome, PayeeId, RouteKind
from alatau.money.values import AccountId, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.values import Moment
    from alatau.money.models import PayoutBatch
    from alatau.money.payouts.values import Route
    from alatau.money.values import NewTransfer, Outcome, TransferId

declare_points("money.by_bank.ordered", "money.by_bank.heard")

#: An order's id is made of its line's and of the account it goes to: another account is another order.
_ORDERS = UUID("1c0d7c5a-7e1c-4d2f-a0a5-6a2e3e8a4f90")
NAME_MOST = 140


class ToBank(NamedTuple):
    """An order that would pay a line, and the transfer that holds its money."""

    line: PayoutLine
    order: BankOrder
    hold: NewTransfer


def prepare_orders(
    batch: PayoutBatch, lines: Sequence[PayoutLine], judged: Sequence[Judged], *, at: Moment
) -> list[ToBank]:
    """Return the orders for lines that go to bank accounts; nothing where no bank is connected, and nothing is kept."""
    ours = [line for line, each in zip(lines, judged, strict=True) if _goes_to_bank(each)]
    if not ours:
        return []
    try:
        bank_id = bank_account_id()
    except BankMissingError:
        return []
    payees = [PayeeId(line.payee_id) for line in ours if line.payee_id]
    routes, names = find_routes(payees, at=at), name_people([PersonId(each) for each in payees])
    owner_id = Account.objects.get(id=batch.account_id).holder_id
    found = []
    for line in ours:
        assert line.payee_id is not None, "a route leads to a payee"
        route = routes[PayeeId(line.payee_id)]
        order = _order(batch, line, route, name=names.get(PersonId(line.payee_id), ""), at=at)
        order.holder_id, order.bank_account_id = owner_id, bank_id
        found.append(ToBank(line, order, hold_of(order)))
    return found


def keep_orders(
    prepared: Sequence[ToBank], outcomes: Mapping[TransferId, Outcome], *, at: Moment
) -> dict[UUID, Judged]:
    """Keep the orders whose money is held, each with its message to the bank, and return what became of the lines."""
    judged = {}
    refused = _refused([each.order.id for each in prepared])
    for each in prepared:
        outcome, line = outcomes[each.hold.id], each.line
        if outcome.status is Status.REFUSED or each.order.id in refused:
            # The same account that the bank refused before: only another one helps.
            judged[line.id] = Judged(line.id, line.payee_id, LineOutcome.BANK_REFUSED, None, RouteKind.BANK, None)
            continue
        if outcome.status is Status.ACCEPTED:
            each.order.save(force_insert=True)
            put_order(each.order, at=at)
        PayoutLine.objects.filter(id=line.id).update(order_id=each.order.id)
        account_id = AccountId(each.order.bank_account_id)
        judged[line.id] = Judged(line.id, line.payee_id, LineOutcome.SENT, None, RouteKind.BANK, account_id)
    reach("money.by_bank.ordered")
    return judged


def hear_of_orders(settled: Sequence[UUID], rejected: Sequence[UUID]) -> None:
    """Note what the bank said of the orders that are lines of payouts. Safe to repeat."""
    on_their_way = PayoutLine.objects.filter(outcome=LineOutcome.SENT.value, order_id__in=[*settled, *rejected])
    concerned = on_their_way.order_by("batch_id").values_list("batch_id", flat=True).distinct()
    for batch_id in list(concerned):
        with transaction.atomic():
            batch = hold_batch(BatchId(batch_id))
            lines = list(on_their_way.filter(batch=batch).values_list("id", "order_id", "amount"))
            paid = {line_id for line_id, order_id, _units in lines if order_id in set(settled)}
            _note(batch, lines, paid)
    reach("money.by_bank.heard")


def _note(batch: PayoutBatch, lines: Sequence[tuple[UUID, UUID | None, int]], paid: set[UUID]) -> None:
    refused = {"outcome": LineOutcome.BANK_REFUSED.value, "account_id": None, "paid_at": None}
    PayoutLine.objects.filter(id__in=paid).update(outcome=LineOutcome.PAID.value)
    PayoutLine.objects.filter(id__in={line_id for line_id, *_ in lines} - paid).update(**refused)
    became = {True: LineOutcome.PAID.value, False: LineOutcome.BANK_REFUSED.value}
    move(batch, [(LineOutcome.SENT.value, became[line_id in paid], units) for line_id, _order, units in lines])
    batch.save(update_fields=["counts"])


def _goes_to_bank(each: Judged) -> bool:
    return each.outcome is LineOutcome.PAYABLE and each.kind is RouteKind.BANK


def _refused(order_ids: Sequence[UUID]) -> set[UUID]:
    rows = BankOrder.objects.filter(id__in=order_ids, status=OrderStatus.REJECTED.value)
    return set(rows.values_list("id", flat=True))


def _order(batch: PayoutBatch, line: PayoutLine, route: Route, *, name: str, at: Moment) -> BankOrder:
    account = hashlib.sha256(route.sealed).hexdigest()
    return BankOrder(
        id=uuid5(_ORDERS, f"{line.id} {account}"),
        cause=Cause.WITHDRAWAL.value,
        account_id=batch.account_id,
        amount=line.amount,
        currency=batch.programme.currency,
        iban=unseal(route.sealed),
        name=(name or line.reference or batch.words)[:NAME_MOST],
        words=line.words or batch.words,
        status=OrderStatus.HELD.value,
        requested_at=at.wall_at,
        requested_city_at=at.city_at,
    )
