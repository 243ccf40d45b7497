"""What the page /design shows: each component once, with invented facts, in the reader's language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.web.example_plots import show_plots
from alatau.web.statuses import FACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment

#: One status of each tone and a few more: the whole list would teach less.
SHOWN_STATUSES = ("new", "taken", "proposed", "delivered", "decided", "overdue", "refused", "withdrawn")
SWATCHES = (
    "ground",
    "surface",
    "surface-sunk",
    "line",
    "ink",
    "action",
    "sky",
    "sky-tint",
    "gold",
    "gold-tint",
    "harm",
    "harm-tint",
)


class ExampleForm(forms.Form):
    """Each kind of field once; sent as it is, two of them complain."""

    name = forms.CharField(label=gettext_lazy("Your name"), help_text=gettext_lazy("As in your identity card."))
    code = forms.CharField(label=gettext_lazy("Code from the message"), max_length=6)
    answer = forms.ChoiceField(
        label=gettext_lazy("Do you still live at this address?"),
        choices=[("yes", gettext_lazy("Yes, I live there")), ("no", gettext_lazy("No, I have moved"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=[])
    note = forms.CharField(label=gettext_lazy("Anything else"), widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(
        label=gettext_lazy("Send me letters on this phone"), help_text=gettext_lazy("You can change this at any time.")
    )


def show_components(*, at: Moment) -> Mapping[str, object]:
    """Return the invented facts that fill the page."""
    money = content().currency
    return {
        "form": _example_form(),
        "amount": money.whole(69_330),
        "amount_exact": money.whole(1_204_117) - Amount(5, money),
        "at": at.city_at,
        "earlier": at.city_at - timedelta(minutes=12),
        "statuses": [key for key in SHOWN_STATUSES if key in FACES],
        "swatches": SWATCHES,
        "steps": _steps(at),
        "heads": (_("What"), _("When"), _("Who")),
        "rows": ((_("Address checked"), "09:05", "Dana"), (_("Letter sent"), "09:12", "Marat")),
        "plots": show_plots(),
        "greetings": [(language.code, language.direction.value, language.own_name) for language in content().languages],
    }


def _example_form() -> ExampleForm:
    form = ExampleForm({"name": "Айгерім", "code": "12", "answer": "no", "language": "kk", "note": "—", "agree": "on"})
    language = form.fields["language"]
    assert isinstance(language, forms.ChoiceField)
    language.choices = [(spoken.code, spoken.own_name) for spoken in content().languages]
    form.add_error("code", _("The code has six digits. Look at the last message from us."))
    form.is_valid()
    return form


def _steps(at: Moment) -> list[dict[str, object]]:
    return [
        {"title": _("You answered"), "at": at.city_at - timedelta(days=2)},
        {"title": _("Dana checked the address"), "at": at.city_at - timedelta(hours=3)},
        {"title": _("A second person confirms"), "text": _("This takes up to two working days."), "is_next": True},
    ]
