"""Forms of the room's pages, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.registry.contest import WORDS_MAX
from alatau.registry.correct import correctable, write_text
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.present.records import reader_of
from alatau.registry.present.states import Freshness
from alatau.registry.present.unfold import Seen, judge_column
from alatau.registry.present.words import FRESHNESS_WORDS
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.registry.present.unfold import Reader
    from alatau.registry.records import RecordRow
    from alatau.registry.rows.types import Given
    from alatau.registry.values import Column, Register


#: Boxes that a browser helps to fill.
INPUT_TYPES = {ColumnType.DAY: "date", ColumnType.MONTH: "month", ColumnType.PHONE_NUMBER: "tel"}
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

    def __init__(self, *args: Any, row: RecordRow, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        register, seen_by = row.register, reader_of(row, reader=reader)
        field = self.fields["column"]
        assert isinstance(field, forms.ChoiceField)
        shown = [
            column
            for column in register.columns.values()
            if judge_column(column, reader=seen_by) is Seen.OPEN
            and column.name != register.subject
            and column.name not in row.hidden
        ]
        field.choices = [
            *((column.name, column.title()) for column in shown),
            (WHOLE_ROW, _("The whole record: it is not mine, or should not be there")),
        ]

    def clean_column(self) -> str:
        """Return the column's name; empty for the whole row."""
        given = str(self.cleaned_data["column"])
        return "" if given == WHOLE_ROW else given


class CorrectionForm(forms.Form):
    """How a contested value should read, in a box that fits its type. The register checks it when it is taken."""

    value = forms.CharField(label=_("Right value"), max_length=200)

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = column
        self.fields["value"] = make_field(column, label=column.title(), required=True)

    def boxes(self) -> list[forms.BoundField]:
        """Return the one box."""
        return [self["value"]]

    def corrected(self) -> dict[str, Given]:
        """Return what was typed, by column."""
        return {self.column.name: str(self.cleaned_data["value"])}


class RowCorrectionForm(forms.Form):
    """How a contested row should read, each value that can change in a box of its own. What is left stays."""

    def __init__(self, *args: Any, row: RecordRow, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen_by = reader_of(row, reader=reader)
        for name, column in correctable(row).items():
            if judge_column(column, reader=seen_by) is not Seen.OPEN:
                continue
            # Whom a row names stands in no box: a number that is typed takes the place of the one that is there.
            is_needed = column.is_required and column.type not in PERSON_TYPES
            self.fields[f"value-{name}"] = make_field(column, label=column.title(), required=is_needed)
            self.fields[f"value-{name}"].initial = write_text(column, row.value(column))

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing was changed."""
        if not self.changed_data and not self.errors:
            raise forms.ValidationError(_("Change at least one value."))
        return self.cleaned_data

    def boxes(self) -> list[forms.BoundField]:
        """Return the boxes of the row's values."""
        return list(self)

    def corrected(self) -> dict[str, Given]:
        """Return what was changed, by column; what was emptied is nothing."""
        return {name.removeprefix("value-"): str(self.cleaned_data[name]) or None for name in self.changed_data}


def make_field(column: Column, *, label: str, required: bool) -> forms.Field:
    """Return a box for one value of a column, as its owner would write it."""
    if column.type is ColumnType.CHOICE:
        choices = [("", "–"), *((code, column.say_choice(code)) for code in column.choices)]
        return forms.ChoiceField(label=label, required=required, choices=choices)
    if column.type is ColumnType.YES_NO:
        return forms.ChoiceField(
            label=label, required=required, choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))]
        )
    kind = INPUT_TYPES.get(column.type, "text")
    hint = column.unit if column.type is ColumnType.AMOUNT else ""
    return forms.CharField(
        label=label,
        required=required,
        max_length=column.max_length,
        help_text=hint,
        widget=forms.TextInput(attrs={"type": kind}),
    )


class FileForm(forms.Form):
    """A file of the register's owner."""

    errand_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("File"), help_text=_("CSV, Parquet, JSON Lines or Excel, with the names of columns.")
    )
    as_of = forms.DateField(label=_("Day that the file describes"), widget=forms.DateInput(attrs={"type": "date"}))
    may_shrink = forms.BooleanField(label=_("It may end most of the rows that are in force"), required=False)


class ReturnForm(forms.Form):
    """What the register's owner has to do about rows that go back."""

    note = forms.CharField(label=_("What should the owner do?"), max_length=500)


class ReleaseForm(forms.Form):
    """A quarantined row, every value in a box as it came: what is corrected here is checked as any other row."""

    errand_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    note = forms.CharField(label=_("Why is this right?"), max_length=500)

    def __init__(self, *args: Any, register: Register, values: Mapping[str, str | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = [*register.columns]
        for column in register.columns.values():
            self.fields[f"value-{column.name}"] = forms.CharField(
                label=column.title(),
                required=False,
                max_length=column.max_length,
                initial=values.get(column.name) or "",
                help_text=", ".join(column.choices),
            )

    def boxes(self) -> list[forms.BoundField]:
        """Return the boxes of the row's values."""
        return [self[f"value-{name}"] for name in self.columns]

    def corrected(self) -> dict[str, str | None]:
        """Return the row as it was typed; what is empty is nothing."""
        return {name: str(self.cleaned_data[f"value-{name}"]) or None for name in self.columns}
