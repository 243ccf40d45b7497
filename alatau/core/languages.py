"""A language as content describes it: what it is called, which way it runs, how it sorts and writes a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

from alatau.core.environment import SettingError


class Direction(StrEnum):
    """Which way a line of text runs; the values are those of HTML's ``dir``."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language that the city speaks."""

    #: ISO 639-1 code, which is also the code in URLs, cookies and `Text`.
    code: str
    #: What its speakers call it.
    own_name: str
    direction: Direction = Direction.LEFT_TO_RIGHT
    #: Babel's name of the locale, for plural forms, month names and the decimal mark.
    locale: str
    #: How a day is written, as a CLDR pattern: "d MMMM y" gives "3 May 2026".
    day_pattern: str = "d MMMM y"
    #: Letters in the order of the dictionary, groups parted by spaces. Letters of one group differ only when all else
    #: is equal: "а ә б" tells three letters apart, "аә б" files ә with а.
    alphabet: str
    #: Words people put beside an amount of whole money in this language ("тг"), besides the currency's own.
    money_words: tuple[str, ...] = ()


def load_languages(package: str) -> tuple[Language, ...]:
    """Return the languages of a content package, which the settings need before the rest of it can be loaded.

    Raises:
        SettingError: there is no such package.
    """
    try:
        languages: tuple[Language, ...] = import_module(f"{package}.languages").LANGUAGES
    except ModuleNotFoundError as error:
        if not f"{package}.languages".startswith(error.name or "?"):
            raise
        message = f"ALATAU_CONTENT is {package!r}, and there is no such content package. Set it to qazaqstan."
        raise SettingError(message) from error
    return languages
