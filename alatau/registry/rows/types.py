"""Read one value as its column's type, in Python: for rows that come alone.

The same rules read files in SQL (`ingest.convert`): a property test holds both to the same result. Texts are read
strictly: what could mean two values is none of them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.registry.ingest.convert.literals import SPACES
from alatau.registry.ingest.convert.types import YEARS, list_words, units_of
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.values import Column

#: What JSON carries.
Given = str | int | float | bool | None
Value = str | int | bool | date | datetime | Decimal | None

_EDGES = re.compile(
    r"^[ \t\n\f\r\u00a0\u2007\u2009\u200b\u202f\ufeff]|[ \t\n\f\r\u00a0\u2007\u2009\u200b\u202f\ufeff]\Z"
)
_GROUPED = r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+"
_GROUP_MARKS = re.compile(r"[ \u00a0\u202f\u2009]")
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:[.]0+)?)?)?")
_DOTTED_DAY = re.compile(r"([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4}-[0-9]{2})(?:-01)?")
_DOTTED_MONTH = re.compile(r"([0-9]{1,2})[.]([0-9]{4})")
_YEAR = re.compile(r"[12][0-9]{3}")
_CLOCK = r"[ T]((?:[01][0-9]|2[0-3])):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
_ISO_MOMENT = re.compile(rf"({YEARS}-[0-9]{{2}}-[0-9]{{2}})(?:{_CLOCK})?(Z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?")
_HOUR = "(?:[01][0-9]|2[0-3])"
_DOTTED_MOMENT = re.compile(rf"([0-9]{{2}}[.][0-9]{{2}}[.]{YEARS}) ({_HOUR}):([0-9]{{2}})(?::([0-9]{{2}}))?")
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)
LARGEST = 2**63 - 1
#: A decimal has fourteen digits before the mark and four behind it.
DECIMAL_BELOW = 10**14


def trimmed(text: str) -> str | None:
    """Return the text without the spaces around it; empty is nothing."""
    return (text.strip(SPACES) if _EDGES.search(text) else text) or None


def is_blank(given: Given) -> bool:
    """Tell whether nothing was given."""
    return given is None or (isinstance(given, str) and trimmed(given) is None)


def read_value(column: Column, given: Given) -> Value:
    """Return the value in the lake's type, or None when it is none or cannot be read."""
    return None if is_blank(given) else _READERS.get(column.type, _read_text)(column, given)


def as_text(given: Given) -> str:
    """Return a value as the text that a file would hold."""
    if isinstance(given, bool):
        return str(given).lower()
    return str(given)


def _read_text(_column: Column, given: Given) -> Value:
    if not isinstance(given, str):
        return as_text(given)
    text = trimmed(given)
    return text and unicodedata.normalize("NFC", text)


def _read_choice(column: Column, given: Given) -> Value:
    text = as_text(given)
    return next((code for code in (text, trimmed(text)) if code in column.choices), None)


def _read_day(_column: Column, given: Given) -> Value:
    text = trimmed(given) if isinstance(given, str) else None
    if not text:
        return None
    if match := _ISO_DAY.fullmatch(text):
        return _bounded(match[1])
    if match := _DOTTED_DAY.fullmatch(text):
        return _bounded(f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}")
    return None


def _read_month(_column: Column, given: Given) -> Value:
    text = trimmed(given) if isinstance(given, str) else None
    if not text:
        return None
    if match := _ISO_MONTH.fullmatch(text):
        return _bounded(f"{match[1]}-01")
    if match := _DOTTED_MONTH.fullmatch(text):
        return _bounded(f"{match[2]}-{match[1]:0>2}-01")
    return None


def _bounded(iso: str) -> date | None:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _read_year(_column: Column, given: Given) -> Value:
    text = trimmed(as_text(given)) or ""
    return int(text) if _YEAR.fullmatch(text) else None


def _read_moment(_column: Column, given: Given) -> Value:
    text = trimmed(given) if isinstance(given, str) else None
    if not text:
        return None
    zone = content().time_zone
    if match := _ISO_MOMENT.fullmatch(text):
        day, hour, minute, second, fraction, offset = match.groups()
        if offset and second is None:
            return None
        clock = f"{hour or '0':0>2}:{minute or '00'}:{second or '00'}.{(fraction or '')[:6]:0<6}"
        return _moment(f"{day}T{clock}", zone, offset=offset or "")
    if match := _DOTTED_MOMENT.fullmatch(text):
        day, month, year = match[1].split(".")
        return _moment(f"{year}-{month}-{day}T{match[2]}:{match[3]}:{match[4] or '00'}", zone)
    return None


def _moment(iso: str, zone: str, *, offset: str = "") -> datetime | None:
    try:
        told = datetime.fromisoformat(iso + offset)
    except ValueError:
        return None
    return (told if offset else told.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _read_whole_number(_column: Column, given: Given) -> Value:
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float):
        is_whole = math.isfinite(given) and given == math.trunc(given) and abs(given) <= LARGEST
        return int(given) if is_whole else None
    figures = _read_figures(given, r"[+-]?[0-9]{1,18}(?:[.,]0+)?", r"(?:[.,]0+)?")
    if figures is None:
        return None
    number = int(re.match(r"[+-]?[0-9]+", figures)[0])  # type: ignore[index]  # the pattern begins with figures
    return number if abs(number) <= LARGEST else None


def _read_decimal(_column: Column, given: Given) -> Value:
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float):
        is_kept = math.isfinite(given) and abs(given) < DECIMAL_BELOW
        return round(Decimal(str(given)), 4) if is_kept else None
    tail = r"(?:[.,][0-9]{1,4}0*)?"
    figures = _read_figures(given, rf"[+-]?[0-9]{{1,14}}{tail}", tail)
    if figures is None:
        return None
    number = Decimal(figures.replace(",", "."))
    return round(number, 4) if abs(number) < DECIMAL_BELOW else None


def _read_amount(column: Column, given: Given) -> Value:
    """Texts say whole units of the currency; whole numbers are smallest units, as in files that carry types."""
    if isinstance(given, bool | float):
        return None
    if isinstance(given, int):
        return given if abs(given) <= LARGEST else None
    digits = units_of(column.unit)
    tail = rf"(?:[.,][0-9]{{1,{digits}}})?" if digits else ""
    figures = _read_figures(given, rf"[+-]?[0-9]{{1,15}}{tail}", tail)
    if figures is None:
        return None
    number = Decimal(figures.replace(",", "."))
    return int(number.scaleb(digits)) if abs(number) < 10**15 else None


def _read_yes_no(_column: Column, given: Given) -> Value:
    if isinstance(given, bool):
        return given
    text = (trimmed(as_text(given)) or "").lower()
    yes, no = _words()
    return True if text in yes else False if text in no else None


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(list_words("yes")), frozenset(list_words("no"))


def _read_figures(given: Given, pattern: str, tail: str) -> str | None:
    """Return figures without the spaces that part thousands."""
    text = trimmed(given) if isinstance(given, str) else None
    if not text:
        return None
    if re.fullmatch(pattern, text):
        return text
    return _GROUP_MARKS.sub("", text) if re.fullmatch(_GROUPED + tail, text) else None


_READERS: dict[ColumnType, Callable[[Column, Given], Value]] = {
    ColumnType.CHOICE: _read_choice,
    ColumnType.DAY: _read_day,
    ColumnType.MONTH: _read_month,
    ColumnType.YEAR: _read_year,
    ColumnType.MOMENT: _read_moment,
    ColumnType.WHOLE_NUMBER: _read_whole_number,
    ColumnType.DECIMAL: _read_decimal,
    ColumnType.AMOUNT: _read_amount,
    ColumnType.YES_NO: _read_yes_no,
}
