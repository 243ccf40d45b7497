"""Write a merchant's payment code, and draw it."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import segno
from anyascii import anyascii

from alatau.money.qr.errors import QrContentError
from alatau.money.qr.parts import MAX_LENGTH, seal, write_parts
from alatau.money.qr.values import MerchantCode, QrProfile, Tip

if TYPE_CHECKING:
    from alatau.core.money import Amount

NAME, CITY = 25, 15
#: Signs that an amount may have.
AMOUNT = 13
STATIC, DYNAMIC = "11", "12"


def write_code(code: MerchantCode, profile: QrProfile) -> str:
    """Return the text of a payment code, which `read_code` reads back to the same facts.

    Raises:
        QrContentError: a part is too long, or the amount is not above zero.
    """
    parts = {
        "00": "01",
        "01": DYNAMIC if code.is_dynamic else STATIC,
        profile.template: write_parts({"00": profile.scheme, profile.account: code.account}),
        "52": code.category,
        "53": profile.currency_number,
    }
    if code.amount is not None:
        parts["54"] = _amount(code.amount)
    parts |= _tip(code)
    parts |= {"58": profile.country, "59": _latin(code.name, NAME), "60": _latin(code.city, CITY)}
    if more := _more(code):
        parts["62"] = write_parts(more)
    if code.language:
        parts["64"] = write_parts({"00": code.language, "01": code.name[:NAME], "02": code.city[:CITY]})
    text = seal(write_parts(parts))
    if len(text) > MAX_LENGTH:
        raise QrContentError(problem="the whole code is longer than 512 characters")
    return text


def draw_code(text: str) -> bytes:
    """Return the code as an SVG picture that a phone reads from a counter."""
    out = BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(out, kind="svg", border=4, xmldecl=False, scale=4)
    return out.getvalue()


def _amount(amount: Amount) -> str:
    if amount.units <= 0:
        raise QrContentError(problem="the amount is not above zero")
    whole = f"{Decimal(amount.units).scaleb(-amount.currency.exponent):f}"
    text = whole.rstrip("0").rstrip(".") if "." in whole else whole
    if len(text) > AMOUNT:
        raise QrContentError(problem="the amount has more than 13 signs")
    return text


def _tip(code: MerchantCode) -> dict[str, str]:
    if code.tip is None:
        return {}
    parts = {"55": code.tip.value}
    if code.tip is Tip.FIXED:
        assert code.tip_amount is not None, "a fixed tip has an amount"
        parts["56"] = _amount(code.tip_amount)
    if code.tip is Tip.PERCENT:
        assert code.tip_bp is not None, "a tip in percent has a rate"
        parts["57"] = f"{Decimal(code.tip_bp).scaleb(-2):f}"
    return parts


def _more(code: MerchantCode) -> dict[str, str]:
    named = {"01": code.bill, "03": code.store, "05": code.reference, "07": code.terminal, "08": code.purpose}
    for tag, value in named.items():
        if len(value) > NAME:
            raise QrContentError(problem=f"part 62-{tag} has more than 25 characters")
    return {tag: value for tag, value in named.items() if value}


def _latin(text: str, length: int) -> str:
    latin = anyascii(text).strip()[:length].strip()
    if not latin:
        raise QrContentError(problem="a name or city is empty")
    return latin
