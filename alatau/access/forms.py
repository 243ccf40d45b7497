"""Forms of this room's pages: what a person types, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.access.desk_visit import DOCUMENT_KINDS
from alatau.core.content import content, find_language
from alatau.core.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from alatau.core.text import Text


class NumberForm(forms.Form):
    """The number a resident signs in by."""

    number = forms.CharField(
        label=_("Your personal number"),
        help_text=_("It is on your identity card."),
        max_length=32,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "username webauthn", "spellcheck": "false"}
        ),
    )


class CodeForm(forms.Form):
    """A one-time code."""

    code = forms.CharField(
        label=_("Code from the message"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class StaffForm(forms.Form):
    """Name and password of staff."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class FactorForm(forms.Form):
    """A code of the generator, or a recovery code."""

    code = forms.CharField(
        label=_("Code from your authenticator app"),
        help_text=_("Or one of your recovery codes."),
        max_length=16,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class PasswordForm(forms.Form):
    """A new password."""

    old = forms.CharField(
        label=_("Password now"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least twelve characters. A few words are easier to keep in mind than signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasskeyNameForm(forms.Form):
    """What its owner calls a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60, initial=_("My phone"))


class Named(Protocol):
    """What content lists under a key and a name."""

    @property
    def key(self) -> str:
        """Stable key."""

    @property
    def name(self) -> Text:
        """What people call it."""


def _offer(form: forms.Form, name: str, items: Iterable[Named]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(item.key, str(item.name)) for item in items]


class AskForm(forms.Form):
    """Ask to act for somebody, or let somebody act for oneself."""

    direction = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[("let", _("Somebody acts for me")), ("ask", _("I act for somebody"))],
        widget=forms.RadioSelect,
        initial="let",
    )
    kind = forms.ChoiceField(label=_("How"))
    number = forms.CharField(
        label=_("Personal number of the other person"),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what"),
        help_text=_("Choose none to cover everything."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until which day"),
        help_text=_("Leave it empty for no end. You can end it at any time."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in content().representation_kinds if kind.given_by_person]
        _offer(self, "kind", kinds)
        _offer(self, "purposes", [purpose for purpose in content().purposes if purpose.key in GIVEN_PURPOSES])


#: Purposes a person may name when they let somebody act for them.
GIVEN_PURPOSES = ("service", "case", "appeal", "social_support", "correction", "payments")


class DeskRepresentationForm(forms.Form):
    """A representation entered at a desk from the paper that was shown."""

    kind = forms.ChoiceField(label=_("Kind"))
    number = forms.CharField(
        label=_("Personal number of the representative"),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ground = forms.CharField(
        label=_("Paper it rests on"),
        help_text=_("Kind of paper, its own number, day, who certified it."),
        max_length=300,
    )
    until = forms.DateField(label=_("Until which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "kind", [kind for kind in content().representation_kinds if kind.given_by_person])


class VisitForm(forms.Form):
    """Begin to serve a person at a desk."""

    number = forms.CharField(
        label=_("Personal number"),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )
    document = forms.ChoiceField(
        label=_("Document you checked"),
        choices=list(
            zip(
                DOCUMENT_KINDS,
                (_("Identity card"), _("Passport"), _("Residence permit"), _("Birth certificate")),
                strict=True,
            )
        ),
    )
    case = forms.UUIDField(label=_("Case, if there is one"), required=False)


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"))
    region = forms.ChoiceField(label=_("Region"), required=False)
    ground = forms.CharField(label=_("Ground"), help_text=_("The order or request it rests on."), max_length=300)
    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(
        label=_("Until"),
        help_text=_("This day is no longer included."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "role", content().roles)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [("", _("Whole city")), *_offer_places(on)]


def _offer_places(on: date) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each region with what lies in it, as dictionaries of the reader's language order them."""
    codes, language = content().place_codes, find_language().code
    named = [(codes.region_name(region).say(), region) for region in codes.within(on=on)]
    for name, region in sorted(named, key=lambda each: sort_key(language, each[0])):
        inside = [(place, str(codes.full_name(place) or place)) for place in codes.within(region, on=on)]
        yield name, [(region, name), *sorted(inside, key=lambda each: sort_key(language, each[1]))]


class OwnRecordForm(forms.Form):
    """Which resident a colleague is."""

    number = forms.CharField(
        label=_("Personal number of the colleague"),
        help_text=_("They then get no work on their own affairs or those of people close to them."),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class StaffCreateForm(forms.Form):
    """A new colleague."""

    login = forms.CharField(label=_("Sign-in name"), max_length=64)
    name = forms.CharField(label=_("Name"), max_length=200)
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "office", content().offices)
