"""Forms of bank money's pages: what people type, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.money.forms import AmountField, fill_choices
from alatau.money.values import new_transfer_id

if TYPE_CHECKING:
    from collections.abc import Iterable


class WithdrawForm(forms.Form):
    """How much goes to which bank account. It carries the id of the order that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much"))
    iban = forms.CharField(
        label=_("Account number (IBAN)"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "figure"}),
    )
    name = forms.CharField(
        label=_("Whose account it is, as the bank writes the name"),
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SamplePaymentForm(forms.Form):
    """Money that somebody at the simulated bank sends to this wallet."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much"))
    iban = forms.ChoiceField(label=_("From whose account"))

    def __init__(self, *args: Any, accounts: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "iban", accounts)


class ClearForm(forms.Form):
    """How a difference with the bank was cleared up."""

    note = forms.CharField(label=_("What was wrong, and who corrected it"), max_length=500)
