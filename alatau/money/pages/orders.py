"""Standing orders: see them, set one up, pause it, go on, end it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms import figure_of
from alatau.money.forms_desks import StandingOrderForm
from alatau.money.orders.errors import OrderDaysError
from alatau.money.orders.read import find_past, list_orders
from alatau.money.orders.set import end_order, pause_order, resume_order, set_order
from alatau.money.orders.values import NewStandingOrder
from alatau.money.present.orders import say_rhythm, say_state
from alatau.money.present.words import list_sources
from alatau.money.values import AccountId, TransferId
from alatau.money.wallet.errors import PayeeUnknownError
from alatau.money.wallet.find import find_by_words, write_asked
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.money.values import HolderId


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def orders(request: CityRequest) -> HttpResponse:
    """Show the orders of the holder at hand and a form for another; keep once what it says."""
    holder_id, _kind = holder_of(request.actor)
    sources = list(list_sources(get_wallet(holder_id)))
    if request.method != "POST":
        form = StandingOrderForm(initial=_begin(request, holder_id), sources=sources)
        return _show(request, form, status=HTTPStatus.OK)
    form = StandingOrderForm(request.POST, sources=sources)
    if form.is_valid() and _keep(request, form, holder_id=holder_id):
        messages.success(request, _("The standing order is set up."))
        return redirect("money:orders")
    return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@open_to(Who.RESIDENT)
@require_POST
def pause(request: CityRequest, order_id: UUID) -> HttpResponse:
    """Stop an order for now."""
    return _change(request, order_id, pause_order, said=_("The order is paused."))


@open_to(Who.RESIDENT)
@require_POST
def resume(request: CityRequest, order_id: UUID) -> HttpResponse:
    """Go on with an order."""
    return _change(request, order_id, resume_order, said=_("The order goes on with its next day."))


@open_to(Who.RESIDENT)
@require_POST
def end(request: CityRequest, order_id: UUID) -> HttpResponse:
    """End an order for good."""
    return _change(request, order_id, end_order, said=_("The order has ended."))


def _begin(request: CityRequest, holder_id: HolderId) -> dict[str, object]:
    """Return what the form begins with: a payment that is to be made again, where one is named."""
    begun: dict[str, object] = {"first_on": read_clocks().city_day.isoformat()}
    try:
        paid = find_past(holder_id, TransferId(UUID(request.GET["payment"])))
    except (KeyError, ValueError):
        return begun
    if paid is not None:
        begun |= {"to": write_asked(paid.credit_id), "amount": figure_of(paid.amount), "words": paid.reference}
    return begun


def _keep(request: CityRequest, form: StandingOrderForm, *, holder_id: HolderId) -> bool:
    given = form.cleaned_data
    at = read_clocks()
    try:
        payee = find_by_words(given["to"], payer_id=holder_id, by=request.actor, at=at)
        new = NewStandingOrder(
            id=given["request_id"],
            source_id=AccountId(given["source"]),
            payee_id=payee.account_id,
            amount=given["amount"],
            rhythm=given["rhythm"],
            first_on=given["first_on"],
            last_on=given["last_on"],
            reference=given["words"],
        )
        set_order(new, by=request.actor, at=at)
    except NotFoundError:
        raise
    except OrderDaysError as error:
        form.add_error("first_on", error.sentence())
    except PayeeUnknownError as error:
        form.add_error("to", error.sentence())
    except AlatauError as error:
        form.add_error(None, error.sentence())
    return form.is_valid()


def _change(request: CityRequest, order_id: UUID, change: Callable[..., None], *, said: str) -> HttpResponse:
    with told(request, said):
        change(order_id, by=request.actor, at=read_clocks())
    return redirect("money:orders")


def _show(request: CityRequest, form: StandingOrderForm, *, status: HTTPStatus) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    told = [(order, say_rhythm(order), say_state(order)) for order in list_orders(holder_id)]
    return render(request, "money/orders.html", {"form": form, "orders": told}, status=status)
