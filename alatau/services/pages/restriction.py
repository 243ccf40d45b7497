"""Keeping oneself from gambling: what holds, asking for it, making it longer, and who asked about me."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.services.restriction.forms import RestrictForm
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.restrict import restrict
from alatau.services.restriction.rules import get_rules
from alatau.services.restriction.seen import find_standing_of, list_checks, list_restrictions
from alatau.services.restriction.wording import say_months

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment, PersonId
    from alatau.services.restriction.values import Standing

PAGE = 20


@open_to(Who.RESIDENT, Who.SERVED)
@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: CityRequest) -> HttpResponse:
    """Show what holds and who asked; take a request for a restriction, or for a longer one."""
    person_id, at = _own_id(request), read_clocks()
    standing = find_standing_of(person_id, on=at.city_day)
    form = RestrictForm(
        request.POST if request.method == "POST" else None,
        periods=_list_periods(standing, at=at),
        statement=get_rules().statement.say(),
    )
    if form.is_bound and form.is_valid():
        until = add_months(at.city_day, int(form.cleaned_data["months"]))
        try:
            restrict(person_id, until=until, by=request.actor, at=at)
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The restriction holds from now on. The signed letter is in your documents."))
            return redirect("services:restriction")
    facts = _facts(request, person_id, standing=standing, at=at) | {"form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "services/restriction/own.html", facts, status=status)


def _own_id(request: CityRequest) -> PersonId:
    """Return whose affairs are at hand; a resident who acts for another has nothing to do here."""
    actor = request.actor
    is_served = actor.kind is ActorKind.STAFF
    person_id = actor.for_person_id if is_served else actor.person_id
    if person_id is None or (not is_served and actor.subject_id != person_id) or actor.for_organisation_id:
        raise NotFoundError
    return person_id


def _list_periods(standing: Standing, *, at: Moment) -> list[tuple[str, str]]:
    """Return the periods that can be chosen today: while one holds, only those that end later."""
    ends = standing.own.until_on if standing.own else None
    return [
        (str(months), say_months(months))
        for months in get_rules().months_offered
        if ends is None or add_months(at.city_day, months) > ends
    ]


def _facts(request: CityRequest, person_id: PersonId, *, standing: Standing, at: Moment) -> dict[str, object]:
    seen = list_checks(person_id, by=request.actor, at=at, limit=PAGE + 1, before=_before(request))
    own_until: date | None = standing.own.until_on if standing.own else None
    besides = standing.register_until
    return {
        "standing": standing.own,
        "law_until": besides if besides and (own_until is None or besides > own_until) else None,
        "acts": list_restrictions(person_id),
        "checks": seen[:PAGE],
        "next_before": seen[PAGE - 1].asked_at.isoformat() if len(seen) > PAGE else "",
        "rules": get_rules(),
        "least": say_months(get_rules().months_least),
        "most": say_months(get_rules().months_most),
    }


def _before(request: CityRequest) -> datetime | None:
    """Return the moment that a link to the next page names; none where it was changed into something else."""
    try:
        asked = datetime.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
    return asked if asked.tzinfo else None


urlpatterns = [path("services/restriction/", restriction, name="restriction")]
