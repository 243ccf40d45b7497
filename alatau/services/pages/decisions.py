"""Decisions: one's own with letter, payments and appeal; what an official decides on; how appeals go."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.requests import subject_of
from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.services.decisions.appeal import appeal
from alatau.services.decisions.forms import AppealForm
from alatau.services.decisions.letter import name_right
from alatau.services.decisions.read import (
    count_appeals,
    find_right_case,
    get_decision,
    get_own_decision,
    list_decisions_of,
)
from alatau.services.decisions.say import DECISIONS, say_appeal, say_plan, tell_decision, tell_payments
from alatau.services.decisions.values import DecisionId
from alatau.services.payments.read import find_plan_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment
    from alatau.services.decisions.values import DecisionView

WORKERS = ("caseworker", "supervisor")
ANALYSTS = ("analyst", "supervisor", "auditor")


@open_to(Who.RESIDENT, shows=(DECISIONS,))
@require_safe
def decisions(request: CityRequest) -> HttpResponse:
    """List what was decided about the person at hand, newest first."""
    person_id = subject_of(request.actor)
    told = [tell_decision(view) for view in list_decisions_of(person_id)]
    return render(request, "services/decisions/list.html", {"decisions": told})


@open_to(Who.RESIDENT, shows=(DECISIONS,))
@require_safe
def decision(request: CityRequest, decision_id: UUID) -> HttpResponse:
    """Show a decision: what, why, by which law, its letter and payments, and how to object."""
    return _show(request, get_own_decision(DecisionId(decision_id), by=request.actor), form=AppealForm())


@open_to(Who.RESIDENT)
@require_POST
def appeal_decision(request: CityRequest, decision_id: UUID) -> HttpResponse:
    """Take an appeal: the second of two taps."""
    form = AppealForm(request.POST)
    if not form.is_valid():
        view = get_own_decision(DecisionId(decision_id), by=request.actor)
        return _show(request, view, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with told(request, _("We have your appeal. Other officials look at the decision now.")):
        appeal(DecisionId(decision_id), words=form.cleaned_data["words"], by=request.actor, at=read_clocks())
    return redirect("services:decision", decision_id)


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def case_right(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show officials what their case about a right is about: the decision, its payments, what the person says."""
    at = read_clocks()
    case = access_case(CaseId(case_id), by=request.actor, at=at)
    found = find_right_case(case.id)
    if found is None:
        raise NotFoundError
    facts: dict[str, object] = {"case": case, "right": name_right_of(found.right), "found": found}
    if found.decision_id is not None:
        facts |= _facts_of(get_decision(found.decision_id), at=at)
    return render(request, "services/decisions/case.html", facts)


@open_to(Who.STAFF, roles=ANALYSTS)
@require_safe
def appeals(request: CityRequest) -> HttpResponse:
    """Show how appeals go, by right and region; it names nobody."""
    rows = [(name_right(each.benefit_key), each) for each in count_appeals()]
    return render(request, "services/decisions/appeals.html", {"rows": rows})


def name_right_of(right: str) -> str:
    """Return what a rule's right is called in the reader's language."""
    from alatau.family.present.say import key_of, name_rule  # noqa: PLC0415  it reads the law's declarations

    return name_rule(key_of(right), right)


def _show(
    request: CityRequest, view: DecisionView, *, form: AppealForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    at = read_clocks()
    can_appeal = view.stands and view.appeal is None and at.city_day <= view.appeal_until
    facts = _facts_of(view, at=at) | {"form": form, "can_appeal": can_appeal, "is_open": form.is_bound}
    return render(request, "services/decisions/decision.html", facts, status=status)


def _facts_of(view: DecisionView, *, at: Moment) -> dict[str, object]:
    plan = find_plan_of(view.id, at=at)
    return {
        "told": tell_decision(view),
        "decision": view,
        "plan": plan,
        "plan_words": say_plan(plan) if plan else "",
        "payments": tell_payments(plan) if plan else [],
        "appeal": view.appeal,
        "appeal_words": say_appeal(view.appeal) if view.appeal else "",
    }


urlpatterns = [
    path("services/decisions/", decisions, name="decisions"),
    path("services/decisions/<uuid:decision_id>/", decision, name="decision"),
    path("services/decisions/<uuid:decision_id>/appeal/", appeal_decision, name="appeal_decision"),
    path("services/appeals/", appeals, name="appeals"),
    path("desk/cases/<uuid:case_id>/right/", case_right, name="case_right"),
]
