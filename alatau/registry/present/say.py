"""Say the values of a register's columns in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext as _

from alatau.core.content import content, find_language
from alatau.core.money import Amount, Currency, format_amount
from alatau.core.text import Text, format_day, format_moment, format_number
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.values import Column

NOTHING = "–"
#: Digits of small change of a currency that is not the state's own.
FOREIGN_EXPONENT = 2


def say_value(column: Column, value: object) -> str:
    """Return a value of the column in words and figures; a dash where the register says nothing."""
    if value is None or value == "":
        return NOTHING
    saying = _SAYINGS.get(column.type)
    return saying(column, value) if saying else str(value)


def say_amount(units: int, code: str) -> str:
    """Return an amount in the currency that the column names; one that is not the state's own is named by its code."""
    own = content().currency
    currency = own if code == own.code else _foreign(code)
    return format_amount(Amount(units, currency))


def _foreign(code: str) -> Currency:
    word = Text(**{language.code: code for language in content().languages})
    return Currency(code=code, exponent=FOREIGN_EXPONENT, word=word, minor_word=word)


def _say_month(_column: Column, value: object) -> str:
    return str(format_date(_as_day(value), "LLLL y", locale=find_language().locale))


def _say_moment(_column: Column, value: object) -> str:
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return format_moment(aware.astimezone(ZoneInfo(content().time_zone)))


def _say_place(_column: Column, value: object) -> str:
    code = str(value)
    place = content().place_codes.full_name(code)
    return place.say() if place else code


def _as_day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


_SAYINGS: dict[ColumnType, Callable[[Column, object], str]] = {
    ColumnType.DAY: lambda _column, value: format_day(_as_day(value)),
    ColumnType.MONTH: _say_month,
    ColumnType.MOMENT: _say_moment,
    ColumnType.WHOLE_NUMBER: lambda _column, value: format_number(int(str(value))),
    ColumnType.DECIMAL: lambda _column, value: format_number(Decimal(str(value))),
    ColumnType.AMOUNT: lambda column, value: say_amount(int(str(value)), column.unit),
    ColumnType.YES_NO: lambda _column, value: _("Yes") if value in (True, "true") else _("No"),
    ColumnType.CHOICE: lambda column, value: column.say_choice(str(value)),
    ColumnType.PLACE_CODE: _say_place,
}
