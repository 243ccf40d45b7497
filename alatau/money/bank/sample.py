"""The line to the simulated bank of a sample city: answers in their time, payments, the statement of a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from alatau.access.errors import SampleOnlyError
from alatau.core.content import content
from alatau.core.jobs import defer
from alatau.core.money import Amount
from alatau.core.read import is_sample_city
from alatau.core.values import system_actor
from alatau.money.bank.link import get_link, open_bank
from alatau.money.bank.receive import receive_message
from alatau.money.bank.simulated import (
    PAID,
    REFUSED,
    SLOW_SECONDS,
    Booked,
    answer_order,
    book,
    find_account,
    pay_in,
    write_statement,
)
from alatau.money.bank.values import Direction
from alatau.money.desks.sample import issue_sample_money
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.read import read_message
from alatau.money.iso20022.write import short_id
from alatau.money.models import BankMessage, BankStatement, IssueOrder
from alatau.money.values import OrderId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.money.iso20022.read import Message

BANK = system_actor("money.sample_bank")
JOB = "money.bank_sample"
#: Whole units of digital money that stand ready for top-ups.
STOCK = 20_000_000
_SAMPLE = UUID("c1a2e7b4-0d64-4d0f-8e0e-5f4b2a9d6c13")


def answer_for(message_id: str, *, step: int, at: Moment) -> None:
    """Let the simulated bank answer a message of the city, as often as it does; a slow one goes on a minute later."""
    sent = BankMessage.objects.filter(direction=Direction.OUT.value, message_id=message_id).first()
    answer = answer_order(bytes(sent.body), step=step) if sent is not None else None
    if answer is None:
        return
    for _ in range(answer.times):
        receive_message(answer.data, by=BANK, at=at)
    if not answer.is_last:
        defer(JOB, message_id=message_id, step=step + 1, schedule_at=at.wall_at + timedelta(seconds=SLOW_SECONDS))


def pay_from_sample_bank(iban: str, amount: Amount, *, words: str, payment_id: UUID, at: Moment) -> None:
    """Let a holder of the simulated bank send money to the city's account, once per id.

    Raises:
        SampleOnlyError: this is a real city.
    """
    account = find_account(iban)
    if not is_sample_city() or account is None:
        raise SampleOnlyError
    if BankMessage.objects.filter(direction=Direction.IN.value, message_id=short_id(payment_id)).exists():
        return
    receive_message(pay_in(account, amount, words=words, payment_id=payment_id, at=at.wall_at), by=BANK, at=at)


def send_statement(*, at: Moment) -> None:
    """Let the simulated bank send the statement of what it booked since its last one."""
    link = get_link()
    previous = BankStatement.objects.filter(account=link.account).order_by("-closes_at").first()
    units = previous.closing if previous else 0
    since = previous.closes_at if previous else at.wall_at - timedelta(days=365)
    entries = sorted(_list_booked(since, until=at.wall_at), key=lambda row: (row.at, row.end_to_end))
    data = write_statement(entries, opening=Amount(units, content().currency), first=since, last=at.wall_at)
    receive_message(data, by=BANK, at=at)


def send_statement_if_due(*, at: Moment) -> None:
    """Send a statement where the bank is simulated and has booked something since the last one."""
    if content().bank_link is None or not is_sample_city() or settings.ALATAU_BANK_FOLDER:
        return
    with transaction.atomic():
        previous = BankStatement.objects.order_by("-closes_at").first()
        said = BankMessage.objects.filter(direction=Direction.IN.value).exclude(kind=MessageKind.STATEMENT.value)
        if said.filter(made_at__gt=previous.closes_at).exists() if previous else said.exists():
            send_statement(at=at)


def fill_sample_bank(*, at: Moment) -> None:
    """Have digital money issued to the bank's body, ready for top-ups, by the sample's two officers. Once."""
    if content().bank_link is None or content().sample_wallets is None or not is_sample_city():
        return
    with transaction.atomic():
        account_id = open_bank(by=BANK, at=at)
        order_id = OrderId(uuid5(_SAMPLE, "stock"))
        if IssueOrder.objects.filter(id=order_id).exists():
            return
        issue_sample_money(order_id, account_id=account_id, money=STOCK, at=at)


def _list_booked(since: datetime, *, until: datetime) -> Iterator[Booked]:
    """Yield what the bank booked, from its own answers and payments."""
    said = BankMessage.objects.filter(
        direction=Direction.IN.value, made_at__gt=since, made_at__lte=until, body_erased_at=None
    )
    for row in said.order_by("made_at", "id"):
        message = read_message(bytes(row.body))
        if message.kind is MessageKind.PAYMENT:
            if _is_refused(row):
                continue
            for node in message.body.list("CdtTrfTxInf"):
                units = int(node.text("IntrBkSttlmAmt").replace(".", ""))
                amount = Amount(units, content().currency)
                yield Booked(end_to_end=node.text("PmtId/EndToEndId"), amount=amount, came=True, at=row.made_at)
        elif any(each.text == PAID for each in message.body.element.iter("{*}TxSts")):
            sent = BankMessage.objects.filter(direction=Direction.OUT.value, message_id=_original(message)).first()
            if sent is not None:
                yield book(bytes(sent.body), at=row.made_at)


def _original(message: Message) -> str:
    """Return the id of the order that an answer is about."""
    return next((each.text or "" for each in message.body.element.iter("{*}OrgnlMsgId")), "")


def _is_refused(row: BankMessage) -> bool:
    """Tell whether the city refused a payment: then the bank gave the money back, and booked nothing."""
    reply = BankMessage.objects.filter(answers=row).first()
    if reply is None:
        return False
    return any(each.text == REFUSED for each in read_message(bytes(reply.body)).body.element.iter("{*}TxSts"))
