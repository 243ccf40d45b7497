"""Invoices: a firm writes one, whoever has its link pays it, and the tax goes its own way."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms_vat import BudgetForm, InvoiceForm, ReturnForm
from alatau.money.read import get_balances
from alatau.money.values import TransferId
from alatau.money.vat.give_back import give_back_lines, give_back_rest
from alatau.money.vat.invoice import get_invoice, list_invoices, write_invoice
from alatau.money.vat.pay import pay_budget, pay_invoice, tax_mark_id
from alatau.money.vat.values import NewInvoice
from alatau.money.wallet.holder import firm_of, holder_of, pot_id_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def invoices(request: CityRequest) -> HttpResponse:
    """Show the invoices of the firm at hand and its tax money, and write another invoice."""
    holder_id = firm_of(request.actor)
    get_wallet(holder_id)
    form = InvoiceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        new = NewInvoice(id=given["request_id"], number=given["number"], lines=form.lines())
        try:
            write_invoice(new, by=request.actor, at=read_clocks())
        except AlatauError as error:
            form.add_error("number", error.sentence())
        else:
            return redirect("money:invoice", new.id)
    pot_id = pot_id_of(holder_id, tax_mark_id())
    pot = get_balances([pot_id]).get(pot_id)
    facts = {"form": form, "invoices": list_invoices(holder_id), "tax": pot and pot.available, "budget": BudgetForm()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/invoices.html", facts, status=status)


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def invoice(request: CityRequest, invoice_id: UUID) -> HttpResponse:
    """Show an invoice line by line; who is not its seller pays it here."""
    if request.method == "POST":
        with told(request, _("Paid")):
            pay_invoice(invoice_id, by=request.actor, at=read_clocks())
        return redirect("money:invoice", invoice_id)
    return _show(request, invoice_id)


@open_to(Who.RESIDENT)
@require_POST
def give_back(request: CityRequest, invoice_id: UUID) -> HttpResponse:
    """Give parts of an invoice back, or all that is left of it, with their tax."""
    if "whole" in request.POST:
        with told(request, _("The money went back.")):
            give_back_rest(invoice_id, by=request.actor, at=read_clocks())
        return redirect("money:invoice", invoice_id)
    form = ReturnForm(request.POST, lines=get_invoice(invoice_id).lines)
    if not form.is_valid():
        return _show(request, invoice_id, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        give_back_lines(
            invoice_id, form.prices(), request_id=form.cleaned_data["request_id"], by=request.actor, at=read_clocks()
        )
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _show(request, invoice_id, form=form, status=error.http_status)
    messages.success(request, _("The money went back."))
    return redirect("money:invoice", invoice_id)


@open_to(Who.RESIDENT)
@require_POST
def to_budget(request: CityRequest) -> HttpResponse:
    """Pay tax money to the budget."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Enter how much to pay to the budget."))
        return redirect("money:invoices")
    given = form.cleaned_data
    with told(request, _("The tax is paid to the budget.")):
        pay_budget(given["amount"], request_id=TransferId(given["request_id"]), by=request.actor, at=read_clocks())
    return redirect("money:invoices")


def _show(
    request: CityRequest, invoice_id: UUID, *, form: ReturnForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    found = get_invoice(invoice_id)
    is_seller = found.seller_id == holder_id
    may_return = is_seller and found.is_paid and bool(found.left.units)
    facts = {
        "invoice": found,
        "is_seller": is_seller,
        "form": form or (ReturnForm(lines=found.lines) if may_return else None),
    }
    return render(request, "money/invoice.html", facts, status=status)
