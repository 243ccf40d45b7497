"""Where money from the budget reaches a person: their wallet, or a bank account that they name."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms_payouts import AccountForm
from alatau.money.payouts.errors import RouteNotWaitingError
from alatau.money.payouts.routes import (
    find_routes,
    find_waiting,
    keep_old_route,
    list_routes,
    set_bank_account,
    set_wallet,
)
from alatau.money.payouts.values import PayeeId, RouteKind
from alatau.money.present.payouts import say_route
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.open import open_wallet

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: CityRequest) -> HttpResponse:
    """Show where money from the budget goes, what waits, and what was before; take another bank account."""
    payee_id, at = _payee(request), read_clocks()
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            set_bank_account(payee_id, form.cleaned_data["account"], by=request.actor, at=at)
        except AlatauError as error:
            form.add_error("account", error.sentence())
        else:
            messages.success(request, _("We have your new account. It is used from the day shown here."))
            return redirect("money:payee")
    route, waiting = find_routes([payee_id], at=at).get(payee_id), find_waiting(payee_id, at=at)
    facts = {
        "form": form,
        "now": say_route(route),
        "is_wallet": route is not None and route.kind is RouteKind.WALLET,
        "waiting": waiting,
        "waiting_words": say_route(waiting) if waiting else "",
        "history": [(each, say_route(each)) for each in list_routes(payee_id)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/payee.html", facts, status=status)


@open_to(Who.RESIDENT)
@require_POST
def to_wallet(request: CityRequest) -> HttpResponse:
    """Let money come into the person's own wallet from now on."""
    payee_id, at = _payee(request), read_clocks()
    holder_id, kind = holder_of(request.actor)
    wallet_id = open_wallet(holder_id, kind, by=request.actor, at=at)
    set_wallet(payee_id, wallet_id, by=request.actor, at=at)
    messages.success(request, _("Money from the budget comes into your wallet."))
    return redirect("money:payee")


@open_to(Who.RESIDENT)
@require_POST
def keep(request: CityRequest) -> HttpResponse:
    """Stop a change of account that has not begun."""
    try:
        keep_old_route(_payee(request), by=request.actor, at=read_clocks())
    except RouteNotWaitingError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The change is stopped. Money goes where it went before."))
    return redirect("money:payee")


def _payee(request: CityRequest) -> PayeeId:
    """Return the person at hand. Raises: NotFoundError: firms are not paid benefits."""
    holder_id, kind = holder_of(request.actor)
    if kind is not HolderKind.PERSON:
        raise NotFoundError
    return PayeeId(holder_id)
