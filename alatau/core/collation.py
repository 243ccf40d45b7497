"""Sort keys by a language's own alphabet, for databases that know no languages.

A key is compared by code point (PostgreSQL: a column with ``COLLATE "C"``), so it can be stored and indexed. It has two
parts: the letters by their place in the alphabet, then, for words equal so far, accents and capitals.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Lower than any part of a key, so that a shorter word comes first.
PART_END = "\x01"
#: Spaces and punctuation sort before digits, digits before letters.
GAP = " "
#: First code point of the letters of the alphabet; letters outside the alphabet follow all of them.
FIRST_LETTER = 0x0100
FOREIGN = "\u2000"
#: Written forms that sort as another letter in every language: Arabic carriers of hamza, final forms, stretching.
SAME_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ـ": None})

Places = dict[str, tuple[str, int]]


def collation_key(text: str, *, alphabet: str) -> str:
    """Return a key that sorts ``text`` by ``alphabet`` when keys are compared by code point."""
    places = _places(alphabet)
    letters: list[str] = []
    details: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        letter, detail = _weigh(character, places)
        letters.append(letter)
        details.append(detail if letter else "")
    return f"{''.join(letters)}{PART_END}{''.join(details)}"


def _weigh(character: str, places: Places) -> tuple[str, str]:
    """Return the letter's part and the detail (place in its group, capital) of one character."""
    lower = character.lower()
    capital = int(lower != character)
    for form in (lower, _bare(lower)):
        if form in places:
            letter, variant = places[form]
            return letter, chr(0x30 + 2 * (variant + int(form != lower)) + capital)
    bare = _bare(lower)
    if bare.isdigit():
        return bare, "0"
    if any(mark.isalpha() for mark in bare):
        return "".join(FOREIGN + mark for mark in bare), chr(0x30 + capital)
    return (GAP, "0") if not unicodedata.combining(character) and bare else ("", "")


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    """Return the character without accents and carriers, one digit form for all scripts."""
    marks = unicodedata.normalize("NFKD", character.translate(SAME_LETTER))
    kept = "".join(mark for mark in marks if not unicodedata.combining(mark))
    return str(unicodedata.digit(kept)) if len(kept) == 1 and kept.isdigit() else kept


@lru_cache(maxsize=32)
def _places(alphabet: str) -> Places:
    return {
        letter: (chr(FIRST_LETTER + place), variant)
        for place, group in enumerate(alphabet.split())
        for variant, letter in enumerate(group)
    }
