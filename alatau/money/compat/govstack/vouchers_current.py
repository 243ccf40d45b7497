"""Vouchers of the generation with callbacks: one address for making, activating, cancelling and redeeming."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.views.decorators.http import require_GET, require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import answer, read_amount, read_institution, read_object, say_amount
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.govstack.shapes import CALLBACKS, REASON, door, header, say_received
from alatau.money.compat.requests import take_request
from alatau.money.compat.shops import find_shop
from alatau.money.payouts.errors import CallbackNotAllowedError
from alatau.money.payouts.values import VoucherId, VoucherStatus
from alatau.money.payouts.vouchers.errors import VoucherUnknownError
from alatau.money.payouts.vouchers.make import make_voucher
from alatau.money.payouts.vouchers.use import activate_voucher, cancel_voucher, get_voucher, redeem_voucher

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from alatau.core.values import Moment
    from alatau.money.compat.door import Given
    from alatau.money.payouts.institutions import InstitutionView
    from alatau.money.payouts.values import VoucherView

NAMES = ("ResponseCode", "ResponseDescription", "RequestID")
SMALL_NAMES = ("responseCode", "responseDescription", "requestID")
_IDS = UUID("0c1f7a3e-6b0c-4c59-8bf4-0d6a6d6a3b02")
#: Numbers that the standard gives the states of a voucher; 9 is an error.
STATES = {
    VoucherStatus.PREACTIVATED: 2,
    VoucherStatus.ACTIVATED: 3,
    VoucherStatus.CANCELLED: 5,
    VoucherStatus.REDEEMED: 6,
}
NO_STATE = 9


@open_to(Who.MACHINE)
@require_http_methods(["POST", "PUT"])
@door(names=NAMES)
def vouchers(request: HttpRequest) -> HttpResponse:
    """Do what ``command`` says with vouchers; without one, make them."""
    institution, given = read_institution(request), read_object(request)
    command = request.GET.get("command", "").lower()
    # The published file gives redeeming the command of cancelling: the secret number tells them apart.
    if command == "redeem" or given.text("voucherSecretNumber"):
        return _redeem(given, institution)
    if request.method == "PUT" or command == "activate":
        return _each(request, given, institution, kind="govstack.activate", act=activate_voucher, names=NAMES)
    if command == "cancel":
        return _each(request, given, institution, kind="govstack.cancel", act=cancel_voucher, names=SMALL_NAMES)
    return _make(request, given, institution)


@open_to(Who.MACHINE)
@require_GET
@door(names=NAMES)
def voucher(request: HttpRequest, serial: str) -> HttpResponse:
    """Tell where a voucher stands, and what it is worth."""
    institution = read_institution(request)
    try:
        view = get_voucher(serial, institution=institution.id, at=read_clocks())
    except VoucherUnknownError as error:
        told = {"status": NO_STATE, "message": error.sentence(), "serialNumber": serial[:20], "value": 0.0}
        return answer(told, status=400)
    state = 4 if view.is_expired else STATES[view.status]
    return answer({"status": state, "serialNumber": view.serial, "value": say_amount(view.amount)})


def _make(request: HttpRequest, given: Given, institution: InstitutionView) -> HttpResponse:
    request_id, at = given.needed("requestID", most=99), read_clocks()
    items, batch = given.items("voucherInstructions"), given.text("batchID", most=50)
    callback = header(request, CALLBACKS)
    if not callback:
        # The numbers are told there alone.
        raise CallbackNotAllowedError

    def act(row_id: UUID) -> dict[str, object]:
        made = [
            _make_one(each, row_id=row_id, place=place, batch=batch, institution=institution, at=at)
            for place, each in enumerate(items)
        ]
        return {"batch": batch, "vouchers": [str(view.id) for view in made]}

    take_request(
        "govstack.vouchers", request_id, request.body, institution=institution, callback=callback, at=at, act=act
    )
    return answer(say_received(request_id, names=NAMES))


def _make_one(
    each: Given, *, row_id: UUID, place: int, batch: str, institution: InstitutionView, at: Moment
) -> VoucherView:
    amount = read_amount(each.needed("amount"), each.needed("currency", most=3))
    if amount is None:
        raise BodyNotReadableError(field="amount")
    return make_voucher(
        VoucherId(uuid5(_IDS, f"{row_id}:{place}")),
        group=each.needed("groupCode", most=20),
        amount=amount,
        reference=each.text("instructionID", most=50),
        batch=batch,
        words=each.text("narration", most=140),
        institution=institution.id,
        by=institution.actor,
        at=at,
    )


def _each(
    request: HttpRequest,
    given: Given,
    institution: InstitutionView,
    *,
    kind: str,
    act: Callable[..., VoucherView],
    names: tuple[str, str, str],
) -> HttpResponse:
    request_id, at = given.needed("RequestID", most=99), read_clocks()
    serials = [each.needed("serialNumber", most=30) for each in given.items("VoucherInstructions")]

    def do(_id: UUID) -> dict[str, object]:
        failed = []
        for serial in serials:
            try:
                with transaction.atomic():
                    act(serial, institution=institution.id, by=institution.actor, at=at)
            except AlatauError as error:
                failed.append({"serialNumber": serial[:20], "failureReason": error.sentence()[:REASON]})
        return {"failed": failed}

    take_request(
        kind, request_id, request.body, institution=institution, callback=header(request, CALLBACKS), at=at, act=do
    )
    return answer(say_received(request_id, names=names))


def _redeem(given: Given, institution: InstitutionView) -> HttpResponse:
    at = read_clocks()
    shop = find_shop(given.needed("agentID", most=60), at=at)
    if shop is None:
        return answer({"status": 0, "message": "Shop unknown"})
    try:
        with transaction.atomic():
            view = redeem_voucher(
                given.needed("voucherSecretNumber", most=44),
                shop_account_id=shop,
                serial=given.text("voucherSerialNumber", most=30),
                by=institution.actor,
                at=at,
            )
    except AlatauError:
        return answer({"status": 0, "message": "Not redeemed"})
    return answer(
        {
            "status": 1,
            "message": "Redeemed",
            "serialNumber": view.serial,
            "value": say_amount(view.amount),
            "timestamp": at.wall_at.isoformat(),
            "transactionId": view.id.hex[:12],
        }
    )
