"""A shop takes a voucher at its till; a person reads the number of theirs, once."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alatau.access.throttle import Limit, spend
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms_payouts import VoucherForm
from alatau.money.payouts.values import PayeeId, VoucherId
from alatau.money.payouts.vouchers.show import list_own, show_number
from alatau.money.payouts.vouchers.use import redeem_voucher
from alatau.money.present.payouts import tell_voucher
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import firm_of, holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: Numbers that one till may try: nobody finds a voucher by guessing.
TRIES = Limit(kind="money.voucher", most=60, window=timedelta(hours=1))


@open_to(Who.RESIDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher(request: CityRequest) -> HttpResponse:
    """Take a voucher's number, and say "paid" in large letters, or why not."""
    holder_id = firm_of(request.actor)
    wallet, at = get_wallet(holder_id), read_clocks()
    form = VoucherForm(request.POST if request.method == "POST" else None)
    taken = None
    if form.is_bound and form.is_valid():
        try:
            spend(TRIES, str(holder_id), at=at)
            number = form.cleaned_data["number"]
            taken = redeem_voucher(number, shop_account_id=wallet.account_id, by=request.actor, at=at)
        except AlatauError as error:
            form.add_error("number", error.sentence())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and taken is None else HTTPStatus.OK
    facts = {"form": VoucherForm() if taken else form, "taken": taken}
    return render(request, "money/voucher.html", facts, status=status)


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_POST
@never_cache
def show(request: CityRequest, voucher_id: UUID) -> HttpResponse:
    """Show the number of a voucher to the person it is for, large, once."""
    holder_id, kind = holder_of(request.actor)
    if kind is not HolderKind.PERSON:
        raise NotFoundError
    payee_id, at = PayeeId(holder_id), read_clocks()
    try:
        number = show_number(VoucherId(voucher_id), payee_id=payee_id, by=request.actor, at=at)
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return redirect("money:home")
    shown = next(each for each in list_own(payee_id, at=at) if each.voucher.id == voucher_id)
    return render(request, "money/voucher_number.html", {"number": number, **tell_voucher(shown)})
