"""The frame of an EMVCo code: tag, length and value, one after the other, and a checksum at the end.

Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, version 1.1, sections 3 and 4.
"""

from __future__ import annotations

from binascii import crc_hqx
from typing import TYPE_CHECKING

from alatau.money.qr.errors import QrContentError, QrDamagedError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The standard's own bound on the whole text.
MAX_LENGTH = 512
MAX_PART = 99
CRC_TAG = "63"
#: Tag and length of the checksum, which are part of what it checks.
CRC_HEAD = "6304"
CRC_START = 0xFFFF
HEAD = 4


def write_parts(parts: Mapping[str, str]) -> str:
    """Return the parts in the order of the mapping, each with its length in characters.

    Raises:
        QrContentError: a value is empty or longer than a length can say.
    """
    for tag, value in parts.items():
        if not 0 < len(value) <= MAX_PART:
            raise QrContentError(problem=f"part {tag} has {len(value)} characters")
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in parts.items())


def read_parts(text: str) -> dict[str, str]:
    """Return the parts of a text by their tags.

    Raises:
        QrDamagedError: a tag or length is no number, or the text ends inside a part.
        QrContentError: one tag stands twice.
    """
    parts: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + HEAD]
        if not (_are_digits(tag) and _are_digits(length)):
            raise QrDamagedError(problem=f"no tag and length at character {at}")
        value = text[at + HEAD : at + HEAD + int(length)]
        if len(value) != int(length) or not value:
            raise QrDamagedError(problem=f"part {tag} is cut off or empty")
        if tag in parts:
            raise QrContentError(problem=f"part {tag} stands twice")
        parts[tag] = value
        at += HEAD + int(length)
    return parts


def seal(text: str) -> str:
    """Return the text with its checksum behind it."""
    return f"{text}{CRC_HEAD}{_checksum(text)}"


def open_sealed(text: str) -> str:
    """Return the text without its checksum, after checking it.

    Raises:
        QrDamagedError: it is too long, the checksum is not at the end, in small letters, or another.
    """
    if len(text) > MAX_LENGTH:
        raise QrDamagedError(problem="longer than 512 characters")
    body, head, checksum = text[: -2 * HEAD], text[-2 * HEAD : -HEAD], text[-HEAD:]
    if head != CRC_HEAD:
        raise QrDamagedError(problem="the checksum does not stand at the end")
    if checksum != _checksum(body):
        raise QrDamagedError(problem="the checksum is another")
    return body


def _checksum(body: str) -> str:
    return f"{crc_hqx((body + CRC_HEAD).encode(), CRC_START):04X}"


def _are_digits(text: str) -> bool:
    return len(text) == len("00") and text.isascii() and text.isdigit()
