"""Everything people read is said in every language, with the same facts in it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tools.translations import LANGUAGES, extract_room, list_gaps, list_rooms, read_catalogue

MOST_WORDS = 20
#: Words that blame, boast, or mean something to programmers only.
UNWELCOME = re.compile(r"\b(successfully|invalid|illegal|oops|null|string|boolean|UUID|exception|foreign key)\b", re.I)
FIGURE = re.compile(r"%\(\w+\)s")


@cache
def list_english() -> list[str]:
    """Return what the code and the pages say, each sentence once."""
    messages = (message.id for room in list_rooms() for message in extract_room(room) if message.id)
    texts = (text for one in messages for text in ([one] if isinstance(one, str) else one))
    return sorted(set(texts))


@cache
def list_all_gaps() -> list[str]:
    """Return what is missing in any language."""
    return list_gaps()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_the_same_placeholders(language: str) -> None:
    assert [gap for gap in list_all_gaps() if f"/locale/{language}/" in gap] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sentence_has_one_translation_in_all_rooms(language: str) -> None:
    # Django merges the catalogues: of two translations a reader gets whichever room is loaded first.
    said: dict[tuple[object, object], set[object]] = {}
    for room in list_rooms():
        for message in read_catalogue(room, language):
            if message.id and message.string:
                said.setdefault((message.id, message.context), set()).add(message.string)
    assert [key for key, translations in said.items() if len(translations) > 1] == []


def test_sentences_are_short() -> None:
    sentences = (part for text in list_english() for part in re.split(r"(?<=[.?!])\s+", text))
    assert [one for one in sentences if len(FIGURE.sub("x", one).split()) > MOST_WORDS] == []


def test_sentences_hold_no_words_of_programmers_and_no_blame() -> None:
    assert [text for text in list_english() if UNWELCOME.search(text)] == []


def test_sentences_are_whole_and_not_glued_from_pieces() -> None:
    # A piece that starts or ends with a space waits for another one: other languages order them differently.
    assert [text for text in list_english() if text != text.strip() and "\n" not in text] == []
    assert [text for text in list_english() if "\u2014" in text or "\u2013" in text] == []
    assert [text for text in list_english() if re.search(r"%[sd]", text)] == [], (
        "name the placeholder, so that it can move"
    )
