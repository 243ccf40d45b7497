"""Small words of the desk's tables: kinds of tasks, regions, days left."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alatau.core.text import DAY, format_number
from alatau.desk.forms import name_region
from alatau.desk.values import TaskKind
from alatau.desk.words import KIND_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from alatau.desk.values import TaskRow

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """Say what a task asks for."""
    return str(KIND_WORDS[TaskKind(kind)])


@register.filter
def region_words(code: str) -> str:
    """Say the name of a region."""
    return name_region(code)


@register.filter
def days_words(row: TaskRow) -> str:
    """Say how many working days are left, or by how many the deadline has passed."""
    days = row.days_left
    if days < 0:
        return ngettext("%(days)s working day late", "%(days)s working days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}


@register.filter
def whole_days(time: timedelta | None) -> str:
    """Say a length of time in days, to one place; a dash for nothing."""
    return "–" if time is None else format_number(Decimal(time / DAY), places=1)


@register.filter
def entry(table: Mapping[object, object], key: object) -> object:
    """Return what a table holds under the key."""
    return table.get(key, "")
