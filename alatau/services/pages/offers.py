"""Offers: what the city brings to a person, one main action each, and every other answer one tap away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.requests import subject_of
from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.services.offers.answer import accept_offer, dispute_offer, refuse_offer, take_up_offer
from alatau.services.offers.forms import AccountForm
from alatau.services.offers.read import get_offer_of, get_offer_of_case, list_offers_of
from alatau.services.offers.say import OFFERS, in_order, tell_offer, tell_steps
from alatau.services.offers.values import AnswerChannel, OfferId
from alatau.services.payments.account import account_on_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment
    from alatau.services.payments.values import AccountChoice

#: Which words a yes on these pages answers; raised when they change.
PAGE_TEXT = "services.offers.page@1"
WORKERS = ("caseworker", "supervisor")


@open_to(Who.RESIDENT, Who.SERVED, shows=(OFFERS,))
@require_safe
def offers(request: CityRequest) -> HttpResponse:
    """List what is offered to the person at hand: what needs an answer first."""
    told = in_order([tell_offer(view) for view in list_offers_of(subject_of(request.actor))])
    return render(request, "services/offers/list.html", {"offers": told})


@open_to(Who.RESIDENT, Who.SERVED, shows=(OFFERS,))
@require_safe
def offer(request: CityRequest, offer_id: UUID) -> HttpResponse:
    """Show one offer: what, how much, why, where the money goes, and each answer."""
    form = AccountForm(on_file=account_on_file(subject_of(request.actor), at=read_clocks()))
    return _show(request, OfferId(offer_id), form=form)


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def accept(request: CityRequest, offer_id: UUID) -> HttpResponse:
    """Take an offer, to the account that was chosen."""
    at, view = read_clocks(), get_offer_of(OfferId(offer_id), subject_of(request.actor))
    form = AccountForm(request.POST, on_file=account_on_file(subject_of(request.actor), at=at))
    is_money = view.amount is not None
    if is_money and not form.is_valid():
        return _show(request, view.id, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        decision_id = _accept(request, view.id, form.choice() if is_money else None, at=at)
    except NotFoundError:
        raise
    except AlatauError as refusal:
        form.add_error(None, refusal.sentence())
        return _show(request, view.id, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if decision_id is None:
        messages.success(request, _("We have your yes. The page of the offer says what comes next."))
        return redirect("services:offer", view.id)
    messages.success(request, _("It is granted. The letter follows in a moment."))
    return redirect("services:decision", decision_id)


def _accept(request: CityRequest, offer_id: OfferId, chosen: AccountChoice | None, *, at: Moment) -> UUID | None:
    return accept_offer(
        offer_id, account=chosen, channel=_channel(request), text_version=PAGE_TEXT, by=request.actor, at=at
    )


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def refuse(request: CityRequest, offer_id: UUID) -> HttpResponse:
    """Refuse an offer; it can be taken up again."""
    return _answer(
        request,
        offer_id,
        lambda at: refuse_offer(OfferId(offer_id), channel=_channel(request), by=request.actor, at=at),
        done=_("We noted your no. You can take it up here for as long as the right stands."),
    )


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def dispute(request: CityRequest, offer_id: UUID) -> HttpResponse:
    """Say that an offer is not right."""
    return _answer(
        request,
        offer_id,
        lambda at: dispute_offer(OfferId(offer_id), by=request.actor, at=at),
        done=_("Thank you. An official compares your data before anything is decided."),
    )


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def take_up(request: CityRequest, offer_id: UUID) -> HttpResponse:
    """Bring back an offer that was refused."""
    return _answer(
        request,
        offer_id,
        lambda at: take_up_offer(OfferId(offer_id), by=request.actor, at=at),
        done=_("The offer stands again. You can take it now."),
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def case_offer(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show officials the offer that their case is about: which right, where it stands, and how it came there."""
    case = access_case(CaseId(case_id), by=request.actor, at=read_clocks())
    view, steps = get_offer_of_case(case.id)
    facts = {"case": case, "told": tell_offer(view), "steps": tell_steps(steps)}
    return render(request, "services/offers/case.html", facts)


def _answer(request: CityRequest, offer_id: UUID, act: Callable[[Moment], None], *, done: str) -> HttpResponse:
    with told(request, done):
        act(read_clocks())
    return redirect("services:offer", offer_id)


def _show(
    request: CityRequest, offer_id: OfferId, *, form: AccountForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    told = tell_offer(get_offer_of(offer_id, subject_of(request.actor)))
    return render(request, "services/offers/offer.html", {"told": told, "form": form}, status=status)


def _channel(request: CityRequest) -> AnswerChannel:
    return AnswerChannel.DESK if request.actor.kind is ActorKind.STAFF else AnswerChannel.PAGE


urlpatterns = [
    path("services/offers/", offers, name="offers"),
    path("services/offers/<uuid:offer_id>/", offer, name="offer"),
    path("services/offers/<uuid:offer_id>/accept/", accept, name="accept_offer"),
    path("services/offers/<uuid:offer_id>/refuse/", refuse, name="refuse_offer"),
    path("services/offers/<uuid:offer_id>/dispute/", dispute, name="dispute_offer"),
    path("services/offers/<uuid:offer_id>/take-up/", take_up, name="take_up_offer"),
    path("desk/cases/<uuid:case_id>/offer/", case_offer, name="case_offer"),
]
