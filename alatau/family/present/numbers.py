"""Numbers of the law as a page shows them: what they are called, their row of a table, and the value with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.text import format_day, format_number
from alatau.family.present.say import WRITTEN_IN, Written, name_rule, say_amount, say_written
from alatau.rules.texts import find_word, read_texts, say_quantity
from alatau.rules.units import RATIO, read_parameter_unit, read_unit

if TYPE_CHECKING:
    from alatau.core.parameters import Parameter
    from alatau.family.card import ParameterLeaf

#: How the foot of an explanation writes a table's row: its name and the row's lowest number.
_ROW = re.compile(r"(?P<table>\w+)\[(?P<low>\d+)\]")
#: What the unit of a share is called among units that have words.
PERCENT = "percent"
#: Words of the law's texts for how sure a source is.
SURENESS = "sureness"
#: Years that somebody has lived: some languages have a word of its own for them.
YEARS, YEARS_OF_AGE = "years", "years of age"


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """One number of the law."""

    title: str
    words: str
    since: str
    #: How far the number is known, in the reader's language, and where it stands, as it was written there.
    sureness: str
    source: Written


def show_number(number: ParameterLeaf) -> NumberWords:
    """Return a number of the law in words."""
    sureness, source = say_source(number.source)
    return NumberWords(
        title=name_number(number),
        words=say_number(Decimal(str(number.value)), _unit_of(number)),
        since=format_day(number.valid_from),
        sureness=sureness,
        source=source,
    )


def say_source(source: str) -> tuple[str, Written]:
    """Return how far a number is known in the reader's language, and its source: translated, or quoted as it stands."""
    if find_word("note", source) is not None:
        return "", say_written("note", source)
    known = read_texts().words.get(SURENESS, {})
    # The longest beginning counts: "sourced as a plan only" is less than "sourced".
    for beginning in sorted(known, key=len, reverse=True):
        if source.startswith(beginning):
            rest = source.removeprefix(beginning).lstrip(":; ")
            return str(known[beginning]), Written(words=rest, language=WRITTEN_IN) if rest else Written()
    return "", say_written("note", source)


def name_number(number: ParameterLeaf) -> str:
    """Return what a number is called; of a table's row also which row, unless the row has a name of its own."""
    own = find_word("parameter", number.name)
    if own is not None:
        return str(own)
    row = _ROW.fullmatch(number.name)
    name = find_word("parameter", row["table"]) if row else None
    if row is None or name is None:
        return name_rule(number.name)
    return f"{name} ({_say_row(number, table=row['table'], low=int(row['low']))})"


def say_number(value: Decimal, unit: str) -> str:
    """Return the value of a number of the law with its unit: money, a share in percent, or so many of something."""
    read, shift = read_parameter_unit(unit)
    if read.is_money:
        return say_amount(int(value.scaleb(shift)), str(read))
    if read_unit(unit) == RATIO:
        return say_quantity(_plain(value * 100), PERCENT)
    return say_quantity(_plain(value), unit)


def _unit_of(number: ParameterLeaf) -> str:
    is_age = number.unit == YEARS and "age" in number.name.split("_")
    return YEARS_OF_AGE if is_age else number.unit


def _plain(value: Decimal) -> int | Decimal:
    """Return the value without idle zeros: 35.00 per cent would take the plural of a fraction."""
    return int(value) if value == int(value) else value.normalize()


def _say_row(number: ParameterLeaf, *, table: str, low: int) -> str:
    """Return the numbers that a row speaks of: 4, 1 to 3, 8 and more."""
    rows = content().parameters.by_name.get(table, ())
    row = next((row for row in rows if row.low == low and row.valid_from == number.valid_from), None)
    return _say_span(low, row)


def _say_span(low: int, row: Parameter | None) -> str:
    first = format_number(low)
    if row is None or row.high == low:
        return first
    if row.high is None:
        return _("%(number)s and more") % {"number": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": format_number(row.high)}
