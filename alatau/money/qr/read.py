"""Read a merchant's payment code, trusting nothing in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from alatau.core.money import Amount
from alatau.money.qr.errors import QrContentError, QrDamagedError, QrNotOursError
from alatau.money.qr.parts import open_sealed, read_parts
from alatau.money.qr.values import MerchantCode, QrProfile, Tip
from alatau.money.qr.write import AMOUNT, CITY, DYNAMIC, NAME, STATIC

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDED = ("52", "53", "58", "59", "60")
CATEGORY = re.compile(r"[0-9]{4}", re.ASCII)
FIGURE = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)
PERCENT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?", re.ASCII)


def read_code(text: str, profile: QrProfile) -> MerchantCode:
    """Return what a payment code says.

    Raises:
        QrDamagedError, QrContentError, QrNotOursError: in this order; see each for what to do.
    """
    body = open_sealed(text)
    parts = read_parts(body)
    if not body.startswith("000201"):
        raise QrDamagedError(problem="it does not begin with the payload format 01")
    account = _account(parts, profile)
    if absent := [tag for tag in NEEDED if tag not in parts]:
        raise QrContentError(problem=f"part {absent[0]} is missing")
    if parts["53"] != profile.currency_number or parts["58"] != profile.country:
        raise QrNotOursError(scheme=profile.scheme)
    _check_words(parts)
    more = read_parts(parts.get("62", ""))
    local = read_parts(parts.get("64", ""))
    tip, tip_amount, tip_bp = _tip(parts, profile)
    return MerchantCode(
        account=account,
        name=local.get("01", parts["59"]),
        city=local.get("02", parts["60"]),
        category=parts["52"],
        amount=_amount(parts["54"], profile) if "54" in parts else None,
        is_dynamic=parts.get("01") == DYNAMIC,
        bill=more.get("01", ""),
        store=more.get("03", ""),
        reference=more.get("05", ""),
        terminal=more.get("07", ""),
        purpose=more.get("08", ""),
        language=local.get("00", ""),
        tip=tip,
        tip_amount=tip_amount,
        tip_bp=tip_bp,
    )


def _account(parts: Mapping[str, str], profile: QrProfile) -> str:
    for tag, value in parts.items():
        if "26" <= tag <= "51":
            template = read_parts(value)
            if template.get("00") == profile.scheme and profile.account in template:
                return template[profile.account]
    raise QrNotOursError(scheme=profile.scheme)


def _check_words(parts: Mapping[str, str]) -> None:
    if parts.get("01", STATIC) not in (STATIC, DYNAMIC):
        raise QrContentError(problem="part 01 is neither 11 nor 12")
    if not CATEGORY.fullmatch(parts["52"]):
        raise QrContentError(problem="part 52 is not four digits")
    for tag, length in (("59", NAME), ("60", CITY)):
        if not (parts[tag].isascii() and parts[tag].isprintable()) or len(parts[tag]) > length:
            raise QrContentError(problem=f"part {tag} is not {length} Latin letters at most")


def _amount(text: str, profile: QrProfile) -> Amount:
    if not FIGURE.fullmatch(text) or len(text) > AMOUNT:
        raise QrContentError(problem="the amount is no number with a point")
    units = Decimal(text).scaleb(profile.currency.exponent)
    if units != units.to_integral_value() or units <= 0:
        raise QrContentError(problem="the amount is zero or finer than the smallest coin")
    return Amount(int(units), profile.currency)


def _tip(parts: Mapping[str, str], profile: QrProfile) -> tuple[Tip | None, Amount | None, int | None]:
    if "55" not in parts:
        if "56" in parts or "57" in parts:
            raise QrContentError(problem="a tip without part 55")
        return None, None, None
    try:
        tip = Tip(parts["55"])
    except ValueError:
        raise QrContentError(problem="part 55 is none of 01, 02, 03") from None
    if ("56" in parts) != (tip is Tip.FIXED) or ("57" in parts) != (tip is Tip.PERCENT):
        raise QrContentError(problem="the tip's figure does not fit its kind")
    if tip is Tip.FIXED:
        return tip, _amount(parts["56"], profile), None
    if tip is Tip.PERCENT:
        if not PERCENT.fullmatch(parts["57"]) or not Decimal(parts["57"]):
            raise QrContentError(problem="part 57 is no share in percent")
        return tip, None, int(Decimal(parts["57"]) * 100)
    return tip, None, None
