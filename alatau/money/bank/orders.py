"""Write an order as the bank's rail wants it: pain.001 to the account's own bank, or pacs.008 between banks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.money.bank.kinds import Rail
from alatau.money.currencies import amount_of
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.write import Part, close_message, figure, name_of, open_message, short_id, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.money.bank.kinds import BankLink
    from alatau.money.models import BankOrder


def write_order(order: BankOrder, link: BankLink, *, at: datetime) -> tuple[MessageKind, str, bytes]:
    """Return the message of an order: its kind, its id and its bytes. The order's id is all of its ids."""
    if link.rail is Rail.ORDER:
        return MessageKind.ORDER, short_id(order.id), _write_initiation(order, link, at=at)
    return MessageKind.PAYMENT, short_id(order.id), _write_payment(order, link, at=at)


def _write_initiation(order: BankOrder, link: BankLink, *, at: datetime) -> bytes:
    own, amount = short_id(order.id), amount_of(order.amount, order.currency)
    body = open_message(MessageKind.ORDER, "CstmrCdtTrfInitn")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    header.add("NbOfTxs", "1")
    header.add("CtrlSum", figure(amount))
    header.add("InitgPty/Nm", name_of(link.own_name))
    payment = body.add("PmtInf")
    payment.add("PmtInfId", own)
    payment.add("PmtMtd", "TRF")
    payment.add("ReqdExctnDt/Dt", at.astimezone(ZoneInfo(content().time_zone)).date().isoformat())
    payment.add("Dbtr/Nm", name_of(link.own_name))
    payment.add("DbtrAcct/Id/IBAN", link.account)
    payment.add("DbtrAgt/FinInstnId/BICFI", link.bic)
    transfer = payment.add("CdtTrfTxInf")
    ids = transfer.add("PmtId")
    ids.add("InstrId", own)
    ids.add("EndToEndId", own)
    transfer.add("Amt").add_amount("InstdAmt", amount)
    _add_creditor(transfer, order)
    return close_message(body, MessageKind.ORDER)


def _write_payment(order: BankOrder, link: BankLink, *, at: datetime) -> bytes:
    own, amount = short_id(order.id), amount_of(order.amount, order.currency)
    body = open_message(MessageKind.PAYMENT, "FIToFICstmrCdtTrf")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    header.add("NbOfTxs", "1")
    header.add("SttlmInf/SttlmMtd", "CLRG")
    transfer = body.add("CdtTrfTxInf")
    ids = transfer.add("PmtId")
    ids.add("InstrId", own)
    ids.add("EndToEndId", own)
    ids.add("TxId", own)
    # The standard wants an id drawn by chance here; this one looks so, and is the same whenever it is written.
    ids.add("UETR", str(UUID(bytes=order.id.bytes, version=4)))
    transfer.add_amount("IntrBkSttlmAmt", amount)
    transfer.add("IntrBkSttlmDt", at.astimezone(ZoneInfo(content().time_zone)).date().isoformat())
    transfer.add("ChrgBr", "SLEV")
    transfer.add("InstgAgt/FinInstnId/BICFI", link.own_bic)
    transfer.add("InstdAgt/FinInstnId/BICFI", link.bic)
    transfer.add("Dbtr/Nm", name_of(link.own_name))
    transfer.add("DbtrAcct/Id/IBAN", link.account)
    transfer.add("DbtrAgt/FinInstnId/BICFI", link.own_bic)
    transfer.add("CdtrAgt/FinInstnId/BICFI", link.bic)
    _add_creditor(transfer, order)
    return close_message(body, MessageKind.PAYMENT)


def _add_creditor(transfer: Part, order: BankOrder) -> None:
    transfer.add("Cdtr/Nm", name_of(order.name))
    transfer.add("CdtrAcct/Id/IBAN", order.iban)
    transfer.add("RmtInf/Ustrd", order.words)
