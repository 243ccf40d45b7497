"""Forms of bills' pages: what people type, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.money.bills.values import WORDS_MOST
from alatau.money.forms import AmountField, offer_sources
from alatau.money.values import new_transfer_id

if TYPE_CHECKING:
    from collections.abc import Iterable


class PayBillForm(forms.Form):
    """How much of a bill to pay, and from which money. It carries the id of the payment that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much"))
    source = forms.TypedChoiceField(label=_("Pay from"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *args: Any, sources: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, sources)


class RequestForm(forms.Form):
    """Whom to ask for how much. It carries the id of the request that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    phone = forms.CharField(
        label=_("Phone number of the payer"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    amount = AmountField(label=_("How much"))
    words = forms.CharField(label=_("What for"), max_length=WORDS_MOST)
    due_on = forms.DateField(
        label=_("Last day to pay (if you like)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    lapses = forms.BooleanField(label=_("Take nothing after the last day"), required=False)


class GiveBackForm(forms.Form):
    """How much of a bill to give back. It carries the id of what it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much to give back"))
