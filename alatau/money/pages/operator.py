"""The platform operator's desk: where the money is, how the last check of the books ended, how fast the city pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.jobs import defer, is_waiting
from alatau.core.money import total
from alatau.core.routes import Who, open_to
from alatau.money.desks.check import find_last_check
from alatau.money.desks.issue import list_waiting_orders, read_outstanding
from alatau.money.desks.supply import list_supply
from alatau.money.present.purposes import name_supply
from alatau.money.rate import read_rate

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

OPERATORS = ("operator",)
READERS = (*OPERATORS, "auditor", "issuer")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def supply(request: CityRequest) -> HttpResponse:
    """Show the money supply by kind and participant, the last check, and the rate of this minute."""
    at = read_clocks()
    lines = list_supply()
    facts = {
        "outstanding": read_outstanding(),
        "sum": total([line.amount for line in lines], currency=content().currency),
        "lines": [(name_supply(line), line) for line in lines],
        "check": find_last_check(),
        "is_checking": is_waiting("money.check_books"),
        "rate": read_rate(at=at),
        "waiting": list_waiting_orders(),
        "can_check": request.actor.has_role(*OPERATORS),
        "now": at.wall_at,
    }
    return render(request, "money/desk/operator.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def rate(request: CityRequest) -> HttpResponse:
    """Show the part of the page that changes by the second."""
    return render(request, "money/desk/parts/rate.html", {"rate": read_rate(at=read_clocks())})


@open_to(Who.STAFF, roles=OPERATORS)
@require_POST
def check_now(request: CityRequest) -> HttpResponse:
    """Ask for a check of the books now."""
    with transaction.atomic():
        if not is_waiting("money.check_books"):
            defer("money.check_books", lock="money.check_books", timestamp=0)
    messages.success(request, _("The books are being checked. The result appears here."))
    return redirect("money:supply")
