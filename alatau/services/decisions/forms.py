"""Forms of the decisions' pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.services.decisions.appeal import WORDS_MOST


class AppealForm(forms.Form):
    """Why the person does not agree: they may leave it empty."""

    words = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("You may leave this empty: not to agree is enough."),
        required=False,
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
