"""Forms of self-restriction, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

CUSTOMERS_MOST = 100_000_000


class RestrictForm(forms.Form):
    """For how long, and that nobody can take it back."""

    months = forms.ChoiceField(label=_("For how long?"), widget=forms.RadioSelect)
    agreed = forms.BooleanField(error_messages={"required": _("Read this and tick the box: nobody can lift it later.")})

    def __init__(self, *args: Any, periods: Iterable[tuple[str, str]], statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = self.fields["months"]
        assert isinstance(months, forms.ChoiceField)
        months.choices = list(periods)
        self.fields["agreed"].label = statement


class OperatorForm(forms.Form):
    """A licensed operator to admit."""

    name = forms.CharField(label=_("Name of the operator"), max_length=120)
    licence = forms.CharField(label=_("Licence number"), max_length=40)
    customers = forms.IntegerField(label=_("Customers"), min_value=0, max_value=CUSTOMERS_MOST)


class CustomersForm(forms.Form):
    """How many customers an operator has now."""

    customers = forms.IntegerField(label=_("Customers"), min_value=0, max_value=CUSTOMERS_MOST)
