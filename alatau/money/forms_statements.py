"""Forms of statements' pages: which days."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.money.values import new_transfer_id


class PeriodForm(forms.Form):
    """The first and the last day of a statement."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


class LetterForm(PeriodForm):
    """A statement to be issued as a letter. It carries the id of the request that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
