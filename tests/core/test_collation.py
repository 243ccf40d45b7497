"""Lists in the order of each language's dictionary, by keys that compare by code point."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.text import sort_key
from qazaqstan.languages import LANGUAGES

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
words = st.text(alphabet=KAZAKH + KAZAKH.upper() + " -", max_size=8)
anything = st.text(max_size=8)


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("kk", ["Абай", "Алма", "Ән", "Бақыт", "Қали", "Лаура", "Ң", "Омар", "Өмір", "Ұлан", "Үміт", "Фатима"]),
        ("kk", ["ел", "ем", "ес", "ёлка", "жер"]),
        ("kk", ["ын", "ін", "эн"]),
        ("ru", ["Әлия", "Алла", "Аня", "Ёлка", "Елкин", "Жанна", "Иван", "Ігор", "Игорь"]),
        ("en", ["Adam", "Ádám", "Adams", "Zoe", "Жанна"]),
        ("ar", ["أحمد", "باسم", "سعاد", "محمد", "يوسف"]),
        ("kk", ["12-үй", "3-үй", "Абай"]),
    ],
)
def test_names_are_filed_as_in_the_dictionary(language: str, ordered: list[str]) -> None:
    assert sorted({*ordered}, key=lambda word: sort_key(language, word)) == ordered


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_the_alphabet_of_each_language_holds_every_letter_once(language: str) -> None:
    letters = [letter for own in LANGUAGES if own.code == language for letter in own.alphabet.replace(" ", "")]
    assert len(letters) == len(set(letters))


@given(word=words)
def test_capitals_decide_only_between_words_equal_otherwise(word: str) -> None:
    assert sort_key("kk", word).partition("\x01")[0] == sort_key("kk", word.upper()).partition("\x01")[0]


@given(first=words, second=words)
def test_words_sort_by_their_first_different_letter(first: str, second: str) -> None:
    letters = KAZAKH.index
    plain = [[letters(sign) for sign in word.lower() if sign in KAZAKH] for word in (first, second)]
    if " " not in first + second and "-" not in first + second and plain[0] != plain[1]:
        assert (sort_key("kk", first) < sort_key("kk", second)) == (plain[0] < plain[1])


@given(text=anything, language=st.sampled_from(["kk", "ru", "en", "ar"]))
def test_keys_can_be_stored_and_do_not_depend_on_the_form_of_letters(text: str, language: str) -> None:
    key = sort_key(language, text)
    assert key == sort_key(language, unicodedata.normalize("NFD", text))
    assert "\x00" not in key
    key.encode()


@given(words=st.lists(words, min_size=2, max_size=6))
def test_code_points_order_keys_as_bytes_do(words: list[str]) -> None:
    keys = [sort_key("kk", word) for word in words]
    assert sorted(keys) == sorted(keys, key=str.encode)
