"""Pay in three taps: whom, how much, yes. What was typed is kept; the last tap pays once."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.bills.read import find_bill
from alatau.money.bills.values import BillView
from alatau.money.forms import PaymentForm, WhomForm, figure_of
from alatau.money.present.words import list_sources
from alatau.money.values import AccountId, TransferId, new_transfer_id
from alatau.money.wallet.find import CODE_START, find_by_phone, get_payee, read_asked
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.pay import pay
from alatau.money.wallet.read import get_wallet
from alatau.money.wallet.values import Asked, NewPayment

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor
    from alatau.money.values import HolderId


@open_to(Who.RESIDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def whom(request: CityRequest) -> HttpResponse:
    """Ask whom to pay, and then how much. A link that carries a code begins at the second tap."""
    holder_id, _kind = holder_of(request.actor)
    get_wallet(holder_id)
    given = request.POST if request.method == "POST" else {"to": request.GET["code"]} if "code" in request.GET else None
    form = WhomForm(given)
    if not form.is_bound:
        return render(request, "money/whom.html", {"form": form})
    if form.is_valid():
        try:
            asked = _find(form.cleaned_data["to"], payer_id=holder_id, by=request.actor)
            if isinstance(asked, BillView):
                return redirect("money:bill_page", asked.id)
            return _ask_amount(request, asked)
        except AlatauError as error:
            form.add_error("to", error.sentence())
    return render(request, "money/whom.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@open_to(Who.RESIDENT)
@require_POST
def confirm(request: CityRequest) -> HttpResponse:
    """Show what is about to be paid, or what has to be corrected before."""
    return _check(request, template="money/confirm.html")


@open_to(Who.RESIDENT)
@require_POST
def done(request: CityRequest) -> HttpResponse:
    """Pay, once; then show the receipt. A refusal is said beside what was typed."""
    form = _form(request)
    if not form.is_valid():
        return _check(request, template="money/confirm.html")
    given = form.cleaned_data
    new = NewPayment(
        id=TransferId(given["request_id"]),
        source_id=AccountId(given["source"]),
        payee_id=AccountId(given["payee_id"]),
        amount=given["amount"],
        reference=given["words"],
        goods=given["goods"],
    )
    try:
        pay(new, by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _amount_page(request, form, status=error.http_status)
    return redirect("money:receipt", new.id)


def _find(text: str, *, payer_id: HolderId, by: Actor) -> Asked | BillView:
    if text.strip().startswith(CODE_START):
        asked = read_asked(text)
        # The number in a code is what somebody wrote there: it is looked up, and the bill says whom it pays.
        bill = find_bill(asked.reference, payer_id=payer_id, at=read_clocks())
        return bill if bill is not None and bill.account_id == asked.payee.account_id else asked
    if (bill := find_bill(text, payer_id=payer_id, at=read_clocks())) is not None:
        return bill
    payee = find_by_phone(text, payer_id=payer_id, by=by, at=read_clocks())
    return Asked(payee=payee, amount=None, transfer_id=None, reference="")


def _ask_amount(request: CityRequest, asked: Asked) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    initial = {
        "request_id": asked.transfer_id or new_transfer_id(),
        "payee_id": asked.payee.account_id,
        "amount": figure_of(asked.amount) if asked.amount else "",
        "words": asked.reference,
        "goods": asked.goods,
    }
    form = PaymentForm(initial=initial, sources=list_sources(get_wallet(holder_id)))
    if asked.amount:
        form.fields["amount"].widget.attrs["readonly"] = True
    return render(request, "money/amount.html", {"form": form, "payee": asked.payee})


def _form(request: CityRequest) -> PaymentForm:
    holder_id, _kind = holder_of(request.actor)
    return PaymentForm(request.POST, sources=list_sources(get_wallet(holder_id)))


def _check(request: CityRequest, *, template: str) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return _amount_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    facts = {
        "form": form,
        "payee": get_payee(AccountId(given["payee_id"])),
        "amount": given["amount"],
        "source": dict(form.fields["source"].choices)[str(given["source"])],  # type: ignore[attr-defined]  # a choice
        "words": given["words"],
    }
    return render(request, template, facts)


def _amount_page(request: CityRequest, form: PaymentForm, *, status: HTTPStatus) -> HttpResponse:
    payee_id = form.cleaned_data.get("payee_id")
    if payee_id is None:
        form = WhomForm({"to": ""})  # type: ignore[assignment]  # whom to pay was lost: begin anew
        form.add_error("to", _("Say whom to pay."))
        return render(request, "money/whom.html", {"form": form}, status=status)
    facts = {"form": form, "payee": get_payee(AccountId(payee_id))}
    return render(request, "money/amount.html", facts, status=status)
