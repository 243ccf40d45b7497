"""Read an amount as a person typed it, in any language of the city; refuse what could mean two sums."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol, get_group_symbol

from alatau.core.content import content, find_language
from alatau.core.errors import AmountNotReadableError
from alatau.core.money import Amount, format_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alatau.core.money import Currency

WHOLE, MINOR = "\ue000", "\ue001"
# Small change follows the word of whole money: without that word nobody can tell where "5 50 cents" is parted.
SHAPE = re.compile(
    f"{WHOLE}?(?P<sign>[-+]?){WHOLE}?(?P<figures>[0-9](?:[ .,']?[0-9])*)(?:{WHOLE}(?:(?P<minor>[0-9]+){MINOR})?)?"
)
SMALL_CHANGE = re.compile(f"(?P<sign>[-+]?)(?P<figures>)(?P<minor>[0-9]+){MINOR}")
#: Marks that write the same thing: every space, every apostrophe, every minus, the Arabic marks.
SAME_MARK = str.maketrans(
    {
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u066b": ",",
        "\u066c": "'",
        "\u060c": ",",
        "\u2019": "'",
        "\u2212": "-",
        "\u2013": "-",
        "\u200e": None,
        "\u200f": None,
        "\u061c": None,
    }
)
#: More digits than any sum of a state has; with two of small change they still fit the database's whole numbers.
WHOLE_DIGITS_MAX = 16


def parse_amount(text: str, currency: Currency, language: str | None = None) -> Amount:
    """Return the amount that ``text`` says: "69 330", "69.330,50", "5 euro 50 cents", "٦٩٣٣٠".

    The language decides what a lone mark before three digits means; where it cannot, nothing is guessed.

    Raises:
        AmountNotReadableError: no amount, more small change than the currency has, or two possible sums.
    """
    plain = _plain(text, currency)
    shape = SHAPE.fullmatch(plain) or SMALL_CHANGE.fullmatch(plain)
    readings = set(_readings(shape, currency, language)) if shape else set()
    if shape is None or len(readings) != 1:
        raise AmountNotReadableError(example=format_amount(currency.whole(1250), language))
    units = readings.pop()
    return Amount(-units if shape["sign"] == "-" else units, currency)


def _plain(text: str, currency: Currency) -> str:
    """Return the text in ASCII digits and marks, with the currency's words as single signs."""
    folded = unicodedata.normalize("NFC", text).translate(SAME_MARK).casefold()
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in folded)
    for pattern, sign in _words(currency):
        digits = pattern.sub(sign, digits)
    return re.sub(rf" *([{WHOLE}{MINOR}+-]) *", r"\1", digits).strip()


@lru_cache(maxsize=32)
def _words(currency: Currency) -> tuple[tuple[re.Pattern[str], str], ...]:
    spoken = {word for language in content().languages for word in language.money_words}
    ours = spoken if currency == content().currency else set()
    whole = {currency.code, currency.symbol, *currency.word.values(), *ours} - {""}
    return tuple(
        (re.compile(rf"(?<![^\W\d])(?:{'|'.join(re.escape(word.casefold()) for word in words)})\.?(?!\w)"), sign)
        for words, sign in ((_longest_first(currency.minor_word.values()), MINOR), (_longest_first(whole), WHOLE))
    )


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=len, reverse=True)


def _readings(shape: re.Match[str], currency: Currency, language: str | None) -> Iterator[int]:
    """Yield every sum, in smallest units, that the figures can mean."""
    figures, minor = shape["figures"] or "0", shape["minor"]
    for whole, change in _split(figures, find_language(language).locale):
        if len(whole) > WHOLE_DIGITS_MAX or len(change) > currency.exponent or (change and minor):
            continue
        if minor and int(minor) >= currency.units_per_whole:
            continue
        yield int(whole + change.ljust(currency.exponent, "0")) + int(minor or 0)


def _split(figures: str, locale: str) -> Iterator[tuple[str, str]]:
    """Yield whole digits and digits of small change, for each way the marks can be read."""
    marks = [sign for sign in figures if not sign.isdigit()]
    decimal = get_decimal_symbol(locale).translate(SAME_MARK)
    alone = len(marks) == 1
    if _is_grouped(figures) and not (alone and marks[0] == decimal):
        yield _digits(figures), ""
    if not marks or marks[-1] not in ".," or marks.count(marks[-1]) > 1:
        return
    head, change = figures.rsplit(marks[-1], 1)
    is_group_mark = alone and marks[-1] == get_group_symbol(locale) and _is_grouped(figures)
    if _is_grouped(head) and not is_group_mark:
        yield _digits(head), change


def _is_grouped(figures: str) -> bool:
    """Tell whether the figures have no marks, or one kind of mark before each three digits."""
    marks = {sign for sign in figures if not sign.isdigit()}
    if not marks:
        return True
    first, *rest = re.split("[ .,']", figures)
    return len(marks) == 1 and len(first) <= 3 and all(len(group) == 3 for group in rest)  # thousands


def _digits(figures: str) -> str:
    return re.sub("[^0-9]", "", figures)
