"""What the bank says of our orders: at work, paid, or refused. Each order ends once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import format_amount
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.money.bank.differences import note_difference
from alatau.money.bank.give_back import take_back_in
from alatau.money.bank.values import Cause, DifferenceKind, OrderStatus
from alatau.money.bank.withdraw import end_of
from alatau.money.currencies import amount_of
from alatau.money.errors.refused import TransferRefusedError
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.models import BankMessage, BankOrder
from alatau.money.post import post_transfer
from alatau.money.values import TransferKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.values import Actor, Moment
    from alatau.money.iso20022.read import Message, Node

declare_points("money.bank.answer_kept", "money.bank.answer_told")

#: The bank's words for paid and for refused; every other one says that it is at work.
PAID, REFUSED = frozenset({"ACSC", "ACCC"}), frozenset({"RJCT", "CANC"})
#: The reason of a bank that gives none.
NO_REASON = "NARR"


def apply_answer(message: Message, row: BankMessage, *, by: Actor, at: Moment) -> None:
    """Apply what a pain.002 or pacs.002 says of each order it names, in the caller's transaction.

    An answer about what we never ordered changes nothing; it is kept with the message.
    """
    del row
    for order_id, word, reason in _said(message):
        order = BankOrder.objects.select_for_update().filter(id=order_id).first()
        if order is None:
            note_difference(DifferenceKind.UNKNOWN_ENTRY, about=f"answer {order_id}", at=at)
        elif word in PAID:
            settle(order, by=by, at=at)
        elif word in REFUSED:
            reject(order, reason=reason or NO_REASON, by=by, at=at)
        elif not OrderStatus(order.status).is_final:
            order.status = OrderStatus.TAKEN.value
            order.save(update_fields=["status"])


def settle(order: BankOrder, *, by: Actor, at: Moment) -> None:
    """Make a withdrawal final: the money that was held leaves the wallet. A second yes changes nothing."""
    if order.status == OrderStatus.SETTLED:
        return
    if order.status == OrderStatus.REJECTED:
        note_difference(DifferenceKind.ANSWERS_DIFFER, about=f"order {order.id}", order=order, at=at)
        return
    if order.cause == Cause.WITHDRAWAL:
        try:
            post_transfer(end_of(order, TransferKind.POST), by=by, at=at)
        except TransferRefusedError:
            # The bank has paid. The wallet was stopped meanwhile: people decide, and the money stays held.
            note_difference(DifferenceKind.CANNOT_POST, about=f"order {order.id}", order=order, at=at)
            return
    _end(order, OrderStatus.SETTLED, reason="", by=by, at=at)


def reject(order: BankOrder, *, reason: str, by: Actor, at: Moment) -> None:
    """End an order that the bank refused: its money is in the wallet again. A second no changes nothing."""
    if order.status == OrderStatus.REJECTED:
        return
    if order.status == OrderStatus.SETTLED:
        note_difference(DifferenceKind.ANSWERS_DIFFER, about=f"order {order.id}", order=order, at=at)
        return
    if order.cause == Cause.WITHDRAWAL:
        post_transfer(end_of(order, TransferKind.VOID), by=by, at=at)
    if order.cause == Cause.GIVEN_BACK:
        try:
            take_back_in(order, by=by, at=at)
        except TransferRefusedError:
            # The wallet was closed meanwhile: people decide, and the bank's body keeps the money ready.
            note_difference(DifferenceKind.CANNOT_POST, about=f"order {order.id}", order=order, at=at)
    _end(order, OrderStatus.REJECTED, reason=reason, by=by, at=at)


def _end(order: BankOrder, status: OrderStatus, *, reason: str, by: Actor, at: Moment) -> None:
    order.status, order.reason, order.settled_at = status.value, reason, at.wall_at
    order.save(update_fields=["status", "reason", "settled_at"])
    reach("money.bank.answer_kept")
    person_id = PersonId(order.holder_id) if order.holder_id == order.person_id else None
    body = {"order_id": order.id, "amount": order.amount, "currency": order.currency, "reason": reason}
    action = f"money.bank.order_{status.name.lower()}"
    append_lines([NewLine(kind=LineKind.EVENT, action=action, actor=by, subject_id=person_id, body=body)], at=at)
    if person_id is not None and status is OrderStatus.REJECTED and order.cause == Cause.WITHDRAWAL:
        _tell(order, person_id, by=by, at=at)
    reach("money.bank.answer_told")


def _tell(order: BankOrder, person_id: PersonId, *, by: Actor, at: Moment) -> None:
    amount = format_amount(amount_of(order.amount, order.currency), get_choices(person_id).language)
    facts = {"amount": amount, "ending": order.iban[-4:]}
    send_message("money.withdrawal_refused", to=person_id, facts=facts, by=by, at=at, key=f"withdrawal:{order.id}")


def _said(message: Message) -> Iterator[tuple[UUID, str, str]]:
    """Yield each order that an answer names, with the bank's word for it and the reason.

    A bank may answer for a whole message at once; ours hold one order each, and both have one id.
    """
    body = message.body
    group = body.find("OrgnlGrpInfAndSts")
    if message.kind is MessageKind.ORDER_STATUS:
        named = [each for info in body.list("OrgnlPmtInfAndSts") for each in info.list("TxInfAndSts")]
        whole = [*body.list("OrgnlPmtInfAndSts"), *([group] if group else [])]
    else:
        named, whole = list(body.list("TxInfAndSts")), [group] if group else []
    if not named:
        named = whole[:1]
    for each in named:
        order_id = _id_of(each)
        word = next((each.text(tag) for tag in ("TxSts", "PmtInfSts", "GrpSts") if each.text(tag)), "")
        if order_id is not None and word:
            yield order_id, word, each.text("StsRsnInf/Rsn/Cd") or each.text("StsRsnInf/Rsn/Prtry")


def _id_of(node: Node) -> UUID | None:
    for tag in ("OrgnlEndToEndId", "OrgnlTxId", "OrgnlInstrId", "OrgnlPmtInfId", "OrgnlMsgId"):
        text = node.text(tag)
        try:
            return UUID(hex=text)
        except ValueError:
            continue
    return None
