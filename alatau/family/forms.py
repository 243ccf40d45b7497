"""Forms of this room: a reform that an analyst tries."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.text import sort_key
from alatau.family.card import leaf_of
from alatau.family.present.numbers import name_number, say_number
from alatau.rules.reform import MOST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from alatau.core.parameters import Parameter


#: Numbers that one reform can change on the page; a file for the command may change more.
NUMBERS = 6


class ReformForm(forms.Form):
    """A title, some numbers of the law as they would be, and rules for who writes them."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("What is this reform called?"),
        max_length=120,
        help_text=gettext_lazy("For example: one index more for large families."),
    )
    rules = forms.CharField(
        label=gettext_lazy("Rules in place of those in force"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        help_text=gettext_lazy("Written as the law's own rules are. Leave empty to change numbers alone."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("request_id", uuid4())
        choices = [("", "–"), *list_numbers(day)]
        for place in range(NUMBERS):
            self.fields[f"name_{place}"] = forms.ChoiceField(
                label=_("Number of the law"), choices=choices, required=False
            )
            self.fields[f"value_{place}"] = forms.DecimalField(
                label=_("Would be"), required=False, max_digits=18, decimal_places=6
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each number and its value."""
        return [(self[f"name_{place}"], self[f"value_{place}"]) for place in range(NUMBERS)]

    def clean(self) -> dict[str, Any]:
        """Refuse a number without value, a value without number, one number twice, and a reform of nothing."""
        given = super().clean() or {}
        names: dict[str, str] = {}
        for place in range(NUMBERS):
            name, value = given.get(f"name_{place}"), given.get(f"value_{place}")
            if name and value is None and f"value_{place}" not in self.errors:
                self.add_error(f"value_{place}", _("Say what this number would be."))
            if value is not None and not name:
                self.add_error(f"name_{place}", _("Choose which number this is."))
            if name in names:
                self.add_error(f"name_{place}", _("This number stands here twice. Keep one of them."))
            if name and value is not None:
                names[name] = str(value)
        if not self.errors and not names and not given.get("rules", "").strip():
            self.add_error("name_0", _("Change a number, or write a rule."))
        given["parameters"] = names
        return given


def list_numbers(day: date) -> list[tuple[str, str]]:
    """Return the numbers of the law in force on a day, with what they are called and what they are now."""
    told = [(row.label, f"{name_number(leaf_of(row))} = {say_number(row.value, row.unit)}") for row in _rows_on(day)]
    return sorted(told, key=lambda each: sort_key(get_language() or "", each[1]))


def current_values(names: Mapping[str, str], day: date) -> list[tuple[str, str, str]]:
    """Return each changed number by its name, with what it is and what it would be."""
    now = {row.label: row for row in _rows_on(day)}
    return [
        (name_number(leaf_of(row)), say_number(row.value, row.unit), say_number(Decimal(value), row.unit))
        if (row := now.get(name))
        else (name, "–", value)
        for name, value in names.items()
    ]


def _rows_on(day: date) -> Iterator[Parameter]:
    for rows in content().parameters.by_name.values():
        yield from (row for row in rows if row.holds_on(day))
