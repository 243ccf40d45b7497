"""Who serves the wallet at hand; the money is the holder's whoever it is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.bodies.serve import choose_participant, find_server, list_participants
from alatau.money.forms_desks import ParticipantForm
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def serving(request: CityRequest) -> HttpResponse:
    """Show who serves the wallet, and let the holder choose another."""
    holder_id, _kind = holder_of(request.actor)
    get_wallet(holder_id)
    server = find_server(holder_id)
    form = ParticipantForm(
        request.POST if request.method == "POST" else None,
        participants=[(each.key, each.name.say()) for each in list_participants()],
        initial={"participant": server.key if server else ""},
    )
    if form.is_bound and form.is_valid():
        choose_participant(holder_id, form.cleaned_data["participant"], by=request.actor, at=read_clocks())
        messages.success(request, _("Your wallet is served by whom you chose. Your money stayed where it was."))
        return redirect("money:serving")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/serving.html", {"form": form, "server": server}, status=status)
