"""Forms of marked money: what an owner chooses, by kind; a document that was seen; taking money out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.core.content import content
from alatau.money.forms import WORDS_MAX, AmountField, fill_choices
from alatau.money.marks.kinds import Condition, Receiver
from alatau.money.values import new_transfer_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.money.marks.kinds import MarkKind

REFERENCE_MAX = 140
NUMBERS_MAX = 1000
#: Which boxes of a form a condition needs.
BOXES = {
    Condition.TRADES: ("trades",),
    Condition.GOODS: ("goods",),
    Condition.DAY_CAP: ("day_cap",),
    Condition.PAYMENT_CAP: ("payment_cap",),
    Condition.CONTRACT: ("contract",),
    Condition.CHAIN: ("chain", "ends"),
    Condition.EVIDENCE: ("asks_document",),
}


class NumbersField(forms.CharField):
    """Numbers of firms, one on each line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=NUMBERS_MAX, widget=widget, **kwargs)

    def clean(self, value: object) -> list[str]:
        """Return the numbers."""
        return str(super().clean(value) or "").split()


class GiveForm(forms.Form):
    """To whom and how much. It carries the id of what it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    child = forms.ChoiceField(label=_("To which child"), required=False, widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Phone number of the receiver"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    firm = forms.CharField(
        label=_("Number of the firm"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )
    purse = forms.ChoiceField(label=_("From which account"), required=False)
    amount = AmountField(label=_("How much"))

    def __init__(
        self,
        *args: Any,
        kind: MarkKind,
        children: Sequence[tuple[object, str]] = (),
        purses: Sequence[tuple[object, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        # Without children a child cannot be chosen.
        ways = [way for way in kind.receivers if way is not Receiver.CHILD or children]
        for way in Receiver:
            if way not in ways:
                del self.fields[way.value]
        if len(ways) == 1:
            self.fields[ways[0].value].required = True
        if Receiver.CHILD in ways:
            others = [] if len(ways) == 1 else [("", str(_("Somebody else, by phone")))]
            fill_choices(self, "child", [*children, *others])
            self.initial.setdefault("child", str(children[0][0]))
        if len(purses) > 1:
            fill_choices(self, "purse", purses)
        else:
            del self.fields["purse"]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that names nobody."""
        given: dict[str, Any] = super().clean() or {}
        if not any(given.get(way.value) for way in Receiver) and not self.errors:
            last = [way.value for way in Receiver if way.value in self.fields][-1]
            self.add_error(last, _("Say whom the money is for."))
        return given

    def receiver(self) -> tuple[Receiver, str]:
        """Return how the receiver is named, and by what."""
        ways = [(way, str(self.cleaned_data.get(way.value) or "")) for way in Receiver]
        return next((way, said) for way, said in sorted(ways, key=lambda one: one[0] is not Receiver.CHILD) if said)


class MarkForm(GiveForm):
    """A mark of a kind, with the first money under it."""

    name = forms.CharField(label=_("What is it for?"), max_length=WORDS_MAX)
    contract = forms.CharField(label=_("Contract or programme"), max_length=REFERENCE_MAX, required=False)
    trades = forms.MultipleChoiceField(
        label=_("Where may it be spent?"),
        help_text=_("Choose nothing, and it may be spent everywhere."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goods = forms.MultipleChoiceField(label=_("What may it buy?"), widget=forms.CheckboxSelectMultiple)
    chain = NumbersField(
        label=_("Firms it may go through"),
        help_text=_("Numbers of the contractor and subcontractors, one on each line."),
        required=False,
    )
    ends = NumbersField(
        label=_("Firms that end the chain"),
        help_text=_("Only these may take it out as free money, after an act of work done."),
    )
    asks_document = forms.BooleanField(
        label=_("Each payment waits until I have seen a document on it"), required=False, initial=True
    )
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    payment_cap = AmountField(label=_("At most in one payment (if you like)"), required=False)
    day_cap = AmountField(label=_("At most in one day (if you like)"), required=False)

    def __init__(self, *args: Any, kind: MarkKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        for condition, boxes in BOXES.items():
            for box in boxes if condition not in kind.conditions else ():
                del self.fields[box]
        for box, named, known in (("trades", kind.trades, content().trades), ("goods", kind.goods, content().goods)):
            if box in self.fields:
                chosen = [(key, name.say()) for key, name in known.items() if not named or key in named]
                fill_choices(self, box, chosen)
        self.initial.setdefault("name", kind.name.say())
        if Condition.GOODS in kind.conditions:
            self.initial.setdefault("goods", list(kind.goods))


class DocumentForm(forms.Form):
    """A document that the owner has seen, and the payments that it lets pass."""

    reference = forms.CharField(
        label=_("What the payment says"),
        help_text=_("For example: act 7. The payer writes the same words."),
        max_length=REFERENCE_MAX,
    )
    document = forms.CharField(label=_("Which document you have seen"), max_length=REFERENCE_MAX)


class TakeOutForm(forms.Form):
    """Marked money that its last receiver makes free money."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_transfer_id)
    amount = AmountField(label=_("How much"))
    words = forms.CharField(label=_("What the accepted document says"), max_length=REFERENCE_MAX, required=False)
