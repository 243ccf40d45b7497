"""Forms of money's pages: what people type, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.parse import parse_amount
from alatau.money.values import new_transfer_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.money import Amount

#: Characters that a payment code may have.
CODE_MAX = 512
WORDS_MAX = 60
#: What fits into the part of a code that carries it.
ASKED_MAX = 25


class AmountField(forms.CharField):
    """An amount of the city's currency as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "figure"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: object) -> Amount | None:
        """Return the amount, which is above zero; nothing for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_amount(text, content().currency)
        except AlatauError as error:
            raise ValidationError(error.sentence()) from error
        if amount.units <= 0:
            raise ValidationError(_("An amount must be more than zero. Enter a larger one."))
        return amount


class WhomForm(forms.Form):
    """Whom to pay: a phone number, the text of a payment code, or the number of a bill."""

    to = forms.CharField(
        label=_("Phone number, payment code or number of a bill"),
        max_length=CODE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class PaymentForm(forms.Form):
    """How much, from which money, and for what. It carries the id of the payment that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    payee_id = forms.UUIDField(widget=forms.HiddenInput)
    amount = AmountField(label=_("How much"))
    source = forms.TypedChoiceField(label=_("Pay from"), coerce=UUID, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What for (if you like)"), max_length=WORDS_MAX, required=False)
    goods = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, *args: Any, sources: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, sources)


class SearchForm(forms.Form):
    """What the history is narrowed to."""

    words = forms.CharField(
        label=_("Name or words"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )


class AskForm(forms.Form):
    """How much to ask for; nothing lets the payer say."""

    amount = AmountField(label=_("How much"), required=False)
    words = forms.CharField(label=_("What for (if you like)"), max_length=ASKED_MAX, required=False)


class BillForm(forms.Form):
    """What a till takes next. What is sold matters where some marks pay for nothing else."""

    amount = AmountField(label=_("How much"))
    goods = forms.ChoiceField(label=_("What is sold (if you like)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "goods", [("", "—"), *((key, name.say()) for key, name in content().goods.items())])


class RefundForm(forms.Form):
    """How much to give back. It carries the id of the refund that it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much to give back"))


def fill_choices(form: forms.Form, name: str, choices: Iterable[tuple[object, str]]) -> None:
    """Give a field of a form what one may choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(key), words) for key, words in choices]


def offer_sources(form: forms.Form, sources: Iterable[tuple[object, str]]) -> None:
    """Give a form the accounts that one may pay from; the first is chosen until another is."""
    sources = list(sources)
    fill_choices(form, "source", sources)
    form.initial.setdefault("source", next((str(key) for key, _words in sources), ""))


def figure_of(amount: Amount) -> str:
    """Return an amount as its field shows it to be changed."""
    return f"{amount.as_decimal():f}"
