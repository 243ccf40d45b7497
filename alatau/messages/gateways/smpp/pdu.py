"""Texts and frames of SMPP: how a text becomes octets, and how the short service frames look.

Messages themselves are coded by the `smpp34` library; the frames here are a header and a few strings.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.messages.gateways.smpp import words
from alatau.messages.segments import ESCAPE, GSM_BASIC, GSM_EXTENDED, Encoding, split_text

if TYPE_CHECKING:
    from smpp34 import DeliverSm

HEADER = struct.Struct(">IIII")
#: A frame longer than this is not SMPP.
FRAME_BYTES_MOST = 70_000
TLV_RECEIPTED_ID, TLV_STATE, TLV_PAYLOAD = 0x001E, 0x0427, 0x0424


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a gateway tells of a message it took: it arrived, it failed, or it is still under way (None)."""

    gateway_message_id: str
    arrived: bool | None


def frame(command: int, sequence: int, *, status: int = words.OK, body: bytes = b"") -> bytes:
    """Return one whole frame."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def bind_body(user: str, password: str) -> bytes:
    """Return the body that opens a session in both directions."""
    strings = (user, password, "")
    return b"".join(_string(word) for word in strings) + bytes([words.INTERFACE_VERSION, 0, 0]) + _string("")


def encode_parts(text: str, *, reference: int) -> tuple[int, list[bytes]]:
    """Return the data coding and the octets of each part, with the joining header when there are several."""
    split = split_text(text)
    coding = words.CODING_DEFAULT if split.encoding is Encoding.GSM_7 else words.CODING_UCS_2
    bodies = [_encode(part, split.encoding) for part in split.parts]
    if len(bodies) == 1:
        return coding, bodies
    joined = [bytes([5, 0, 3, reference, len(bodies), number]) + body for number, body in enumerate(bodies, start=1)]
    return coding, joined


def decode_text(delivered: DeliverSm) -> str:
    """Return what a person wrote, whichever alphabet the gateway used; octets that make no sense are replaced."""
    octets = delivered.short_message or next((tlv.value for tlv in delivered.tlvs if tlv.tag == TLV_PAYLOAD), b"")
    if delivered.esm_class & words.HAS_HEADER and octets:
        octets = octets[octets[0] + 1 :]
    match delivered.data_coding:
        case words.CODING_UCS_2:
            return octets.decode("utf-16-be", errors="replace")
        case words.CODING_LATIN:
            return octets.decode("latin-1")
        case _:
            return _decode_gsm(octets)


def read_receipt(delivered: DeliverSm) -> Receipt | None:
    """Return the receipt in a frame, from its optional fields or from its text; None when it holds none."""
    found = {tlv.tag: tlv for tlv in delivered.tlvs}
    if TLV_RECEIPTED_ID in found and TLV_STATE in found:
        state = found[TLV_STATE].as_int()
        arrived = True if state == words.STATE_DELIVERED else False if state in words.STATES_FAILED else None
        reference = found[TLV_RECEIPTED_ID].as_string()
        return Receipt(gateway_message_id=reference, arrived=arrived) if reference else None
    told = re.search(r"id:(\S+).*stat:(\w+)", delivered.short_message.decode("latin-1"), re.DOTALL)
    if told is None:
        return None
    state_word = told[2].upper()
    arrived = True if state_word == "DELIVRD" else False if state_word in words.WORDS_FAILED else None
    return Receipt(gateway_message_id=told[1], arrived=arrived)


def _string(word: str) -> bytes:
    return word.encode("ascii", errors="ignore") + b"\x00"


def _encode(part: str, encoding: Encoding) -> bytes:
    if encoding is Encoding.UCS_2:
        return part.encode("utf-16-be")
    octets = bytearray()
    for character in part:
        if character in GSM_EXTENDED:
            octets += bytes([GSM_BASIC.index(ESCAPE), GSM_EXTENDED[character]])
        else:
            octets.append(GSM_BASIC.index(character))
    return bytes(octets)


def _decode_gsm(octets: bytes) -> str:
    extended = {code: character for character, code in GSM_EXTENDED.items()}
    text: list[str] = []
    escaped = False
    for octet in octets:
        if escaped:
            text.append(extended.get(octet, " "))
            escaped = False
        elif octet == GSM_BASIC.index(ESCAPE):
            escaped = True
        else:
            text.append(GSM_BASIC[octet] if octet < len(GSM_BASIC) else "�")
    return "".join(text)
