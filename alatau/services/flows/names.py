"""A name out of somebody's own words: surname, given name, and a patronymic where there is one. Pure."""

from __future__ import annotations

import unicodedata

from alatau.core.names import PersonName

#: Signs that stand inside names beside letters.
SIGNS = "-'ʼ’"
#: Words and letters of a whole name.
LEAST, MOST, LETTERS_MOST = 2, 4, 40


def read_name(text: str) -> PersonName | None:
    """Return the name that the words say, each word with a capital; None where they are no name.

    Its order is that of documents: surname, given name, patronymic. A patronymic may be two words.
    """
    words = unicodedata.normalize("NFC", text).replace(",", " ").replace(".", " ").split()
    if not LEAST <= len(words) <= MOST or not all(_is_word(word) for word in words):
        return None
    surname, given_name, *rest = (_write(word) for word in words)
    return PersonName(surname=surname, given_name=given_name, patronymic=" ".join(rest))


def _is_word(word: str) -> bool:
    """Tell whether a word is of letters, with signs between them."""
    letters = [sign for sign in word if sign not in SIGNS]
    is_bounded = len(letters) >= LEAST and len(word) <= LETTERS_MOST
    return is_bounded and word[0] not in SIGNS and all(unicodedata.category(sign)[0] in "LM" for sign in letters)


def _write(word: str) -> str:
    """Return the word with a capital, and after a hyphen another; scripts without capitals stay as they are."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
