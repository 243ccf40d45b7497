"""What operators see and do: messages that did not arrive, gateways, and a message by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.content import find_language
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.core.text import direction, format_moment
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.compose import compose_message, get_sendable, list_sendable
from alatau.messages.gateways.settings import wakes_people
from alatau.messages.oversee import count_messages, count_replies, list_dead_letters, view_gateways
from alatau.messages.quiet import wait_for_morning
from alatau.messages.resend import resend_message
from alatau.messages.values import Channel, InboundOutcome, MessageId
from alatau.messages.words import draw_wordings, say_fact

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.messages.pages.subject import CityRequest
    from alatau.messages.wording import MessageTemplate

FIELDS = {
    "number": (forms.IntegerField, forms.NumberInput),
    "day": (forms.CharField, forms.DateInput(attrs={"type": "date"})),
    "moment": (forms.CharField, forms.DateTimeInput(attrs={"type": "datetime-local"})),
}
OUTCOME_WORDS = {
    InboundOutcome.ANSWERED: gettext_lazy("Answered"),
    InboundOutcome.NOT_UNDERSTOOD: gettext_lazy("Not understood"),
    InboundOutcome.AMBIGUOUS: gettext_lazy("Unclear whose answer"),
    InboundOutcome.LATE: gettext_lazy("Too late"),
    InboundOutcome.STOPPED: gettext_lazy("Stopped reminders"),
    InboundOutcome.STARTED: gettext_lazy("Started reminders"),
    InboundOutcome.UNKNOWN_NUMBER: gettext_lazy("Unknown number"),
}


class MessageForm(forms.Form):
    """To whom, and the facts of one template."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    address = forms.CharField(
        label=gettext_lazy("Phone number or e-mail address"), max_length=254, widget=forms.TextInput
    )

    def __init__(self, template: MessageTemplate, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for name, fact in template.facts.items():
            kind, widget = FIELDS.get(fact.type, (forms.CharField, forms.TextInput))
            self.fields[f"fact_{name}"] = kind(label=say_fact(name), widget=widget)


@open_to(Who.STAFF, roles=("operator", "administrator"))
@require_GET
def overview(request: CityRequest) -> HttpResponse:
    """Show how messages, replies and gateways are doing, and every dead letter."""
    at = read_clocks()
    page = {
        "counts": [(status.value, number) for status, number in count_messages(at=at).items()],
        "replies": [(OUTCOME_WORDS[outcome], number) for outcome, number in sorted(count_replies(at=at).items())],
        "gateways": view_gateways(at=at),
        "letters": list_dead_letters(),
    }
    return render(request, "messages/operator.html", page)


@open_to(Who.STAFF, roles=("operator", "administrator"))
@require_POST
def resend(request: CityRequest, message_id: UUID) -> HttpResponse:
    """Send a dead letter again."""
    try:
        resend_message(MessageId(message_id), by=request.actor, at=read_clocks())
    except AlatauError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect("messages:operator")


@open_to(Who.STAFF, roles=("operator", "caseworker"))
@require_http_methods(["GET", "POST"])
def new(request: CityRequest) -> HttpResponse:
    """Send one of the templates by hand: first which, then to whom and with which facts."""
    if "template" not in request.GET:
        return render(request, "messages/new.html", {"templates": [_preview(one) for one in list_sendable()]})
    template = get_sendable(request.GET["template"])
    form = MessageForm(template, request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid() and _send(request, template, form):
        messages.success(request, _say_when(template))
        return redirect("messages:new")
    return render(request, "messages/new_facts.html", {"form": form, "template": _preview(template)})


def _send(request: CityRequest, template: MessageTemplate, form: MessageForm) -> bool:
    """Send, or put the refusal beside the form and keep what was typed."""
    facts = {name: str(form.cleaned_data[f"fact_{name}"]) for name in template.facts}
    try:
        compose_message(
            template.key,
            form.cleaned_data["address"],
            facts=facts,
            by=request.actor,
            at=read_clocks(),
            key=f"by-hand:{form.cleaned_data['key']}",
        )
    except AlatauError as error:
        form.add_error("address", error.sentence())
        return False
    return True


def _say_when(template: MessageTemplate) -> str:
    """Return what to expect: at night, that a phone rings only in the morning."""
    at = read_clocks()
    wait = wait_for_morning(at.city_at, catalogue().rules) if template.heeds_quiet_hours else timedelta(0)
    if not wait or not wakes_people(Channel.SMS):
        return _("The message is on its way.")
    # The clocks of a city run to the microsecond, its mornings begin on the minute.
    morning = format_moment((at.city_at + wait).replace(second=0, microsecond=0))
    return _("It is night. The message goes to the phone at this time: %(when)s.") % {"when": morning}


def _preview(template: MessageTemplate) -> dict[str, object]:
    newest = get_template(template.key)
    drawn = draw_wordings(newest)
    own = find_language(get_language()).code
    title = drawn.pop(own, "") or next(iter(drawn.values()))
    wordings = [(spoken, direction(spoken), text) for spoken, text in drawn.items()]
    return {"key": newest.key, "title": title, "wordings": wordings}
