"""Answer the bank's payments: pacs.002, credited or refused, payment by payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.write import close_message, open_message, short_id, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.money.bank.kinds import BankLink
    from alatau.money.iso20022.read import Message

CREDITED, REFUSED = "ACSC", "RJCT"


class Reply(NamedTuple):
    """What became of one payment."""

    end_to_end: str
    transaction: str
    #: The standard's code for why it was refused; empty where it was credited.
    reason: str


def write_reply(
    message: Message, replies: Sequence[Reply], link: BankLink, *, at: datetime
) -> tuple[MessageKind, str, bytes]:
    """Return the message that answers a pacs.008: its kind, its id and its bytes."""
    own = short_id(uuid4())
    body = open_message(MessageKind.PAYMENT_STATUS, "FIToFIPmtStsRpt")
    header = body.add("GrpHdr")
    header.add("MsgId", own)
    header.add("CreDtTm", stamp(at))
    header.add("InstgAgt/FinInstnId/BICFI", link.own_bic)
    header.add("InstdAgt/FinInstnId/BICFI", link.bic)
    group = body.add("OrgnlGrpInfAndSts")
    group.add("OrgnlMsgId", message.body.text("GrpHdr/MsgId"))
    group.add("OrgnlMsgNmId", message.kind.value)
    for reply, node in zip(replies, message.body.list("CdtTrfTxInf"), strict=True):
        info = body.add("TxInfAndSts")
        info.add("OrgnlEndToEndId", reply.end_to_end)
        if transaction := node.text("PmtId/TxId"):
            info.add("OrgnlTxId", transaction)
        if uetr := node.text("PmtId/UETR"):
            info.add("OrgnlUETR", uetr)
        info.add("TxSts", REFUSED if reply.reason else CREDITED)
        if reply.reason:
            info.add("StsRsnInf/Rsn/Cd", reply.reason)
        info.add("AccptncDtTm", stamp(at))
    return MessageKind.PAYMENT_STATUS, own, close_message(body, MessageKind.PAYMENT_STATUS)
