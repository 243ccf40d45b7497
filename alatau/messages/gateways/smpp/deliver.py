"""The door through which SMPP brings receipts and replies; it answers after the commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import close_old_connections, connection

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.messages.gateways.smpp import words
from alatau.messages.gateways.smpp.pdu import decode_text, read_receipt
from alatau.messages.receipt import record_receipt
from alatau.messages.reply import InboundReply, receive_reply

if TYPE_CHECKING:
    from smpp34 import DeliverSm

    from alatau.core.values import Moment

#: The protocol gives replies no id. The same words from the same phone within this time are one reply.
SAME_REPLY_SECONDS = 300


def take_delivery(gateway: str, delivered: DeliverSm) -> int:
    """Store a receipt or a reply and return the status to answer with."""
    close_old_connections()
    try:
        return _take(gateway, delivered, at=read_clocks())
    finally:
        # The session's thread lives long and is idle for long: it keeps no connection.
        connection.close()


def _take(gateway: str, delivered: DeliverSm, *, at: Moment) -> int:
    if delivered.esm_class & words.IS_RECEIPT:
        receipt = read_receipt(delivered)
        if receipt is None:
            return words.OK
        known = record_receipt(gateway, receipt.gateway_message_id, arrived=receipt.arrived, at=at)
        return words.OK if known else words.TRY_AGAIN
    text = decode_text(delivered)
    bucket = int(at.wall_at.timestamp()) // SAME_REPLY_SECONDS
    said = f"{delivered.source_addr}\n{text}\n{delivered.short_message[:6].hex()}\n{bucket}"
    reply = InboundReply(
        gateway=gateway,
        gateway_message_id=hashlib.sha256(said.encode()).hexdigest()[:40],
        address=_with_plus(delivered),
        text=text,
    )
    receive_reply(reply, by=system_actor(f"messages.gateway.{gateway}"), at=at)
    return words.OK


def _with_plus(delivered: DeliverSm) -> str:
    is_whole = delivered.source_addr_ton == words.TON_INTERNATIONAL and delivered.source_addr.isdigit()
    return f"+{delivered.source_addr}" if is_whole else delivered.source_addr
