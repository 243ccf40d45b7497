"""The treasury's desk: accounts of the budget, what went out of them, and orders for more."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.bodies.kinds import BodyRole
from alatau.money.desks.issue import list_order_accounts
from alatau.money.desks.treasury import list_budget_accounts, list_spent, list_steps
from alatau.money.forms_desks import IssueForm
from alatau.money.pages.asked import number_asked
from alatau.money.pages.issuer import put_order
from alatau.money.present.purposes import name_purpose

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

TREASURERS = ("treasurer",)
READERS = (*TREASURERS, "auditor")
#: Days over which the desk sums what went out.
DAYS = 30


@open_to(Who.STAFF, roles=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def treasury(request: CityRequest) -> HttpResponse:
    """Show the budget's accounts and what went out of each; ask the issuer for more."""
    can_order = request.actor.has_role(*TREASURERS)
    if request.method == "POST" and not can_order:
        raise NotFoundError
    at = read_clocks()
    accounts = list_budget_accounts()
    ours = list_order_accounts(BodyRole.TREASURY)
    form = IssueForm(request.POST if request.method == "POST" else None, accounts=ours)
    if form.is_bound and form.is_valid():
        try:
            put_order(request, form)
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The order waits for the issuer."))
            return redirect("money:treasury")
    since = at.city_at - timedelta(days=DAYS)
    spent = [
        (account, [(name_purpose(each.purpose), each) for each in list_spent(account.id, since=since)])
        for account in accounts
    ]
    facts = {"form": form, "can_order": can_order, "accounts": accounts, "spent": spent, "days": DAYS}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/desk/treasury.html", facts, status=status)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def account(request: CityRequest, key: str) -> HttpResponse:
    """Show one account of the budget step by step, down to its first."""
    wanted = "" if key == "main" else key
    found = next((each for each in list_budget_accounts() if each.key == wanted), None)
    if found is None:
        raise NotFoundError
    steps = list_steps(found.id, older_than=number_asked(request, "before"))
    told = [(name_purpose(step.purpose), step) for step in steps.steps]
    return render(
        request, "money/desk/budget_account.html", {"account": found, "key": key, "page": steps, "steps": told}
    )
