"""The simulated bank of a sample city: it answers, refuses, is slow, repeats itself, pays in, and sends statements.

It is the other side: it reads the city's messages and writes its own, and knows nothing of the city's tables but the
outbox that stands for the line between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.utils.dateparse import parse_datetime

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.bank.kinds import Habit, SampleBankAccount
from alatau.money.bank.link import get_link
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.read import Message, read_message
from alatau.money.iso20022.write import Part, close_message, name_of, open_message, short_id, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_ANSWERS = UUID("5b8f1c14-3f63-4a2d-9a83-7d4d7a8b0e66")
#: The standard's reasons: no such account, closed, another name.
NO_ACCOUNT, CLOSED, OTHER_NAME = "AC01", "AC04", "BE01"
AT_WORK, PAID, REFUSED = "PDNG", "ACSC", "RJCT"
SLOW_SECONDS = 60
#: By how much an account that misbooks is booked wrongly.
WRONG_UNITS = 100


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of the bank, and when it comes."""

    data: bytes
    #: How often it is given.
    times: int
    #: Whether another one follows, after a minute.
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class Booked:
    """One entry of the bank's own book."""

    end_to_end: str
    amount: Amount
    came: bool
    at: datetime


def answer_order(data: bytes, *, step: int) -> Answer | None:
    """Return what the bank says at this step to an order of the city, always in the same bytes.

    Nothing to what is no order.
    """
    message = read_message(data)
    made_at = parse_datetime(message.body.text("GrpHdr/CreDtTm"))
    if message.kind not in {MessageKind.ORDER, MessageKind.PAYMENT} or made_at is None:
        return None
    at = made_at + timedelta(seconds=step * SLOW_SECONDS)
    path = "PmtInf/CdtTrfTxInf" if message.kind is MessageKind.ORDER else "CdtTrfTxInf"
    (transfer,) = message.body.list(path)
    account = find_account(transfer.text("CdtrAcct/Id/IBAN"))
    reason = _judge(account, name=transfer.text("Cdtr/Nm"))
    habit = account.habit if account else Habit.PAYS
    is_slow = habit is Habit.SLOW and step == 0
    word = REFUSED if reason else AT_WORK if is_slow else PAID
    own = short_id(uuid5(_ANSWERS, f"{message.body.text('GrpHdr/MsgId')} {step}"))
    write = _write_order_status if message.kind is MessageKind.ORDER else _write_payment_status
    end_to_end = transfer.text("PmtId/EndToEndId")
    return Answer(
        data=write(message, own=own, end_to_end=end_to_end, word=word, reason=reason, at=at),
        times=2 if habit is Habit.TWICE else 1,
        is_last=not is_slow,
    )


def pay_in(account: SampleBankAccount, amount: Amount, *, words: str, payment_id: UUID, at: datetime) -> bytes:
    """Return the payment that a holder of the simulated bank sends to the city's account."""
    link, own = get_link(), short_id(payment_id)
    body = open_message(MessageKind.PAYMENT, "FIToFICstmrCdtTrf")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    header.add("NbOfTxs", "1")
    header.add("SttlmInf/SttlmMtd", "CLRG")
    header.add("InstgAgt/FinInstnId/BICFI", link.bic)
    header.add("InstdAgt/FinInstnId/BICFI", link.own_bic)
    transfer = body.add("CdtTrfTxInf")
    transfer.add("PmtId").add("EndToEndId", own)
    transfer.add_amount("IntrBkSttlmAmt", amount)
    transfer.add("IntrBkSttlmDt", at.date().isoformat())
    transfer.add("ChrgBr", "SLEV")
    transfer.add("Dbtr/Nm", name_of(account.name))
    transfer.add("DbtrAcct/Id/IBAN", iban_of(account))
    transfer.add("DbtrAgt/FinInstnId/BICFI", link.bic)
    transfer.add("CdtrAgt/FinInstnId/BICFI", link.bic)
    transfer.add("Cdtr/Nm", name_of(link.own_name))
    transfer.add("CdtrAcct/Id/IBAN", link.account)
    transfer.add("RmtInf/Ustrd", words)
    return close_message(body, MessageKind.PAYMENT)


def write_statement(entries: Iterable[Booked], *, opening: Amount, first: datetime, last: datetime) -> bytes:
    """Return the statement of the city's account as the bank booked it."""
    link, rows = get_link(), list(entries)
    closing = opening
    for row in rows:
        closing = closing + (row.amount if row.came else -row.amount)
    own = short_id(uuid5(_ANSWERS, f"{link.account} {first.isoformat()}"))
    body = open_message(MessageKind.STATEMENT, "BkToCstmrStmt")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(last))
    statement = body.add("Stmt")
    statement.add("Id", own)
    statement.add("CreDtTm", stamp(last))
    period = statement.add("FrToDt")
    period.add("FrDtTm", stamp(first))
    period.add("ToDtTm", stamp(last))
    statement.add("Acct/Id/IBAN", link.account)
    for code, amount in (("OPBD", opening), ("CLBD", closing)):
        statement.add_balance(code, amount, day=first.date())
    for row in rows:
        _add_entry(statement, row)
    return close_message(body, MessageKind.STATEMENT)


def book(data: bytes, *, at: datetime) -> Booked:
    """Return the bank's own entry for an order that it paid; an account that misbooks gets another amount."""
    message = read_message(data)
    is_order = message.kind is MessageKind.ORDER
    (transfer,) = message.body.list("PmtInf/CdtTrfTxInf" if is_order else "CdtTrfTxInf")
    text = transfer.text("Amt/InstdAmt" if is_order else "IntrBkSttlmAmt")
    units = int(text.replace(".", ""))
    account = find_account(transfer.text("CdtrAcct/Id/IBAN"))
    wrong = WRONG_UNITS if account is not None and account.habit is Habit.MISBOOKS else 0
    amount = Amount(units + wrong, content().currency)
    return Booked(end_to_end=transfer.text("PmtId/EndToEndId"), amount=amount, came=False, at=at)


def find_account(iban: str) -> SampleBankAccount | None:
    """Return the account of the simulated bank that a number belongs to."""
    return next((each for each in get_link().sample_accounts if iban_of(each) == iban), None)


def iban_of(account: SampleBankAccount) -> str:
    """Return the number of an account of the simulated bank."""
    return content().account_numbers.synthesise(account.serial)


def _judge(account: SampleBankAccount | None, *, name: str) -> str:
    """Return the bank's reason to refuse; nothing where it pays."""
    if account is None:
        return NO_ACCOUNT
    if account.habit is Habit.CLOSED:
        return CLOSED
    return "" if account.name.casefold() == name.casefold() else OTHER_NAME


def _write_order_status(message: Message, *, own: str, end_to_end: str, word: str, reason: str, at: datetime) -> bytes:
    original = message.body.text("GrpHdr/MsgId")
    body = open_message(MessageKind.ORDER_STATUS, "CstmrPmtStsRpt")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    group = body.add("OrgnlGrpInfAndSts")
    group.add("OrgnlMsgId", original)
    group.add("OrgnlMsgNmId", message.kind.value)
    info = body.add("OrgnlPmtInfAndSts")
    info.add("OrgnlPmtInfId", message.body.text("PmtInf/PmtInfId"))
    status = info.add("TxInfAndSts")
    status.add("OrgnlEndToEndId", end_to_end)
    status.add("TxSts", word)
    if reason:
        status.add("StsRsnInf/Rsn/Cd", reason)
    return close_message(body, MessageKind.ORDER_STATUS)


def _write_payment_status(
    message: Message, *, own: str, end_to_end: str, word: str, reason: str, at: datetime
) -> bytes:
    body = open_message(MessageKind.PAYMENT_STATUS, "FIToFIPmtStsRpt")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    status = body.add("TxInfAndSts")
    group = status.add("OrgnlGrpInf")
    group.add("OrgnlMsgId", message.body.text("GrpHdr/MsgId"))
    group.add("OrgnlMsgNmId", message.kind.value)
    status.add("OrgnlEndToEndId", end_to_end)
    status.add("TxSts", word)
    if reason:
        status.add("StsRsnInf/Rsn/Cd", reason)
    return close_message(body, MessageKind.PAYMENT_STATUS)


def _add_entry(statement: Part, row: Booked) -> None:
    entry = statement.add("Ntry")
    entry.add_amount("Amt", row.amount)
    entry.add("CdtDbtInd", "CRDT" if row.came else "DBIT")
    entry.add("Sts/Cd", "BOOK")
    entry.add("BookgDt/DtTm", stamp(row.at))
    entry.add("AcctSvcrRef", row.end_to_end)
    entry.add("BkTxCd/Prtry/Cd", "TRF")
    entry.add("NtryDtls/TxDtls/Refs/EndToEndId", row.end_to_end)
