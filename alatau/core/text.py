"""Text in the city's languages, and days, times, numbers and lists as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_timedelta, get_datetime_format
from babel.lists import format_list as babel_list
from babel.numbers import get_decimal_symbol
from django.utils.translation import get_language, gettext
from django.utils.translation import override as speaking

from alatau.core.collation import collation_key
from alatau.core.content import find_language
from alatau.core.languages import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

#: Parts thousands. It never breaks a line, is narrower than a letter, and keeps the order of groups in right-to-left
#: text, which an ordinary thin space does not.
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
#: Holds a minus before its number in right-to-left text.
LEFT_TO_RIGHT_MARK = "\u200e"

#: A number as laws have them, which right-to-left text would turn round.
_NUMBER_WITH_LETTERS = re.compile(r"(?<![\w\u200e-])\d+-[A-Z]")

#: From which sizes languages shorten a number; in their patterns a zero stands for it, and marks are quoted.
_SHORT_SIZES = (10**3, 10**6, 10**9, 10**12)

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Text(Mapping[str, str]):
    """The same words in several languages. Immutable; equal when every language says the same.

    ``Text(en="bread", ru="хлеб", ar="خبز")``. Inside a template ``{{ text }}`` speaks the reader's
    language.
    """

    __slots__ = ("_words",)

    def __init__(self, **words: str) -> None:
        assert words, "a text speaks at least one language"
        assert all(word.strip() for word in words.values()), f"no language may be left empty: {words}"
        self._words = words

    def say(self, language: str | None = None) -> str:
        """Return the words in ``language`` (the reader's by default), else in the first language the text has."""
        wanted = (language or get_language() or "").partition("-")[0]
        words = self._words.get(wanted) or next(iter(self._words.values()))
        return _keep_in_order(words, language=wanted)

    def missing(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Return those of ``languages`` that the text does not speak."""
        return tuple(language for language in languages if language not in self._words)

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __hash__(self) -> int:
        return hash(frozenset(self._words.items()))

    def __str__(self) -> str:
        return self.say()

    def __repr__(self) -> str:
        return f"Text({', '.join(f'{language}={words!r}' for language, words in self._words.items())})"


def _keep_in_order(text: str, *, language: str) -> str:
    """Hold "94-V" together: between Arabic words it would read "V-94"."""
    if not _NUMBER_WITH_LETTERS.search(text) or direction(language) != Direction.RIGHT_TO_LEFT.value:
        return text
    return _NUMBER_WITH_LETTERS.sub(lambda found: LEFT_TO_RIGHT_MARK + found[0], text)


def direction(language: str | None = None) -> str:
    """Return ``ltr`` or ``rtl`` for HTML's ``dir``."""
    return find_language(language).direction.value


def sort_key(language: str, text: str) -> str:
    """Return the key that files ``text`` in the order of the language's dictionary.

    Keys compare by code point: keep them in a column with ``db_collation="C"``.
    """
    return collation_key(text, alphabet=find_language(language).alphabet)


def format_day(day: date, language: str | None = None) -> str:
    """Return the day in words and figures: "3 May 2026", "2026 жылғы 3 мамыр"."""
    spoken = find_language(language)
    words = format_date(day, spoken.day_pattern, locale=spoken.locale)
    return words.replace(" ", NO_BREAK_SPACE)


def format_time(at: datetime) -> str:
    """Return the time of day on a 24-hour clock, as every language of the city writes it: "09:05"."""
    return at.strftime("%H:%M")


def format_moment(at: datetime, language: str | None = None) -> str:
    """Return day and time in the zone that ``at`` carries; hand in city time."""
    joined = str(get_datetime_format("medium", locale=find_language(language).locale))
    return joined.replace("{1}", format_day(at.date(), language)).replace("{0}", format_time(at))


def format_relative(at: datetime, *, now: datetime, language: str | None = None) -> str:
    """Return "5 minutes ago" or "in 2 hours" while under a day, then the day itself."""
    spoken = find_language(language)
    distance = at - now
    if abs(distance) >= DAY:
        return format_day(at.astimezone(now.tzinfo).date(), language)
    if abs(distance) < MINUTE:
        with speaking(spoken.code):
            return gettext("just now")
    return format_timedelta(distance, add_direction=True, threshold=1, locale=spoken.locale)


def describe_short_numbers(language: str | None = None) -> dict[str, object]:
    """Return how a language shortens numbers, for whoever draws them: its decimal mark, and words from sizes on.

    ``{n}`` in the words stands for so many of that size: "{n} млн" from a million on.
    """
    locale = find_language(language).locale
    patterns = Locale.parse(str(locale)).compact_decimal_formats["short"]["other"]
    words = {size: patterns[str(size)].pattern.replace("0", "{n}").replace("'", "") for size in _SHORT_SIZES}
    return {"mark": get_decimal_symbol(locale), "words": [*words.items()]}


def format_number(
    number: int | Decimal, language: str | None = None, *, places: int | None = None, space: str = NARROW_SPACE
) -> str:
    """Return the number with a space between thousands and the language's decimal mark.

    ``places`` fixes the digits after the mark; without it as many as the number has. ``space`` is plain in SMS, where
    the narrow one would push the text out of its one-part alphabet.
    """
    spoken = find_language(language)
    size = Decimal(number).copy_abs()
    whole, _, rest = (f"{size:,f}" if places is None else f"{size:,.{places}f}").partition(".")
    if places is None:
        rest = rest.rstrip("0")
    mark = get_decimal_symbol(spoken.locale) if rest else ""
    # What rounds to nothing has no sign: nobody owes "−0.00".
    is_negative = number < 0 and (whole + rest).strip("0") != ""
    sign = (LEFT_TO_RIGHT_MARK if spoken.direction is Direction.RIGHT_TO_LEFT else "") + MINUS if is_negative else ""
    return f"{sign}{whole.replace(',', space)}{mark}{rest}"


def format_list(words: Sequence[str], language: str | None = None) -> str:
    """Return the words as one phrase: "bread, milk and salt"."""
    return babel_list(list(words), locale=find_language(language).locale) if words else ""
