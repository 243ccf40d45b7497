"""The issuer's desk: one officer orders money to be issued or redeemed, another confirms."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.bodies.open import open_bodies
from alatau.money.desks.issue import (
    issue_account_id,
    list_order_accounts,
    list_settled_orders,
    list_waiting_orders,
    read_outstanding,
)
from alatau.money.forms_desks import IssueForm
from alatau.money.issue import confirm_issue, decline_issue, request_issue
from alatau.money.values import AccountId, OrderId

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

ISSUER = ("issuer",)
READERS = (*ISSUER, "auditor")


@open_to(Who.STAFF, roles=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def issuer(request: CityRequest) -> HttpResponse:
    """Show what is outstanding and which orders wait; take another order."""
    can_order = request.actor.has_role(*ISSUER)
    if request.method == "POST" and not can_order:
        raise NotFoundError
    accounts = list_order_accounts()
    form = IssueForm(request.POST if request.method == "POST" else None, accounts=accounts)
    if form.is_bound and form.is_valid():
        try:
            put_order(request, form)
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The order waits for a second officer."))
            return redirect("money:issuer")
    facts = {
        "form": form,
        "can_order": can_order,
        "me": request.actor.user_id,
        "outstanding": read_outstanding(),
        "waiting": list_waiting_orders(),
        "settled": list_settled_orders(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/desk/issuer.html", facts, status=status)


@open_to(Who.STAFF, roles=ISSUER)
@require_POST
def confirm(request: CityRequest, order_id: UUID) -> HttpResponse:
    """Say yes to a colleague's order: the money moves now."""
    with told(request, _("The money moved.")), transaction.atomic():
        confirm_issue(OrderId(order_id), by=request.actor, at=read_clocks())
    return redirect("money:issuer")


@open_to(Who.STAFF, roles=ISSUER)
@require_POST
def decline(request: CityRequest, order_id: UUID) -> HttpResponse:
    """Say no to an order, or take one's own back."""
    with told(request, _("The order is ended; nothing moved.")), transaction.atomic():
        decline_issue(OrderId(order_id), by=request.actor, at=read_clocks())
    return redirect("money:issuer")


@transaction.atomic
def put_order(request: CityRequest, form: IssueForm) -> None:
    """Ask the issuer for what a form says, once. Raises: what `request_issue` says."""
    given, at = form.cleaned_data, read_clocks()
    # The first order of a new city finds no accounts yet.
    open_bodies(by=request.actor, at=at)
    request_issue(
        OrderId(given["request_id"]),
        kind=given["kind"],
        account_id=AccountId(given["account"]),
        issue_id=issue_account_id(),
        amount=given["amount"],
        by=request.actor,
        at=at,
    )
