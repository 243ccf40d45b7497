"""Operators' pages about webhooks: who listens, what did not arrive, new secrets, sending again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.messages.values import DeliveryId, EndpointId
from alatau.messages.webhooks.endpoints import register_endpoint, rotate_secret, switch_endpoint
from alatau.messages.webhooks.event_types import list_event_types
from alatau.messages.webhooks.oversee import get_endpoint, list_deliveries, list_endpoints
from alatau.messages.webhooks.replay import Span, replay_deliveries
from alatau.messages.words import say_event

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.messages.pages.subject import CityRequest
    from alatau.messages.webhooks.endpoints import NewSecret

ROLES = ("operator", "administrator")
STATUSES = ("waiting", "dead", "delivered")


class EndpointForm(forms.Form):
    """A new receiver."""

    owner = forms.CharField(label=gettext_lazy("Whose system it is"), max_length=120)
    url = forms.CharField(label=gettext_lazy("Address that receives the events"), max_length=500)
    event_types = forms.MultipleChoiceField(label=gettext_lazy("Events"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["event_types"]
        assert isinstance(field, forms.MultipleChoiceField)
        declared = list_event_types()
        field.choices = [(event.key, say_event(event.key)) for event in declared]


class ReplayForm(forms.Form):
    """One delivery, or those of a span of days."""

    delivery = forms.UUIDField(required=False)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    with_delivered = forms.BooleanField(required=False)


@open_to(Who.STAFF, roles=ROLES)
@require_http_methods(["GET", "POST"])
def overview(request: CityRequest) -> HttpResponse:
    """List the receivers and register a new one; its secret is shown on the answer, once."""
    form = EndpointForm(request.POST or None)
    told: NewSecret | None = None
    if request.method == "POST" and form.is_valid():
        told = _register(request, form)
        form = EndpointForm() if told is not None else form
    page = {"endpoints": list_endpoints(), "form": form, "told": told}
    response = render(request, "messages/webhooks.html", page)
    response["Cache-Control"] = "no-store"
    return response


@open_to(Who.STAFF, roles=ROLES)
@require_GET
def endpoint(request: CityRequest, endpoint_id: UUID) -> HttpResponse:
    """Show one receiver and its newest deliveries."""
    status = request.GET.get("status", "")
    page = {
        "endpoint": get_endpoint(EndpointId(endpoint_id)),
        "deliveries": list_deliveries(EndpointId(endpoint_id), status=status if status in STATUSES else ""),
        "statuses": STATUSES,
        "status": status,
    }
    return render(request, "messages/webhook.html", page)


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def rotate(request: CityRequest, endpoint_id: UUID) -> HttpResponse:
    """Make a new secret and show it once."""
    told = rotate_secret(EndpointId(endpoint_id), by=request.actor, at=read_clocks())
    page = {"endpoint": get_endpoint(EndpointId(endpoint_id)), "told": told, "deliveries": (), "statuses": STATUSES}
    response = render(request, "messages/webhook.html", page)
    response["Cache-Control"] = "no-store"
    return response


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def switch(request: CityRequest, endpoint_id: UUID) -> HttpResponse:
    """Switch a receiver on or off."""
    switch_endpoint(EndpointId(endpoint_id), on=request.POST.get("on") == "yes", by=request.actor, at=read_clocks())
    return redirect("messages:webhook", endpoint_id)


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def replay(request: CityRequest, endpoint_id: UUID) -> HttpResponse:
    """Send one delivery, or a span of them, again."""
    form = ReplayForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("We could not read the days. Choose them again."))
        return redirect("messages:webhook", endpoint_id)
    try:
        count = replay_deliveries(EndpointId(endpoint_id), _read_span(form), by=request.actor, at=read_clocks())
    except AlatauError as error:
        messages.warning(request, error.sentence())
    else:
        said = ngettext(
            "%(count)s delivery is on its way again.", "%(count)s deliveries are on their way again.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("messages:webhook", endpoint_id)


def _register(request: CityRequest, form: EndpointForm) -> NewSecret | None:
    given = form.cleaned_data
    try:
        return register_endpoint(
            given["owner"], url=given["url"], event_types=given["event_types"], by=request.actor, at=read_clocks()
        )
    except AlatauError as error:
        form.add_error("url", error.sentence())
        return None


def _read_span(form: ReplayForm) -> Span:
    given = form.cleaned_data
    zone = ZoneInfo(content().time_zone)
    first, last = given["first"], given["last"]
    return Span(
        delivery_id=DeliveryId(given["delivery"]) if given["delivery"] else None,
        made_from=datetime(first.year, first.month, first.day, tzinfo=zone) if first else None,
        made_until=datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1) if last else None,
        with_delivered=given["with_delivered"],
    )
