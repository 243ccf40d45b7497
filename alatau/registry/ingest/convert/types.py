"""SQL that reads a value as its column's type: the value, or nothing where it is none. One function a type.

Texts are read strictly: what could mean two values is none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision
from django.utils import translation
from django.utils.translation import pgettext

from alatau.core.content import content
from alatau.registry.ingest.convert.literals import text, texts, trimmed
from alatau.registry.ingest.values import Shape
from alatau.registry.reasons import Reason
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alatau.registry.values import Column

#: What a value that cannot be read is called.
UNREADABLE = {
    ColumnType.DAY: Reason.NOT_A_DAY,
    ColumnType.MONTH: Reason.NOT_A_MONTH,
    ColumnType.YEAR: Reason.NOT_A_YEAR,
    ColumnType.MOMENT: Reason.NOT_A_MOMENT,
    ColumnType.WHOLE_NUMBER: Reason.NOT_A_NUMBER,
    ColumnType.DECIMAL: Reason.NOT_A_NUMBER,
    ColumnType.AMOUNT: Reason.NOT_AN_AMOUNT,
    ColumnType.YES_NO: Reason.NOT_YES_OR_NO,
    ColumnType.CHOICE: Reason.UNKNOWN_CODE,
}
_GROUPED = r"[+-]?[0-9]{1,3}([ \x{A0}\x{202F}\x{2009}][0-9]{3})+"
_GROUP_MARKS = r"[ \x{A0}\x{202F}\x{2009}]"
#: Years that a register can speak of.
YEARS = "(?:1[89]|2[0-9])[0-9]{2}"
YES, NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")


def read_value(column: Column, value: str, shape: Shape) -> str:
    """Return SQL that gives the value in the lake's type, or NULL when it cannot be read."""
    return _READERS.get(column.type, _read_text)(column, value, shape)


def units_of(currency: str) -> int:
    """Return how many digits the currency's small change has."""
    ours = content().currency
    return ours.exponent if currency == ours.code else get_currency_precision(currency)


def _read_text(_column: Column, value: str, shape: Shape) -> str:
    return f"nfc_normalize({trimmed(value)})" if shape is Shape.TEXT else f"({value})::VARCHAR"


def _read_choice(column: Column, value: str, shape: Shape) -> str:
    given = value if shape is Shape.TEXT else f"({value})::VARCHAR"
    codes = texts(column.choices)
    return f"CASE WHEN {given} IN {codes} THEN {given} WHEN {trimmed(given)} IN {codes} THEN {trimmed(given)} END"


def _read_day(_column: Column, value: str, shape: Shape) -> str:
    return _day_of(value, shape)


def _read_month(_column: Column, value: str, shape: Shape) -> str:
    if shape is Shape.DAY:
        return f"CASE WHEN day({value}) = 1 THEN {value} END"
    given = trimmed(value)
    return (
        f"CASE WHEN regexp_full_match({value}, '[0-9]{{4}}-[0-9]{{2}}') THEN try_cast({value} || '-01' AS DATE) "
        f"WHEN regexp_full_match({given}, '[0-9]{{4}}-[0-9]{{2}}(-01)?') "
        f"THEN try_cast(left({given}, 7) || '-01' AS DATE) "
        f"WHEN regexp_full_match({given}, '[0-9]{{1,2}}[.][0-9]{{4}}') "
        f"THEN try_strptime('01.' || {given}, '%d.%m.%Y')::DATE END"
    )


def _read_year(_column: Column, value: str, shape: Shape) -> str:
    if shape is Shape.DAY:
        return f"CASE WHEN month({value}) = 1 AND day({value}) = 1 THEN year({value})::INTEGER END"
    given = trimmed(value) if shape is Shape.TEXT else f"({value})::VARCHAR"
    return f"CASE WHEN regexp_full_match({given}, '[12][0-9]{{3}}') THEN try_cast({given} AS INTEGER) END"


def _read_moment(_column: Column, value: str, shape: Shape) -> str:
    zone = text(content().time_zone)
    if shape is Shape.MOMENT:
        return f"({value})::TIMESTAMPTZ"
    if shape in (Shape.LOCAL_MOMENT, Shape.DAY):
        return f"timezone({zone}, ({value})::TIMESTAMP)"
    given = trimmed(value)
    clock = r"[ T](?:[01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    day = f"{YEARS}-[0-9]{{2}}-[0-9]{{2}}"
    dotted = f"[0-9]{{2}}[.][0-9]{{2}}[.]{YEARS}"
    offset = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
    return (
        f"CASE WHEN regexp_full_match({given}, {text(day + clock + offset)}) "
        f"THEN try_cast(replace({given}, ',', '.') AS TIMESTAMPTZ) "
        f"WHEN regexp_full_match({given}, {text(day + f'({clock})?')}) "
        f"THEN timezone({zone}, try_cast(replace({given}, ',', '.') AS TIMESTAMP)) "
        f"WHEN regexp_full_match({given}, {text(dotted + ' (?:[01][0-9]|2[0-3]):[0-9]{2}')}) "
        f"THEN timezone({zone}, try_strptime({given}, '%d.%m.%Y %H:%M')) "
        f"WHEN regexp_full_match({given}, {text(dotted + ' (?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}')}) "
        f"THEN timezone({zone}, try_strptime({given}, '%d.%m.%Y %H:%M:%S')) END"
    )


def _read_whole_number(_column: Column, value: str, shape: Shape) -> str:
    if shape is not Shape.TEXT:
        return f"CASE WHEN {value} = trunc({value}) THEN try_cast({value} AS BIGINT) END"
    return _read_figures(value, "[+-]?[0-9]{1,18}([.,]0+)?", "try_cast(regexp_extract({}, '[+-]?[0-9]+') AS BIGINT)")


def _read_decimal(_column: Column, value: str, shape: Shape) -> str:
    if shape is Shape.WHOLE:
        return f"try_cast({value} AS DECIMAL(18,4))"
    if shape is Shape.FLOAT:
        kept = f"isfinite({value}) AND abs({value}) < 1e14"
        return f"CASE WHEN {kept} THEN round({value}, 4)::DECIMAL(18,4) END"
    if shape is Shape.DECIMAL:
        return f"CASE WHEN {value} = round({value}, 4) THEN try_cast({value} AS DECIMAL(18,4)) END"
    return _read_figures(
        value, "[+-]?[0-9]{1,14}([.,][0-9]{1,4}0*)?", "try_cast(replace({}, ',', '.') AS DECIMAL(18,4))"
    )


def _read_amount(column: Column, value: str, shape: Shape) -> str:
    """Texts and decimals say whole units of the currency; whole numbers of a typed source are smallest units."""
    digits = units_of(column.unit)
    if shape is Shape.WHOLE:
        return f"try_cast({value} AS BIGINT)"
    units = f"* {10**digits}"
    if shape is Shape.DECIMAL:
        return f"CASE WHEN {value} = round({value}, {digits}) THEN try_cast({value} {units} AS BIGINT) END"
    change = f"([.,][0-9]{{1,{digits}}})?" if digits else ""
    # Multiplied in the widest type: seventeen digits and those of the factor are more than a narrow one holds.
    figures = f"try_cast(replace({{}}, ',', '.') AS DECIMAL(17,{digits}))::DECIMAL(38,{digits})"
    return _read_figures(value, f"[+-]?[0-9]{{1,15}}{change}", f"({figures} {units})::BIGINT")


def _read_yes_no(_column: Column, value: str, shape: Shape) -> str:
    if shape is Shape.YES_NO:
        return value
    given = f"lower({trimmed(value)})" if shape is Shape.TEXT else f"({value})::VARCHAR"
    yes, no = texts(list_words("yes")), texts(list_words("no"))
    return f"CASE WHEN {given} IN {yes} THEN true WHEN {given} IN {no} THEN false END"


def _read_figures(value: str, pattern: str, cast: str) -> str:
    """Return SQL for figures; thousands may be parted by spaces."""
    given = trimmed(value)
    head, _bracket, tail = pattern.partition("{1,")
    grouped = text(_GROUPED + (tail.partition("}")[2] if head else ""))
    joined = f"regexp_replace({given}, {text(_GROUP_MARKS)}, '', 'g')"
    return (
        f"CASE WHEN regexp_full_match({value}, {text(pattern)}) THEN {cast.format(value)} "
        f"WHEN regexp_full_match({given}, {text(pattern)}) THEN {cast.format(given)} "
        f"WHEN regexp_full_match({given}, {grouped}) THEN {cast.format(joined)} END"
    )


def _day_of(value: str, shape: Shape) -> str:
    if shape is Shape.DAY:
        return value
    if shape is Shape.MOMENT:
        return f"timezone({text(content().time_zone)}, {value})::DATE"
    if shape is Shape.LOCAL_MOMENT:
        return f"({value})::DATE"
    given = trimmed(value)
    iso = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    return (
        f"CASE WHEN regexp_full_match({value}, {text(iso)}) THEN try_cast({value} AS DATE) "
        f"WHEN regexp_full_match({given}, {text(iso + '([ T]00:00(:00([.]0+)?)?)?')}) "
        f"THEN try_cast(left({given}, 10) AS DATE) "
        f"WHEN regexp_full_match({given}, '[0-9]{{1,2}}[.][0-9]{{1,2}}[.][0-9]{{4}}') "
        f"THEN try_strptime({given}, '%d.%m.%Y')::DATE END"
    )


def list_words(word: str) -> tuple[str, ...]:
    """Return how tables say "yes" or "no", in small letters."""
    return (*(YES if word == "yes" else NO), *_say(word))


def _say(word: str) -> Iterator[str]:
    """Yield the word in each language of the city, as people write it in tables."""
    for language in content().languages:
        with translation.override(language.code):
            yes_no = {"yes": pgettext("a value in a table", "yes"), "no": pgettext("a value in a table", "no")}
            yield yes_no[word].casefold()


_READERS: dict[ColumnType, Callable[[Column, str, Shape], str]] = {
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
