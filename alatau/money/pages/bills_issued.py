"""An issuer's bills: all of them page by page, a form for another, taking one back, giving money back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.bills.ask import NewRequest, request_money
from alatau.money.bills.end import cancel_bill, give_back
from alatau.money.bills.read import list_issued
from alatau.money.bills.values import BillId
from alatau.money.forms_bills import GiveBackForm, RequestForm
from alatau.money.pages.bills import show_bill
from alatau.money.present.bills import tell_issued
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: Bills on one page of the list.
PAGE = 50


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def issued(request: CityRequest) -> HttpResponse:
    """List the bills of the holder at hand, newest first, with where each stands."""
    holder_id, kind = holder_of(request.actor)
    found = list_issued(holder_id, on=read_clocks().city_day, older_than=_cursor(request), limit=PAGE + 1)
    bills, more = found[:PAGE], found[PAGE:]
    rows = [tell_issued(bill) for bill in bills]
    last = f"{bills[-1].issued_wall_at.isoformat()} {bills[-1].id}" if more else ""
    facts = {"rows": rows, "last": last, "is_firm": kind is HolderKind.ORGANISATION}
    return render(request, "money/bills/issued.html", facts)


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def ask_somebody(request: CityRequest) -> HttpResponse:
    """Ask a person for money by their phone number; a firm sends them a bill. Once."""
    holder_id, kind = holder_of(request.actor)
    get_wallet(holder_id)
    form = RequestForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and (bill_id := _request(request, form)) is not None:
            messages.success(request, _("The payer was told. You see here when they have paid."))
            return redirect("money:bill_page", bill_id)
    facts = {"form": form, "is_firm": kind is HolderKind.ORGANISATION}
    return render(request, "money/bills/ask.html", facts, status=status)


@open_to(Who.RESIDENT)
@require_POST
def cancel(request: CityRequest, bill_id: UUID) -> HttpResponse:
    """Take a bill back."""
    holder_id, _kind = holder_of(request.actor)
    with told(request):
        cancel_bill(BillId(bill_id), issuer_id=holder_id, by=request.actor, at=read_clocks())
    return redirect("money:bill_page", bill_id)


@open_to(Who.RESIDENT)
@require_POST
def refund(request: CityRequest, bill_id: UUID) -> HttpResponse:
    """Give back what was paid of a bill, or a part of it, once."""
    holder_id, _kind = holder_of(request.actor)
    form = GiveBackForm(request.POST)
    if not form.is_valid():
        return show_bill(request, BillId(bill_id), back=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        give_back(
            BillId(bill_id),
            amount=given["amount"],
            request_id=given["request_id"],
            issuer_id=holder_id,
            by=request.actor,
            at=read_clocks(),
        )
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return show_bill(request, BillId(bill_id), back=form, status=error.http_status)
    messages.success(request, _("The money went back."))
    return redirect("money:bill_page", bill_id)


def _request(request: CityRequest, form: RequestForm) -> BillId | None:
    given = form.cleaned_data
    new = NewRequest(
        id=given["request_id"],
        phone=given["phone"],
        amount=given["amount"],
        words=given["words"],
        due_on=given["due_on"],
        lapses=given["lapses"] and given["due_on"] is not None,
    )
    try:
        return request_money(new, by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return None


def _cursor(request: CityRequest) -> tuple[datetime, BillId] | None:
    """Return where the page before ended; a cursor that was changed begins anew."""
    moment, _blank, bill_id = request.GET.get("after", "").partition(" ")
    try:
        at = parse_datetime(moment)
        return (at, BillId(UUID(bill_id))) if at is not None else None
    except ValueError:
        return None
