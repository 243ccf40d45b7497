"""A mark owner's page: give money under conditions without code, and see where it is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.money.errors.accounts import MarkNotValidError
from alatau.money.forms import GiftForm
from alatau.money.present.words import name_mark, say_caps, say_where
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.marks import NewGift, give_marked, list_marks
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: CityRequest) -> HttpResponse:
    """Show the marks of the holder at hand, and a form for another; give once what it says."""
    form = GiftForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, form, status=HTTPStatus.OK)
    if form.is_valid():
        try:
            give_marked(_gift(form), by=request.actor, at=read_clocks())
        except MarkNotValidError:
            form.add_error("last_day", _("Choose a day that is still to come."))
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The money is given, under your conditions."))
            return redirect("money:marks")
    return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _gift(form: GiftForm) -> NewGift:
    given = form.cleaned_data
    return NewGift(
        id=given["request_id"],
        phone=given["phone"],
        amount=given["amount"],
        name=given["name"],
        trades=frozenset(given["trades"]),
        last_day=given["last_day"],
        day_cap=given["day_cap"],
    )


def _show(request: CityRequest, form: GiftForm, *, status: HTTPStatus) -> HttpResponse:
    holder_id, _kind = holder_of(request.actor)
    get_wallet(holder_id)
    told = [
        {"story": story, "name": name_mark(story.mark), "where": say_where(story.mark), "caps": say_caps(story.mark)}
        for story in list_marks(holder_id)
    ]
    return render(request, "money/marks.html", {"form": form, "stories": told}, status=status)
