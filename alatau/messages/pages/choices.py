"""How the resident wants to be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.routes import Who, open_to
from alatau.messages.choices import STOPPABLE, get_choices, set_choices
from alatau.messages.pages.subject import get_subject
from alatau.messages.read import find_contact_points
from alatau.messages.values import Channel, ChoicesView

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.messages.pages.subject import CityRequest

CHANNELS = [
    ("", gettext_lazy("As suits the message")),
    (Channel.SMS.value, gettext_lazy("SMS")),
    (Channel.EMAIL.value, gettext_lazy("E-mail")),
    (Channel.IN_APP.value, gettext_lazy("Only here, in the inbox")),
]


class ChoicesForm(forms.Form):
    """Language, channel and reminders."""

    language = forms.ChoiceField(label=gettext_lazy("Language of messages"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=gettext_lazy("How to reach you"),
        help_text=gettext_lazy("Sign-in codes always go to your phone or e-mail."),
        widget=forms.RadioSelect,
        required=False,
        choices=CHANNELS,
    )
    reminders = forms.BooleanField(
        label=gettext_lazy("Send me reminders"),
        help_text=gettext_lazy("Messages about your rights and your cases always reach you."),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        languages = [(language.code, language.own_name) for language in content().languages]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages


@open_to(Who.RESIDENT, shows=("contacts",))
@require_http_methods(["GET", "POST"])
def choices(request: CityRequest) -> HttpResponse:
    """Show and keep how the person wants to be reached."""
    person_id = get_subject(request)
    chosen = get_choices(person_id)
    first = {"language": chosen.language, "channel": chosen.channel or "", "reminders": not chosen.stopped}
    form = ChoicesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        set_choices(person_id, _read(form), by=request.actor, at=read_clocks())
        messages.success(request, _("Your choice is kept. It holds from the next message on."))
        return redirect("messages:choices")
    page = {"form": form, "points": find_contact_points(person_id)}
    return render(request, "messages/choices.html", page)


def _read(form: ChoicesForm) -> ChoicesView:
    given = form.cleaned_data
    return ChoicesView(
        language=given["language"],
        channel=Channel(given["channel"]) if given["channel"] else None,
        stopped=frozenset() if given["reminders"] else STOPPABLE,
    )
