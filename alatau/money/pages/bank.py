"""Bank money for a holder: how to top up, a form to withdraw, and where each transfer stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.read import is_sample_city
from alatau.core.routes import Who, open_to
from alatau.money.bank.link import get_link
from alatau.money.bank.read import list_orders, list_receipts, number_of_wallet
from alatau.money.bank.sample import pay_from_sample_bank
from alatau.money.bank.values import NewWithdrawal, OrderId
from alatau.money.bank.withdraw import request_withdrawal
from alatau.money.bills.numbers import show_number
from alatau.money.forms_bank import SamplePaymentForm, WithdrawForm
from alatau.money.present.bank import tell_order, tell_sample_accounts
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: CityRequest) -> HttpResponse:
    """Show how money comes from a bank and goes to one; order once what the form says."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, form=form)
    if form.is_valid():
        given = form.cleaned_data
        new = NewWithdrawal(
            id=OrderId(given["request_id"]), amount=given["amount"], iban=given["iban"], name=given["name"]
        )
        try:
            request_withdrawal(new, by=request.actor, at=read_clocks())
        except NotFoundError:
            raise
        except AlatauError as error:
            form.add_error("iban" if error.code == "core.number_not_valid" else None, error.sentence())
        else:
            messages.success(request, _("The money is held. You see here when the bank has paid."))
            return redirect("money:bank")
    return _show(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@open_to(Who.RESIDENT)
@require_POST
def sample_payment(request: CityRequest) -> HttpResponse:
    """Let somebody at the simulated bank send money to this wallet. Refused in a real city."""
    holder_id, _kind = holder_of(request.actor)
    number = number_of_wallet(get_wallet(holder_id).account_id)
    form = _sample_form(request, is_asked=True)
    if form is None:
        raise NotFoundError
    if not form.is_valid():
        return _show(request, sample=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given, at = form.cleaned_data, read_clocks()
    pay_from_sample_bank(given["iban"], given["amount"], words=number, payment_id=given["request_id"], at=at)
    messages.success(request, _("The simulated bank has sent it. What could not be credited went back."))
    return redirect("money:bank")


def _show(
    request: CityRequest,
    *,
    form: WithdrawForm | None = None,
    sample: SamplePaymentForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    wallet, link = get_wallet(holder_id), get_link()
    is_simulated = is_sample_city() and not settings.ALATAU_BANK_FOLDER
    facts = {
        "wallet": wallet,
        "number": show_number(number_of_wallet(wallet.account_id)),
        "account": content().account_numbers.show(link.account),
        "receiver": link.own_name,
        "form": form or WithdrawForm(),
        "orders": [tell_order(order) for order in list_orders(holder_id)],
        "receipts": list_receipts(holder_id),
        "accounts": list(tell_sample_accounts(link)) if is_simulated else [],
        "sample": sample or _sample_form(request),
    }
    return render(request, "money/bank/bank.html", facts, status=status)


def _sample_form(request: CityRequest, *, is_asked: bool = False) -> SamplePaymentForm | None:
    """Return the form of the simulated bank; nothing where the bank is a real one."""
    if not is_sample_city() or settings.ALATAU_BANK_FOLDER:
        return None
    accounts = [(str(each["iban"]), str(each["name"])) for each in tell_sample_accounts(get_link())]
    return SamplePaymentForm(request.POST if is_asked else None, accounts=accounts)
