"""What came and went: the history with its search, a receipt, and giving money back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms import RefundForm, SearchForm, figure_of
from alatau.money.present.words import name_mark
from alatau.money.values import TransferId
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.pay import refund
from alatau.money.wallet.read import get_receipt, list_payments

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def history(request: CityRequest) -> HttpResponse:
    """List payments, newest first, narrowed by words."""
    holder_id, _kind = holder_of(request.actor)
    form = SearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = list_payments(holder_id, words=words)
    return render(request, "money/history.html", {"form": form, "payments": found, "words": words})


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def receipt(request: CityRequest, transfer_id: UUID) -> HttpResponse:
    """Show one payment, and to who was paid a way to give it back."""
    return _show(request, TransferId(transfer_id), form=None)


@open_to(Who.RESIDENT)
@require_POST
def give_back(request: CityRequest, transfer_id: UUID) -> HttpResponse:
    """Give a payment back, whole or in part, once; its mark goes with it."""
    form = RefundForm(request.POST)
    if not form.is_valid():
        return _show(request, TransferId(transfer_id), form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        refund(
            TransferId(transfer_id),
            amount=given["amount"],
            refund_id=TransferId(given["request_id"]),
            by=request.actor,
            at=read_clocks(),
        )
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _show(request, TransferId(transfer_id), form=form, status=error.http_status)
    messages.success(request, _("The money went back."))
    return redirect("money:receipt", transfer_id)


def _show(
    request: CityRequest, transfer_id: TransferId, *, form: RefundForm | None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    found = get_receipt(holder_id, transfer_id)
    facts = {
        "receipt": found,
        "payment": found.payment,
        "mark": name_mark(found.payment.mark) if found.payment.mark else "",
        "form": form or RefundForm(initial={"amount": figure_of(found.may_refund)}),
    }
    return render(request, "money/receipt.html", facts, status=status)
