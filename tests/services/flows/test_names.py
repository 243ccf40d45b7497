"""Names are read out of people's own words, in the letters of every language of the city."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.flows.names import read_name

LETTERS = st.text(alphabet="абвгдәғқңөұүһіёabcdefالمحمدنور", min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("text", "surname", "given_name", "patronymic"),
    [
        ("сапарова айша болатқызы", "Сапарова", "Айша", "Болатқызы"),
        ("САПАРОВА Айша", "Сапарова", "Айша", ""),
        ("Петрова-Водкина Анна, Ивановна.", "Петрова-Водкина", "Анна", "Ивановна"),
        ("Ғабит Әли Серік ұлы", "Ғабит", "Әли", "Серік Ұлы"),
        ("O'Neil Emma", "O'neil", "Emma", ""),
        ("الحسن يوسف", "الحسن", "يوسف", ""),
    ],
)
def test_a_name_is_read_in_the_order_of_documents(text: str, surname: str, given_name: str, patronymic: str) -> None:
    name = read_name(text)
    assert name is not None
    assert (name.surname, name.given_name, name.patronymic) == (surname, given_name, patronymic)


@pytest.mark.parametrize("text", ["", "Айша", "1 2", "Айша 2026", "a b c d e", "x y", "http://x.kz Айша", "- -- ---"])
def test_what_is_no_name_is_not_guessed(text: str) -> None:
    assert read_name(text) is None


@given(words=st.lists(LETTERS, min_size=2, max_size=4))
def test_a_name_that_was_read_reads_the_same_again(words: list[str]) -> None:
    name = read_name(" ".join(words))
    assert name is not None
    assert read_name(f"{name.surname} {name.given_name} {name.patronymic}") == name


@given(text=st.text(max_size=200))
def test_any_words_are_answered_without_failing(text: str) -> None:
    name = read_name(text)
    assert name is None or (name.surname and name.given_name)
