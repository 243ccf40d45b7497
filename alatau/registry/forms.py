"""Forms of the room's pages, checked for form alone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.registry.present.states import Freshness
from alatau.registry.present.words import FRESHNESS_WORDS


class NarrowForm(forms.Form):
    """What the list of registers is narrowed to."""

    words = forms.CharField(
        label=_("Name, code or owner"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    freshness = forms.ChoiceField(
        label=_("Freshness"),
        required=False,
        choices=[("", _("All")), *((each.value, FRESHNESS_WORDS[each]) for each in Freshness)],
    )
    has_quarantine = forms.BooleanField(label=_("With rows in quarantine"), required=False)
