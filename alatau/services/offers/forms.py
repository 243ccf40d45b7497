"""Forms of the offers' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alatau.services.payments.values import AccountChoice, AccountKind

if TYPE_CHECKING:
    from alatau.services.payments.values import AccountOnFile

#: Signs of a bank account's number, with spaces between its groups.
NUMBER_MOST = 42


class AccountForm(forms.Form):
    """Where the money goes: where it goes already, to the person's wallet, or to a bank account."""

    kind = forms.ChoiceField(label=gettext_lazy("Where shall we pay it?"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Number of the bank account"),
        help_text=gettext_lazy("Only if you choose a bank account. Its first payment comes after a day."),
        required=False,
        max_length=NUMBER_MOST,
    )

    def __init__(self, *args: Any, on_file: AccountOnFile | None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = _choices(on_file)
        kind.initial = kind.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Refuse a bank account without its number."""
        given = super().clean() or {}
        if given.get("kind") == AccountKind.IBAN and not given.get("number", "").strip():
            self.add_error("number", _("Write the number of the account."))
        return given

    def choice(self) -> AccountChoice:
        """Return what the person chose; the form is valid."""
        kind = AccountKind(self.cleaned_data["kind"])
        value = self.cleaned_data["number"].strip() if kind is AccountKind.IBAN else ""
        return AccountChoice(kind=kind, value=value)


def _choices(on_file: AccountOnFile | None) -> list[tuple[str, str]]:
    others = [
        (AccountKind.WALLET.value, _("My wallet in Alatau")),
        (AccountKind.IBAN.value, _("A bank account")),
    ]
    if on_file is None:
        return others
    is_bank = on_file.kind is AccountKind.IBAN
    known = _("My bank account …%(ending)s") % {"ending": on_file.shown[-4:]} if is_bank else others[0][1]
    return [(AccountKind.ON_FILE.value, known), *(other for other in others if is_bank or other != others[0])]
