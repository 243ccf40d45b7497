"""Vouchers of the first generation: made, activated, redeemed, asked for and cancelled, with its own status codes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.views.decorators.http import require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import answer, guard, read_amount, read_institution, read_object
from alatau.money.compat.govstack.shapes import CORRELATIONS, header
from alatau.money.compat.shops import find_shop
from alatau.money.currencies import list_currencies
from alatau.money.errors.refused import TransferRefusedError
from alatau.money.payouts.errors import InstitutionUnknownError
from alatau.money.payouts.values import VoucherId, VoucherStatus
from alatau.money.payouts.vouchers.errors import (
    VoucherCancelledError,
    VoucherExpiredError,
    VoucherGroupExhaustedError,
    VoucherGroupUnknownError,
    VoucherNotActiveError,
    VoucherShopError,
    VoucherUnknownError,
    VoucherUsedError,
)
from alatau.money.payouts.vouchers.make import last_day, make_voucher, number_of
from alatau.money.payouts.vouchers.use import activate_voucher, cancel_voucher, get_voucher, redeem_voucher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from alatau.core.errors import AlatauError

_IDS = UUID("e0e2d8a3-2f41-4fb0-9a64-5d9f7f7f6b3e")
#: The standard's own status codes, beside those of HTTP.
AMOUNT, CURRENCY, GROUP, EXHAUSTED, SERIAL, USED, EXPIRED, UNKNOWN_CALLER = 452, 453, 454, 455, 456, 458, 459, 460
NUMBER, FUNDS, SHOP, CANCELLED = 461, 462, 463, 464
#: Serial numbers have sixteen digits in this generation: ours are padded with zeros.
SERIAL_DIGITS = 16
WORDS = {
    VoucherStatus.PREACTIVATED: "Pre-Activated",
    VoucherStatus.ACTIVATED: "Activated",
    VoucherStatus.CANCELLED: "Blocked",
    VoucherStatus.REDEEMED: "Purged",
}
#: How each refusal is numbered where a message does not number it otherwise.
CODES: dict[type[AlatauError], int] = {
    InstitutionUnknownError: UNKNOWN_CALLER,
    VoucherGroupUnknownError: GROUP,
    VoucherGroupExhaustedError: EXHAUSTED,
    VoucherUnknownError: SERIAL,
    VoucherUsedError: USED,
    VoucherExpiredError: EXPIRED,
    VoucherShopError: SHOP,
    TransferRefusedError: FUNDS,
}


def _door(
    codes: Mapping[type[AlatauError], int],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer a refusal with the number that the standard has for it, and a sentence in English."""

    def refuse(_request: HttpRequest, error: AlatauError) -> HttpResponse:
        code = next((code for kind, code in (CODES | dict(codes)).items() if isinstance(error, kind)), 400)
        return answer({"message": error.sentence()}, status=code)

    return guard(refuse)


@open_to(Who.MACHINE)
@require_POST
@_door({})
def make(request: HttpRequest) -> HttpResponse:
    """Make a voucher; its secret number is in the answer, and nowhere else."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    code = given.needed("voucher_currency", most=3)
    if code.upper() not in list_currencies():
        return answer({"message": "The city does not keep this currency."}, status=CURRENCY)
    amount = read_amount(given.needed("voucher_amount"), code)
    if amount is None:
        return answer({"message": "The amount cannot be read, or is not more than zero."}, status=AMOUNT)
    # The same correlation id is the same voucher; without one, each request is another.
    caller_id = header(request, CORRELATIONS, most=99)
    name = f"{institution.id}:{caller_id or request.headers.get('X-Request-ID', '') or at.wall_at.isoformat()}"
    view = make_voucher(
        VoucherId(uuid5(_IDS, name)),
        group=given.needed("voucher_group", most=20),
        amount=amount,
        reference=caller_id[:50],
        words=given.text("voucher_comment", most=140),
        institution=institution.id,
        by=institution.actor,
        at=at,
    )
    return answer(
        {
            "voucher_number": number_of(view.id),
            "voucher_serial_number": view.serial.zfill(SERIAL_DIGITS),
            "expiry_date_time": view.expires_at.astimezone(UTC).isoformat(),
        }
    )


@open_to(Who.MACHINE)
@require_http_methods(["PATCH", "POST"])
@_door({VoucherCancelledError: SERIAL})
def activate(request: HttpRequest) -> HttpResponse:
    """Let a voucher be used."""
    institution, given = read_institution(request), read_object(request)
    serial = given.needed("voucher_serial_number", most=30)
    activate_voucher(serial, institution=institution.id, by=institution.actor, at=read_clocks())
    return answer({"result_status": "Activated"})


@open_to(Who.MACHINE)
@require_POST
@_door({VoucherUnknownError: NUMBER, VoucherNotActiveError: NUMBER, VoucherCancelledError: NUMBER})
def redeem(request: HttpRequest) -> HttpResponse:
    """Pay a voucher's money to a shop."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    shop = find_shop(given.needed("merchant_bank_details", most=60), at=at)
    if shop is None:
        return answer({"message": "No wallet of a shop has these details."}, status=SHOP)
    number = given.needed("voucher_number", most=30).zfill(SERIAL_DIGITS)
    redeem_voucher(number, shop_account_id=shop, by=institution.actor, at=at)
    return answer({"result_status": "Redeemed"})


@open_to(Who.MACHINE)
@require_http_methods(["GET", "HEAD", "PATCH"])
@_door({VoucherCancelledError: CANCELLED})
def voucher(request: HttpRequest, serial: str) -> HttpResponse:
    """Tell where a voucher stands; cancel it by PATCH."""
    institution, at = read_institution(request), read_clocks()
    if request.method == "PATCH":
        try:
            cancel_voucher(serial, institution=institution.id, by=institution.actor, at=at)
        except (VoucherUnknownError, VoucherUsedError, VoucherExpiredError) as error:
            return answer({"message": error.sentence()}, status=SHOP)
        return answer({"message": "Cancelled"})
    view = get_voucher(serial, institution=institution.id, at=at)
    if view.status is VoucherStatus.REDEEMED:
        raise VoucherUsedError
    if view.is_expired:
        raise VoucherExpiredError(day=last_day(view.expires_at))
    return answer({"voucher_status": WORDS[view.status], "voucher_amount": f"{view.amount.as_decimal():f}"})
