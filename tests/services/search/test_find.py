"""A question finds what helps: everyday words, four languages, endings, slips, and letters that a keyboard lacks."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.services.catalogue.services import list_services
from alatau.services.search.find import ANSWERS, LETTERS_MOST, find, search

LANGUAGES = ("kk", "ru", "en", "ar")
#: How somebody says it, in which language, and what they mean.
EVERYDAY = [
    ("kk", "пәтер кезегі", "housing_queue"),
    ("kk", "ажырасамыз", "divorce_by_consent"),
    ("kk", "алаяқ атыма несие алған", "loan_refusal"),
    ("ru", "потеряла удостоверение", "identity_card"),
    ("ru", "хочу развестись", "divorce_by_consent"),
    ("ru", "муж бьёт", "crisis_help"),
    ("ru", "яма на дороге", "city_fault"),
    ("ru", "открыть ип", "entrepreneur_registration"),
    ("en", "lost my id card", "identity_card"),
    ("en", "I was laid off", "job_loss_payment"),
    ("en", "my baby was born", "birth_registration"),
    ("ar", "جواز سفر لطفلي", "passport"),
    ("ar", "فقدت عملي", "job_loss_payment"),
]
INFLECTED = [
    ("kk", "төлқұжатымды", "passport"),
    ("kk", "жүргізуші куәлігімнің", "driving_exam"),
    ("kk", "зейнетақыларымызға", "pension"),
    ("kk", "балабақшалардан", "kindergarten_queue"),
    ("ru", "инвалидными колясками", "technical_aids"),
    ("ru", "жилищной помощью", "housing_aid"),
    ("ru", "штрафами", "fines"),
]
MISSPELT = [
    ("ru", "пасспорт", "passport"),
    ("ru", "аллименты", "debt_certificate"),
    ("ru", "инвалиднсть", "disability_allowance"),
    ("kk", "зейнетакы", "pension"),
    ("kk", "жатакхана", "dormitory"),
    ("en", "divorse", "divorce_by_consent"),
    ("en", "whelchair", "technical_aids"),
]


def keys_of(query, language, *, limit=3):
    return [service.key for service in find(query, language, limit=limit)]


@pytest.mark.parametrize(("language", "query", "key"), EVERYDAY)
def test_everyday_words_find_what_helps(language, query, key):
    assert key in keys_of(query, language)


@pytest.mark.parametrize(("language", "query", "key"), INFLECTED)
def test_endings_of_words_do_not_hide_a_service(language, query, key):
    assert key in keys_of(query, language)


@pytest.mark.parametrize(("language", "query", "key"), MISSPELT)
def test_slips_and_missing_letters_are_forgiven(language, query, key):
    assert key in keys_of(query, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_is_found_first_by_its_name(language):
    lost = [each.key for each in list_services() if find(each.name[language], language)[:1] != (each,)]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_everyday_word_finds_its_service(language):
    said = [(each.key, word) for each in list_services() for word in each.words.get(language, ())]
    lost = [(key, word) for key, word in said if key not in keys_of(word, language, limit=5)]
    # A word as wide as "school" belongs to more services than are looked at.
    assert len(lost) <= len(said) // 100, lost


def test_a_question_in_another_language_than_the_readers_finds():
    assert keys_of("свидетельство о рождении", "en")[0] == "birth_registration"
    assert keys_of("death certificate", "kk")[0] == "death_registration"


def test_words_that_mean_nothing_find_nothing():
    assert find("zzzz qqqq", "en") == ()
    assert find("", "ru") == ()
    assert find("и на с по", "ru") == ()


def test_a_word_taken_for_another_is_told():
    assert search("пасспорт", "ru").taken_for == (("пасспорт", "паспорт"),)
    assert search("паспорт", "ru").taken_for == ()


def test_a_long_letter_is_answered_by_its_beginning():
    letter = "потерял паспорт " + "слово " * 10_000
    assert find(letter, "ru") == find(letter[:LETTERS_MOST], "ru")


@cache
def all_words():
    return sorted({word for each in list_services() for name in each.name.values() for word in name.split()})


@given(st.data())
def test_the_order_of_words_changes_nothing(data):
    words = data.draw(st.lists(st.sampled_from(all_words()), min_size=1, max_size=6))
    other = data.draw(st.permutations(words))
    assert find(" ".join(words), "kk") == find(" ".join(other), "kk")


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_whatever_is_written_gets_few_services_each_once(query, language):
    found = find(query, language)
    assert len(found) <= ANSWERS
    assert len({service.code for service in found}) == len(found)


@given(st.data())
def test_letters_in_capitals_find_the_same(data):
    query = " ".join(data.draw(st.lists(st.sampled_from(all_words()), min_size=1, max_size=4)))
    # Some letters have no capital of their own; what comes back small tells which.
    if query.upper().lower() == query.lower():
        assert find(query.upper(), "ru") == find(query.lower(), "ru")


def test_every_language_of_the_city_is_searched():
    assert {language.code for language in content().languages} == set(LANGUAGES)
