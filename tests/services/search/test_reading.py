"""How languages are read is content: words of one stem meet, and a broken file says what to correct."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.search.languages import list_readings, read_reading
from alatau.services.search.stems import find_stem, list_stems

READINGS = {reading.language: reading for reading in list_readings()}
ONE_STEM = [
    ("kk", "мектеп мектептің мектепке мектептерге мектебіміздің"),
    ("kk", "дәрігер дәрігерлерге дәрігеріміз дәрігерден"),
    ("kk", "отбасы отбасыға отбасыларға отбасының"),
    ("kk", "балабақша балабакша балабақшалар балабақшаға"),
    ("ru", "документ документы документами документов"),
    ("ru", "счёт счет счета"),
    ("en", "payment payments"),
    ("ar", "مدرسة المدرسة مدرسه"),
]


def stems_of(words, language):
    return {stem for _, stem in list_stems(words, READINGS[language])}


@pytest.mark.parametrize(("language", "words"), ONE_STEM)
def test_forms_of_one_word_have_one_stem(language, words):
    assert len(stems_of(words, language)) == 1


def test_words_that_say_nothing_are_left_out():
    assert stems_of("қайда және қалай", "kk") == set()
    assert stems_of("где и как", "ru") == set()


def test_arabic_is_read_without_vowel_signs():
    assert stems_of("شَهَادَة", "ar") == stems_of("شهادة", "ar")


@given(st.text(alphabet="абдежзиклмнопрстуыықңғі", min_size=1, max_size=20))
def test_no_kazakh_word_is_cut_to_nothing(word):
    reading = READINGS["kk"]
    folded = reading.fold(word)
    assert len(find_stem(folded, reading)) >= min(len(folded), reading.least)


def test_a_language_without_a_file_is_read_as_written(tmp_path):
    reading = read_reading(tmp_path / "fr.toml")
    assert [stem for _, stem in list_stems("Les enfants", reading)] == ["les", "enfants"]


BROKEN = {
    "unknown stemmer": ('stemmer = "martian"', "stemmer martian is unknown"),
    "two letters at a time": ('[letters]\n"ch" = "c"', "one letter at a time"),
    "unknown table": ("[words]", "words is not known"),
    "no shortest word": ('[endings]\nlist = ["lar"]', "least is missing"),
    "words that are none": ("[stop]\nlist = [1]", "list of words"),
    "no TOML": ("stemmer = ", "not TOML"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_says_what_to_correct(case, tmp_path):
    written, says = BROKEN[case]
    path = tmp_path / "fr.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ServiceContentError) as refused:
        read_reading(path)
    assert says in refused.value.sentence()
    assert "fr.toml" in refused.value.sentence()
