"""Forms of the room's pages, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.registry.contest import WORDS_MAX
from alatau.registry.present.states import Freshness
from alatau.registry.present.unfold import Seen, judge_column
from alatau.registry.present.words import FRESHNESS_WORDS

if TYPE_CHECKING:
    from alatau.registry.present.unfold import Reader
    from alatau.registry.values import Register


#: Stands for the whole row among the columns to choose from; no column can be called so.
WHOLE_ROW = "-"


class NarrowForm(forms.Form):
    """What the list of registers is narrowed to."""

    words = forms.CharField(
        label=_("Name, code or owner"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    freshness = forms.ChoiceField(
        label=_("Freshness"),
        required=False,
        choices=[("", _("All")), *((each.value, FRESHNESS_WORDS[each]) for each in Freshness)],
    )
    has_quarantine = forms.BooleanField(label=_("With rows in quarantine"), required=False)


class ContestForm(forms.Form):
    """What a resident says is wrong: one value of the row, or the whole of it, in their own words."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    column = forms.ChoiceField(label=_("Which part?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_("Say what we should know. The register's owner reads it."),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, register: Register, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["column"]
        assert isinstance(field, forms.ChoiceField)
        shown = [
            column
            for column in register.columns.values()
            if judge_column(column, reader=reader) is Seen.OPEN and column.name != register.subject
        ]
        field.choices = [
            *((column.name, column.title()) for column in shown),
            (WHOLE_ROW, _("The whole record: it is not mine, or should not be there")),
        ]

    def clean_column(self) -> str:
        """Return the column's name; empty for the whole row."""
        given = str(self.cleaned_data["column"])
        return "" if given == WHOLE_ROW else given
