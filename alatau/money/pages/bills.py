"""A bill for who pays it: what it is, its code, and two taps to pay it; a request can be declined."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.bills.end import decline_bill, list_returnable
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.read import find_follower, get_bill, list_owed, list_payments_of
from alatau.money.bills.values import BillId
from alatau.money.forms import figure_of
from alatau.money.forms_bills import GiveBackForm, PayBillForm
from alatau.money.pages.home import picture_of
from alatau.money.present.bills import name_debtor, tell_bill, tell_parts
from alatau.money.present.words import list_sources
from alatau.money.values import AccountId, TransferId, new_transfer_id
from alatau.money.wallet.errors import WalletMissingError
from alatau.money.wallet.find import write_bill_code
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.money.bills.values import BillView


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def owed(request: CityRequest) -> HttpResponse:
    """List what the holder at hand can pay, the nearest last day first."""
    holder_id, _kind = holder_of(request.actor)
    bills = [tell_bill(bill) for bill in list_owed(holder_id, on=read_clocks().city_day)]
    return render(request, "money/bills/owed.html", {"bills": bills})


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def bill_page(request: CityRequest, bill_id: UUID) -> HttpResponse:
    """Show a bill, and pay it at the second tap: whole, or the part that was typed."""
    if request.method == "POST":
        return _pay(request, BillId(bill_id))
    return show_bill(request, BillId(bill_id))


@open_to(Who.RESIDENT)
@require_POST
def decline(request: CityRequest, bill_id: UUID) -> HttpResponse:
    """Say no to a request."""
    holder_id, _kind = holder_of(request.actor)
    try:
        decline_bill(BillId(bill_id), debtor_id=holder_id, by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return redirect("money:bill_page", bill_id)
    messages.success(request, _("You declined. Who asked sees it."))
    return redirect("money:bills")


def _pay(request: CityRequest, bill_id: BillId) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    form = PayBillForm(request.POST, sources=list_sources(get_wallet(holder_id)))
    if not form.is_valid():
        return show_bill(request, bill_id, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given, transfer_id = form.cleaned_data, TransferId(form.cleaned_data["request_id"])
    try:
        pay_bill(
            bill_id,
            amount=given["amount"],
            source_id=AccountId(given["source"]),
            transfer_id=transfer_id,
            by=request.actor,
            at=read_clocks(),
        )
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return show_bill(request, bill_id, form=form, status=error.http_status)
    return redirect("money:receipt", transfer_id)


def show_bill(
    request: CityRequest,
    bill_id: BillId,
    *,
    form: PayBillForm | None = None,
    back: forms.Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page of a bill: its issuer sees who owes it and what came, anybody else how to pay it."""
    holder_id, _kind = holder_of(request.actor)
    on = read_clocks().city_day
    bill = get_bill(bill_id, on=on)
    is_issuer, is_debtor = bill.issuer_id == holder_id, bill.debtor_id == holder_id
    follower = find_follower(bill_id, on=on) if is_issuer or is_debtor else None
    facts = tell_bill(bill) | {"is_issuer": is_issuer, "is_debtor": is_debtor, "follower": follower}
    if bill.status.is_payable:
        facts["picture"] = picture_of(write_bill_code(bill.account_id, rest=bill.rest, number=bill.number))
        if not is_issuer:
            facts["form"] = form or _form(request, bill)
    if is_issuer:
        initial = {"amount": figure_of(bill.paid), "request_id": new_transfer_id()}
        facts["back"] = back or GiveBackForm(initial=initial)
        facts["debtor"] = name_debtor(bill)
        facts["parts"] = tell_parts(list_payments_of(bill_id))
        facts["may_return"] = bool(list_returnable(bill_id))
    return render(request, "money/bills/bill.html", facts, status=status)


def _form(request: CityRequest, bill: BillView) -> PayBillForm | None:
    """Return the form to pay a bill; nothing to who has no wallet yet."""
    holder_id, _kind = holder_of(request.actor)
    try:
        sources = list_sources(get_wallet(holder_id))
    except WalletMissingError:
        return None
    return PayBillForm(initial={"amount": figure_of(bill.rest)}, sources=sources)
