"""What a person is paid: what comes when, and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from alatau.access.requests import subject_of
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.services.decisions.say import DECISIONS, tell_payment
from alatau.services.pages.decisions import name_right_of
from alatau.services.payments.read import list_coming_of, list_payments_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT, shows=(DECISIONS,))
@require_safe
def payments(request: CityRequest) -> HttpResponse:
    """Show the payments of the person at hand: the next ones by their day, then those that came, newest first."""
    person_id = subject_of(request.actor)
    coming = list_coming_of(person_id, at=read_clocks())
    facts = {
        "coming": [(each, name_right_of(each.benefit_key)) for each in coming],
        "payments": [tell_payment(view) for view in list_payments_of(person_id)],
    }
    return render(request, "services/decisions/payments.html", facts)


urlpatterns = [path("services/payments/", payments, name="payments")]
