"""Forms of pages that content describes: each question a box of its kind, checked as content checks such answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.money import Amount
from alatau.core.text import format_day
from alatau.money.forms import AmountField
from alatau.services.catalogue.say import list_row_choices
from alatau.services.catalogue.values import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.core.identifiers import Identifiers
    from alatau.services.catalogue.known import Known
    from alatau.services.catalogue.values import FormField

YES, NO = "yes", "no"
NUMBER_MAX = 10**9
EMAIL_MAX = 254


class CheckedField(forms.CharField):
    """A number of a person, firm, telephone or account, in the one form that the content gives it."""

    def __init__(self, numbers: Identifiers, *, on: date, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "figure"})
        super().__init__(max_length=60, **kwargs)
        self.numbers, self.on = numbers, on

    def clean(self, value: object) -> str:
        """Return the number's normal form; nothing for nothing."""
        text = super().clean(value)
        try:
            return self.numbers.check(text, on=self.on) if text else ""
        except AlatauError as error:
            raise ValidationError(error.sentence()) from error


class PageForm(forms.Form):
    """The open questions of one page. Answers come out as JSON keeps them."""

    def __init__(self, *args: Any, questions: Sequence[FormField], known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [each for each in questions if each.type is not FieldType.FILES]
        for each in self.questions:
            box = make_box(each, known)
            box.label, box.required = each.label.say(), each.is_required
            box.help_text = each.hint.say() if each.hint else box.help_text
            self.fields[each.key] = box

    def answers(self) -> dict[str, object]:
        """Return what was answered; an empty answer is kept as none."""
        return {each.key: _as_answer(self.cleaned_data[each.key]) for each in self.questions}


def make_box(question: FormField, known: Known) -> forms.Field:
    """Return the box of a question, without its words."""
    return BOXES[question.type](question, known)


def initial_of(questions: Sequence[FormField], answers: Mapping[str, object]) -> dict[str, object]:
    """Return what was answered before, as boxes show it."""
    shown: dict[str, object] = {}
    for each in questions:
        value = answers.get(each.key)
        if value is None:
            continue
        if each.type is FieldType.YES_NO:
            shown[each.key] = YES if value else NO
        elif each.type is FieldType.AMOUNT:
            shown[each.key] = Amount(int(str(value)), content().currency).as_decimal()
        else:
            shown[each.key] = value
    return shown


def _as_answer(value: object) -> object:
    match value:
        case Amount():
            return value.units
        case date():
            return value.isoformat()
        case "" | None:
            return None
    return value


def _text(question: FormField, _known: Known) -> forms.Field:
    return forms.CharField(max_length=question.length_max, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _long_text(question: FormField, _known: Known) -> forms.Field:
    return forms.CharField(max_length=question.length_max, widget=forms.Textarea(attrs={"rows": 5}))


def _number(question: FormField, _known: Known) -> forms.Field:
    most = question.most if question.most is not None else NUMBER_MAX
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "figure"})
    return forms.IntegerField(min_value=question.least or 0, max_value=most, widget=widget)


def _amount(_question: FormField, _known: Known) -> forms.Field:
    return AmountField()


def _day(question: FormField, known: Known) -> forms.Field:
    field = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if question.least is not None:
        first = known.on + timedelta(days=question.least)
        field.validators.append(
            MinValueValidator(first, _("Choose %(day)s or a later day.") % {"day": format_day(first)})
        )
    if question.most is not None:
        last = known.on + timedelta(days=question.most)
        field.validators.append(
            MaxValueValidator(last, _("Choose %(day)s or an earlier day.") % {"day": format_day(last)})
        )
    return field


def _yes_no(_question: FormField, _known: Known) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[(YES, _("Yes")), (NO, _("No"))],
        coerce=lambda said: said == YES,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _choice(question: FormField, _known: Known) -> forms.Field:
    return forms.ChoiceField(choices=_options(question), widget=forms.RadioSelect)


def _choices(question: FormField, _known: Known) -> forms.Field:
    return forms.MultipleChoiceField(choices=_options(question), widget=forms.CheckboxSelectMultiple)


def _row(question: FormField, known: Known) -> forms.Field:
    return forms.ChoiceField(choices=list_row_choices(known, question), widget=forms.RadioSelect)


def _options(question: FormField) -> list[tuple[str, str]]:
    return [(option.key, option.label.say()) for option in question.options]


def _phone(_question: FormField, known: Known) -> forms.Field:
    field = CheckedField(content().phone_numbers, on=known.on)
    field.widget.attrs |= {"type": "tel", "autocomplete": "tel"}
    return field


def _email(_question: FormField, _known: Known) -> forms.Field:
    return forms.EmailField(
        max_length=EMAIL_MAX, widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
    )


BOXES: dict[FieldType, Callable[[FormField, Known], forms.Field]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NUMBER: _number,
    FieldType.AMOUNT: _amount,
    FieldType.DAY: _day,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.ROW: _row,
    FieldType.PERSON_NUMBER: lambda _question, known: CheckedField(content().person_numbers, on=known.on),
    FieldType.ORGANISATION_NUMBER: lambda _question, known: CheckedField(content().organisation_numbers, on=known.on),
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.ACCOUNT: lambda _question, known: CheckedField(content().account_numbers, on=known.on),
}
