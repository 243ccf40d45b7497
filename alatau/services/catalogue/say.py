"""Say what is known about a request in words: answers, columns of registers, people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.say import say_fact
from alatau.core.text import format_day, format_list, format_number
from alatau.registry.present.say import NOTHING, say_value
from alatau.services.catalogue.evidence import ROW_KEY
from alatau.services.catalogue.names import find_column
from alatau.services.catalogue.values import Cases, Constant, FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.services.catalogue.known import Known
    from alatau.services.catalogue.values import FormField, Source


def say_source(known: Known, source: Source) -> str:
    """Return what a source gives, in the reader's language; a dash where nothing is known."""
    if isinstance(source, Constant):
        return _yes_no(source.value) if isinstance(source.value, bool) else say_fact(source.value)
    if isinstance(source, Cases):
        case = next((case for when, case in source.cases if when is None or when.holds(known)), None)
        return NOTHING if case is None else say_source(known, case)
    return say_name(known, source)


def say_name(known: Known, name: str) -> str:
    """Return what a name stands for, in words."""
    value = known.find(name)
    form_field = next((each for each in known.service.fields if each.key == name), None)
    if form_field is not None:
        return say_answer(known, form_field, value)
    column = find_column(known.service, name)
    if column is not None:
        return say_value(column, value)
    if name == "person.region":
        place = content().place_codes.full_name(str(value)) if value else None
        return place.say() if place else NOTHING
    return NOTHING if value in (None, "") else say_fact(value)


def say_answer(known: Known, form_field: FormField, value: object) -> str:
    """Return an answer in words."""
    if value in (None, "", []):
        return NOTHING
    if form_field.known_from and (column := find_column(known.service, form_field.known_from)) is not None:
        return say_value(column, value)
    match form_field.type:
        case FieldType.YES_NO:
            return _yes_no(bool(value))
        case FieldType.CHOICE | FieldType.CHOICES:
            labels = {option.key: option.label.say() for option in form_field.options}
            chosen = value if isinstance(value, list) else [value]
            return format_list([labels.get(str(each), str(each)) for each in chosen])
        case FieldType.DAY:
            return format_day(value if isinstance(value, date) else date.fromisoformat(str(value)))
        case FieldType.AMOUNT:
            return format_amount(Amount(int(str(value)), content().currency))
        case FieldType.NUMBER:
            return format_number(int(str(value)))
        case FieldType.ROW:
            return say_row(known, form_field, str(value))
        case FieldType.PHONE:
            return content().phone_numbers.show(str(value))
        case _:
            return str(value)


def list_row_choices(known: Known, form_field: FormField) -> list[tuple[str, str]]:
    """Return the rows that a question offers: key and words."""
    answered = known.evidence.get(form_field.row_of)
    rows = answered.rows if answered else ()
    return [(str(row[ROW_KEY]), _say_columns(known, form_field, row)) for row in rows]


def say_row(known: Known, form_field: FormField, key: str) -> str:
    """Return one of the offered rows in words."""
    return dict(list_row_choices(known, form_field)).get(key, NOTHING)


def _say_columns(known: Known, form_field: FormField, row: Mapping[str, object]) -> str:
    said = []
    for name in form_field.row_shows:
        column = find_column(known.service, f"{form_field.row_of}.{name}")
        if column is not None and row.get(name) not in (None, ""):
            said.append(say_value(column, row.get(name)))
    return " · ".join(said) or NOTHING


def _yes_no(value: object) -> str:
    return _("Yes") if value else _("No")
