"""What an answer means: total, the same every time, and never two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.answers import is_word, normalise, understand
from alatau.messages.catalogue import catalogue, get_template

ANSWERS = get_template("city.address_check").answers


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1", "yes"), ("۱", "yes"), ("１", "yes"), ("«1»", "yes"), ("1.", "yes"), ("иә", "yes"), ("ИӘ!!", "yes"),
        ("ия", "yes"), ("iä", "yes"), ("iya", "yes"), ("да", "yes"), ("Да, живу", "yes"),
        ("نَعَمْ", "yes"), ("Yes", "yes"),
        ("2)", "no"), ("жоқ", "no"), ("жок", "no"), ("zhoq", "no"), ("нет", "no"), ("не живу", "no"), ("كلا", "no"),
        ("11", ""), ("12", ""), ("yes no", ""), ("да нет", ""), ("not sure about no", ""), ("кто это?", ""), ("?", ""),
    ],
)  # fmt: skip
def test_answer_means_what_a_person_would_take_it_for(text: str, choice: str) -> None:
    assert understand(text, ANSWERS).choice == choice


@given(st.text(max_size=2000))
def test_any_text_means_at_most_one_choice_and_always_the_same(text: str) -> None:
    meant = understand(text, ANSWERS)
    assert meant.choice in {"", "yes", "no"}
    assert meant == understand(text, ANSWERS)
    assert not meant.choice or meant.candidates == {meant.choice}


@given(st.sampled_from(ANSWERS), st.text(alphabet=" .,!?«»\"'()-\n\t", max_size=8), st.booleans())
def test_punctuation_and_capitals_never_change_the_meaning(answer, around: str, shout: bool) -> None:
    for spoken in answer.words.values():
        said = spoken[0].upper() if shout else spoken[0]
        assert understand(f"{around}{said}{around}", ANSWERS).choice == answer.key


@given(st.text(max_size=300))
def test_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_stop_word_inside_a_sentence_stops_nothing() -> None:
    words = catalogue().rules.stop_words
    assert is_word("Стоп.", words)
    assert not is_word("стоп, я не понял вопроса", words)
