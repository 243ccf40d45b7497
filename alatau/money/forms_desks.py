"""Forms of the money's desks, of standing orders and of estates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alatau.money.forms import CODE_MAX, WORDS_MAX, AmountField, fill_choices, offer_sources
from alatau.money.orders.values import Rhythm
from alatau.money.values import OrderKind

if TYPE_CHECKING:
    from collections.abc import Iterable

CERTIFICATE_MAX = 60
#: A line for each heir: the state number, then the share.
HEIR_PARTS = 2


class IssueForm(forms.Form):
    """An order to the issuer. It carries the id of what it asks for."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.TypedChoiceField(
        label=_("What to do"),
        coerce=lambda value: OrderKind(int(value)),
        choices=[(OrderKind.ISSUE.value, _("Issue")), (OrderKind.REDEEM.value, _("Redeem"))],
        initial=OrderKind.ISSUE.value,
        widget=forms.RadioSelect,
    )
    account = forms.TypedChoiceField(label=_("Whose account"), coerce=UUID)
    amount = AmountField(label=_("How much"))

    def __init__(self, *args: Any, accounts: Iterable[tuple[object, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "account", accounts)


class PersonPaymentsForm(forms.Form):
    """Which case asks for a look at somebody's payments."""

    case = forms.CharField(
        label=_("Number of the case"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    words = forms.CharField(label=_("Name or words"), required=False, max_length=60)


class StandingOrderForm(forms.Form):
    """A payment to make again and again. It carries the id of the order that it sets up."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    to = forms.CharField(
        label=_("Phone number or payment code"),
        max_length=CODE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    amount = AmountField(label=_("How much"))
    source = forms.TypedChoiceField(label=_("Pay from"), coerce=UUID, widget=forms.RadioSelect)
    rhythm = forms.TypedChoiceField(
        label=_("How often"),
        coerce=lambda value: Rhythm(int(value)),
        choices=[(Rhythm.MONTHLY.value, _("Every month")), (Rhythm.WEEKLY.value, _("Every week"))],
        initial=Rhythm.MONTHLY.value,
        widget=forms.RadioSelect,
    )
    first_on = forms.DateField(
        label=_("First payment"),
        help_text=_("The other payments are made on the same day of the month or week."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    last_on = forms.DateField(
        label=_("Until (if you like)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    words = forms.CharField(label=_("What for (if you like)"), max_length=WORDS_MAX, required=False)

    def __init__(self, *args: Any, sources: Iterable[tuple[object, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, sources)


class HeirsForm(forms.Form):
    """Who inherits, as the notary's certificate says it."""

    certificate = forms.CharField(label=_("Number of the certificate"), max_length=CERTIFICATE_MAX)
    heirs = forms.CharField(
        label=_("Heirs"),
        help_text=_("A line for each: personal number, then the share, for example 1/2."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "autocomplete": "off"}),
        max_length=2000,
    )

    def clean_heirs(self) -> list[tuple[str, Fraction]]:
        """Return each heir's number and share."""
        lines = [line.split() for line in self.cleaned_data["heirs"].splitlines() if line.strip()]
        return [_read_heir(line) for line in lines]


class ParticipantForm(forms.Form):
    """Which participant serves a wallet."""

    participant = forms.ChoiceField(label=_("Who serves your wallet?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, participants: Iterable[tuple[object, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "participant", participants)


def _read_heir(line: list[str]) -> tuple[str, Fraction]:
    if len(line) != HEIR_PARTS:
        raise ValidationError(_("Write a number and a share on each line, with a space between them."))
    try:
        share = Fraction(line[1])
    except (ValueError, ZeroDivisionError) as error:
        raise ValidationError(_("A share looks like 1/2. Write all of them so.")) from error
    if not 0 < share <= 1:
        raise ValidationError(_("A share is more than nothing and at most the whole."))
    return line[0], share
