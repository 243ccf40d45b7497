"""Names of people: put together, found in every spelling, written in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.names import PersonName
from qazaqstan.names import NAME_FORMS

AIGERIM = PersonName(surname="Ахметова", given_name="Айгерім", patronymic="Серікқызы")
CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
words = st.text(alphabet=CYRILLIC + CYRILLIC.upper() + " -", max_size=12)


def test_a_name_is_put_together_as_documents_do() -> None:
    assert NAME_FORMS.full(AIGERIM) == "Ахметова Айгерім Серікқызы"
    assert NAME_FORMS.initials(AIGERIM) == "Ахметова\u00a0А.\u00a0С."
    assert NAME_FORMS.address(AIGERIM) == "Айгерім"


def test_people_with_one_name_part_have_every_form() -> None:
    yusuf = PersonName(given_name="Yusuf")
    assert {NAME_FORMS.full(yusuf), NAME_FORMS.initials(yusuf), NAME_FORMS.address(yusuf)} == {"Yusuf"}
    assert NAME_FORMS.address(PersonName(surname="Ким")) == "Ким"


def test_a_name_without_any_part_is_no_name() -> None:
    with pytest.raises(AssertionError):
        PersonName(patronymic="Серікұлы")


@pytest.mark.parametrize(
    ("written", "document", "latin"),
    [
        ("Айгерім", "AYGERIM", "Aygerim"),
        ("Сейітқали", "SEYITKALI", "Seyitqali"),
        ("Жұмабаев", "ZHUMABAEV", "Jūmabaev"),
        ("Шыңғыс", "SHYNGYS", "Şıñğıs"),
        ("Хасенов-Щербаков", "KHASENOV-SHCHERBAKOV", "Hasenov-Ştşerbakov"),
        ("Emma", "EMMA", "Emma"),
    ],
)
def test_names_are_written_in_latin_letters_by_two_profiles(written: str, document: str, latin: str) -> None:
    assert NAME_FORMS.transliterate(written, profile="document") == document
    assert NAME_FORMS.transliterate(written, profile="latin_2021") == latin


@pytest.mark.parametrize(("one", "other"), [("Әсел", "Асел"), ("Құрал", " курал "), ("Дінмұхамед", "Динмухамед")])
def test_spellings_of_one_name_meet_in_search(one: str, other: str) -> None:
    assert NAME_FORMS.search_form(one) == NAME_FORMS.search_form(other)


@given(text=words)
def test_no_cyrillic_letter_is_left_in_a_document_name(text: str) -> None:
    for profile in NAME_FORMS.profiles:
        assert not set(NAME_FORMS.transliterate(text, profile=profile).lower()) & set(CYRILLIC)


@given(text=words)
def test_the_search_form_of_a_search_form_is_itself(text: str) -> None:
    form = NAME_FORMS.search_form(text)
    assert NAME_FORMS.search_form(form) == form
    assert NAME_FORMS.search_form(text.upper()) == form
