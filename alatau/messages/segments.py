"""How many parts an SMS takes: GSM-7 where every character is in its alphabet, UCS-2 otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The escape that opens a character of the second table; never a character of a text.
ESCAPE = "\x1b"
#: The basic character set of 3GPP TS 23.038, each character at its own code.
GSM_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ" + ESCAPE + "ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Characters that take two places: the escape and this code.
GSM_EXTENDED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip

#: Places in a lone part and in each part of several (the header of a joined message takes the rest).
GSM_ALONE, GSM_JOINED = 160, 153
UCS_ALONE, UCS_JOINED = 70, 67


class Encoding(StrEnum):
    """The two alphabets of an SMS."""

    GSM_7 = "gsm-7"
    UCS_2 = "ucs-2"


@dataclass(frozen=True, kw_only=True)
class Segments:
    """The parts of one text. Joined in order they are the text again."""

    encoding: Encoding
    parts: tuple[str, ...]


def split_text(text: str) -> Segments:
    """Return the text in as many parts as the network will bill; no character is torn in two."""
    gsm = all(character in GSM_EXTENDED or (character in GSM_BASIC and character != ESCAPE) for character in text)
    encoding = Encoding.GSM_7 if gsm else Encoding.UCS_2
    alone, joined = (GSM_ALONE, GSM_JOINED) if gsm else (UCS_ALONE, UCS_JOINED)
    if sum(_places(character, encoding) for character in text) <= alone:
        return Segments(encoding=encoding, parts=(text,))
    return Segments(encoding=encoding, parts=tuple(_cut(text, encoding=encoding, room=joined)))


def _cut(text: str, *, encoding: Encoding, room: int) -> list[str]:
    parts: list[str] = []
    start = used = 0
    for position, character in enumerate(text):
        places = _places(character, encoding)
        if used + places > room:
            parts.append(text[start:position])
            start, used = position, 0
        used += places
    return [*parts, text[start:]]


def _places(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if character in GSM_EXTENDED else 1
    # A character outside the basic plane takes a surrogate pair in UCS-2.
    return 2 if ord(character) > 0xFFFF else 1
