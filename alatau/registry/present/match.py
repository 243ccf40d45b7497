"""An unsure match as a page shows it: field beside field, with how well each agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from alatau.core.text import format_day, format_number
from alatau.registry.linkage.naming import find_naming
from alatau.registry.present.say import NOTHING, say_value
from alatau.registry.rows.types import read_value

if TYPE_CHECKING:
    from alatau.registry.linkage.show import MatchView

#: Fields in the order in which people compare them, with the part of a declaration that holds each.
FIELDS = {"surname": "surname", "given_name": "given_name", "father": "patronymic", "born_on": "born", "sex": "sex"}
#: A probability of 1 in the whole numbers in which it is kept.
WHOLE = 10_000


class FieldView(NamedTuple):
    """One compared field of the row."""

    title: str
    #: What the row says.
    said: str
    #: How well it agrees with what the city knows of the person.
    agrees: str


def list_fields(match: MatchView) -> list[FieldView]:
    """Return the compared fields of the row, each with how it agrees."""
    telling = find_naming(match.register)
    if telling is None:
        return []
    fields = []
    for field, part in FIELDS.items():
        column = match.register.columns.get(telling.parts.get(part, ""))
        if column is not None:
            said = match.row.get(column.name)
            text = say_value(column, read_value(column, said)) if said else NOTHING
            fields.append(FieldView(column.title(), text, say_agreement(match.detail.get(field, ""))))
    return fields


def list_others(match: MatchView) -> list[tuple[str, str]]:
    """Return the other values of the row, those that say nothing left out."""
    telling = find_naming(match.register)
    compared = set(telling.parts.values()) if telling else set()
    return [
        (column.title(), say_value(column, read_value(column, match.row[name])))
        for name, column in match.register.columns.items()
        if name not in compared and match.row.get(name)
    ]


def say_agreement(grade: str) -> str:
    """Return how well a field agrees."""
    return {
        "same": _("the same"),
        "same_stem": _("the same but for the ending"),
        "swapped": _("changed places"),
        "close": _("one letter or figure off"),
        "alike": _("alike"),
        "same_year": _("the same year"),
        "other": _("different"),
    }.get(grade, _("not given"))


def say_score(match: MatchView) -> str:
    """Return how sure the comparison is, as a share of a hundred."""
    return format_number(match.score * 100 // WHOLE) + "\u00a0%"


def say_born(match: MatchView) -> str:
    """Return the person's day of birth."""
    return format_day(match.person.born_on) if match.person.born_on else NOTHING
