"""Forms of payouts: a file to hand over, an account to be paid into, a voucher at a till."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.money.forms import WORDS_MAX, fill_choices

if TYPE_CHECKING:
    from collections.abc import Iterable

REFERENCE_MAX = 50
NUMBER_MAX = 40


class PayoutForm(forms.Form):
    """A batch to hand over. It carries the id of what it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    programme = forms.ChoiceField(label=_("What is paid"))
    reference = forms.CharField(label=_("Your name for this payout"), max_length=REFERENCE_MAX)
    words = forms.CharField(
        label=_("What people read beside the payment"),
        help_text=_("In the language of most receivers, for example: support for March."),
        max_length=WORDS_MAX,
    )
    file = forms.FileField(
        label=_("Table of lines (CSV)"),
        help_text=_(
            "The first line names the columns: number, amount, reference, words. The last two may be left out."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, programmes: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "programme", programmes)


class AccountForm(forms.Form):
    """A bank account that money from the budget is to go to."""

    account = forms.CharField(
        label=_("Account number (IBAN)"),
        max_length=NUMBER_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "figure"}),
    )


class VoucherForm(forms.Form):
    """The secret number of a voucher that a customer shows."""

    number = forms.CharField(
        label=_("Number on the voucher"),
        max_length=NUMBER_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "figure"}),
    )
