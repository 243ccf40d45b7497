"""Bring words to the form in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Protocol, cast

import snowballstemmer  # type: ignore[import-untyped]  # the library carries no types: `Stemmer` says what we use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.services.search.languages import Reading

#: Letters and digits, each with the marks that stand over or under it.
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u064b-\u065f\u0670]*)+")
#: A stemmer keeps the word it works on in itself, so only one thread may use it at a time.
_ONE_AT_A_TIME = Lock()
#: Words of so few letters have no ending to lose.
SHORT = 3
#: How many endings a word can lose: a noun may carry number, owner, case and more.
ENDINGS_MOST = 4


class Stemmer(Protocol):
    """What the library gives."""

    def stemWord(self, word: str) -> str:  # noqa: N802  the library's name
        """Return the word without its ending."""
        ...


def list_words(text: str) -> list[str]:
    """Return the words of a text. A single letter is none: it is a preposition, or the start of a word."""
    return [word for word in WORD.findall(text) if len(word) > 1 or word.isdecimal()]


def list_stems(text: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Return the words of a text that say something, each with its stem."""
    for word in list_words(text):
        folded = reading.fold(word)
        if folded and folded not in reading.stop:
            yield word, find_stem(folded, reading)


@lru_cache(maxsize=50_000)
def find_stem(word: str, reading: Reading) -> str:
    """Return the stem of a folded word. A number or an abbreviation stays as it is."""
    if len(word) <= SHORT or word.isdecimal():
        return word
    if reading.stemmer:
        with _ONE_AT_A_TIME:
            return str(_get_stemmer(reading.stemmer).stemWord(word))
    return _cut(word, reading)


@lru_cache
def _get_stemmer(name: str) -> Stemmer:
    return cast("Stemmer", snowballstemmer.stemmer(name))


def _cut(word: str, reading: Reading) -> str:
    for _ in range(ENDINGS_MOST):
        room = len(word) - reading.least
        ending = next((each for each in reading.endings if len(each) <= room and word.endswith(each)), "")
        if not ending:
            break
        word = word.removesuffix(ending)
    return word[:-1] + reading.finals.get(word[-1], word[-1])
