"""Reforms that an analyst tries on the nation: the form, the list, and what came of each."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.family.forms import ReformForm, current_values
from alatau.family.pages.tables import ANALYSTS
from alatau.family.present.reform import show_outcome
from alatau.family.simulate.ask import ask_reform, get_reform, list_reforms
from alatau.rules.errors import ReformError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: How often a page that waits asks again.
WAIT_SECONDS = 4


@open_to(Who.STAFF, roles=ANALYSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def reforms(request: CityRequest) -> HttpResponse:
    """Take a reform to be tried, and list those that were."""
    at = read_clocks()
    form = ReformForm(request.POST or None, day=at.city_day)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reform_id = ask_reform(
                given["request_id"],
                title=given["title"],
                parameters=given["parameters"],
                rules=given["rules"],
                by=request.actor,
                at=at,
            )
        except ReformError as refusal:
            form.add_error("rules", refusal.sentence())
        else:
            return redirect("family:reform", reform_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    facts = {"form": form, "reforms": list_reforms(by=request.actor)}
    return render(request, "family/reforms.html", facts, status=status)


@open_to(Who.STAFF, roles=ANALYSTS)
@require_safe
def reform(request: CityRequest, reform_id: UUID) -> HttpResponse:
    """Show what a reform would do, or that it is being computed."""
    found = get_reform(reform_id, by=request.actor)
    facts = {
        "reform": found,
        "numbers": current_values(found.parameters, read_clocks().city_day),
        "wait_seconds": WAIT_SECONDS,
    }
    if found.facts is not None:
        facts |= show_outcome(found.facts)
    return render(request, "family/reform.html", facts)
