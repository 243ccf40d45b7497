"""Forms of invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.money.forms import AmountField
from alatau.money.values import new_transfer_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.money import Amount
    from alatau.money.vat.values import InvoiceLine

#: Things that one form of an invoice takes.
LINES = 4
WHAT_MAX = 80


class InvoiceForm(forms.Form):
    """An invoice with some lines. It carries the id of what it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    number = forms.CharField(label=_("Number of the invoice"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, LINES + 1):
            is_first = place == 1
            self.fields[f"what_{place}"] = forms.CharField(
                label=_("What was sold"), max_length=WHAT_MAX, required=is_first
            )
            self.fields[f"net_{place}"] = AmountField(label=_("Price without tax"), required=is_first)
            self.fields[f"taxed_{place}"] = forms.BooleanField(
                label=_("With value added tax"), required=False, initial=True
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a line that is half filled."""
        given: dict[str, Any] = super().clean() or {}
        for place in range(1, LINES + 1):
            what, net = given.get(f"what_{place}"), given.get(f"net_{place}")
            if bool(what) != bool(net) and f"net_{place}" not in self.errors:
                self.add_error(f"net_{place}", _("A line needs words and a price. Fill in both, or neither."))
        return given

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the boxes line by line."""
        return [[self[f"{part}_{place}"] for part in ("what", "net", "taxed")] for place in range(1, LINES + 1)]

    def lines(self) -> list[tuple[str, Any, bool]]:
        """Return what was filled in."""
        given = self.cleaned_data
        return [
            (given[f"what_{place}"], given[f"net_{place}"], given[f"taxed_{place}"])
            for place in range(1, LINES + 1)
            if given[f"what_{place}"]
        ]


class BudgetForm(forms.Form):
    """Tax money to pay to the budget."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much"))


class ReturnForm(forms.Form):
    """How much of each line of an invoice to give back; an empty box gives nothing back. It carries its own id."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, lines: Sequence[InvoiceLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, line in enumerate(lines):
            if line.left.units:
                self.fields[f"back_{place}"] = AmountField(label=line.what, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that gives nothing back."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.prices():
            raise forms.ValidationError(_("Enter how much to give back for at least one thing."))
        return given

    def boxes(self) -> list[forms.BoundField]:
        """Return the boxes line by line."""
        return [self[name] for name in self.fields if name != "request_id"]

    def prices(self) -> dict[int, Amount]:
        """Return what was filled in, by the line's place."""
        return {
            int(name.removeprefix("back_")): amount
            for name, amount in self.cleaned_data.items()
            if name.startswith("back_") and amount is not None
        }
