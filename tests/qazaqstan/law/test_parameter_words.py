"""Numbers of the law, as residents read them: each has a name in four languages, a spoken value, and no letter."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from alatau.core.content import content
from alatau.family.card import leaf_of
from alatau.family.present.numbers import name_number, say_number, say_source, show_number
from alatau.family.present.say import Written, say_written
from alatau.rules.gather import read_book
from alatau.rules.texts import find_word, read_texts
from alatau.rules.units import read_parameter_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.parameters import Parameter
    from alatau.family.card import ParameterLeaf

#: The disease carries a letter in every language; it is no category.
HEPATITIS = re.compile(r"(?:hepatitis|гепатит\w*|التهاب الكبد)\s+B", re.IGNORECASE)
TODAY = date(2026, 11, 22)
LANGUAGES = ("kk", "ru", "en", "ar")
#: Acts and remarks are titles of others and may name a letter of a list.
QUOTED = {"law", "note"}
#: A letter after the word for a category, or a capital Latin one that stands alone. "A" opens English sentences.
AFTER_THE_WORD = re.compile(r"(?:categor\w+|категори\w+|санат\w*|الفئة|فئة)\s+[«“\"]?[A-EАВСДЕБГ]\b", re.IGNORECASE)
ALONE = {"en": re.compile(r"(?<![\w.])[B-E](?![\w.])"), **dict.fromkeys(("kk", "ru", "ar"), re.compile(r"\b[A-E]\b"))}


@cache
def read_by_rules() -> frozenset[str]:
    rules = read_book().on(TODAY).rules.values()
    return frozenset(name for rule in rules for kind in ("parameter", "table") for name in rule.names_of(kind))


def rows_in_force() -> list[Parameter]:
    book = content().parameters.by_name
    return [row for name in sorted(read_by_rules()) for row in book.get(name, ()) if row.holds_on(TODAY)]


def leaf(name: str) -> ParameterLeaf:
    return next(leaf_of(row) for row in rows_in_force() if leaf_of(row).name == name)


def shown_texts(language: str) -> Iterator[tuple[str, str]]:
    texts = read_texts()
    for key, rule in texts.rules.items():
        for text in (rule.name, rule.how, *rule.labels.values()):
            if text is not None:
                yield key, text.say(language)
    for kind, words in texts.words.items():
        if kind not in QUOTED:
            yield from ((f"{kind}.{key}", word.say(language)) for key, word in words.items())


def names_letter(words: str, language: str) -> bool:
    words = HEPATITIS.sub("", words)
    return bool(AFTER_THE_WORD.search(words) or ALONE[language].search(words))


def test_every_number_that_a_rule_reads_has_a_name() -> None:
    assert [name for name in sorted(read_by_rules()) if find_word("parameter", name) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_numbers_share_one_name(language: str) -> None:
    with override(language):
        names = [name_number(leaf_of(row)) for row in rows_in_force()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_raw_name_of_a_number_reaches_a_page(language: str) -> None:
    with override(language):
        raw = [row.name for row in rows_in_force() if row.name.replace("_", " ") in name_number(leaf_of(row))]
    assert [name for name in raw if "_" in name] == []


def test_every_unit_of_a_number_is_said_in_words() -> None:
    units = {row.unit for row in rows_in_force()} - {"number"}
    others = {unit for unit in units if not read_parameter_unit(unit)[0].is_money}
    shares = {unit for unit in others if unit.startswith("ratio")}
    assert sorted(others - shares - read_texts().units.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_residents_read_names_a_category_by_letter(language: str) -> None:
    assert [key for key, words in shown_texts(language) if names_letter(words, language)] == []


@pytest.mark.parametrize(
    ("words", "language"),
    [("Lower bound of category A", "en"), ("Нижняя граница категории Б", "ru"), ("B санаты", "kk"), ("الفئة C", "ar")],
)
def test_a_letter_of_a_category_is_seen_in_every_language(words: str, language: str) -> None:
    assert names_letter(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "айына 16,03 айлық есептік көрсеткіш"),
        ("ru", "16,03 месячного расчётного показателя в месяц"),
        ("en", "16.03 monthly calculation indices a month"),
    ],
)
def test_multiples_of_the_index_are_said_with_its_whole_name(language: str, words: str) -> None:
    with override(language):
        assert say_number(Decimal("16.03"), "MCI/month") == words


def test_money_and_shares_of_the_law_are_said_as_people_say_them() -> None:
    assert say_number(Decimal(4325), "KZT").replace("\u202f", " ").replace("\xa0", " ").startswith("4 325")
    assert say_number(Decimal("0.35"), "ratio") == "35 per cent"
    assert say_number(Decimal("1.18"), "ratio of wage") == "118 per cent"


def test_a_sum_for_each_child_is_no_share() -> None:
    assert say_number(Decimal("130.71"), "USD per child") == "130.71 US dollars for each child"


def test_an_age_is_said_with_the_kazakh_word_for_years_lived() -> None:
    with override("kk"):
        assert show_number(leaf("adult_age")).words == "18 жас"
        assert show_number(leaf("basic_pension_free_years")).words == "10 жыл"


def test_a_row_of_a_table_says_which_numbers_it_speaks_of() -> None:
    assert name_number(leaf("large_family_allowance[4]")) == "Large family allowance by number of children (4)"
    assert name_number(leaf("birth_grant[1]")).endswith("(1 to 3)")
    assert name_number(leaf("birth_grant[4]")).endswith("(4 and more)")


def test_a_row_by_region_is_called_by_the_region() -> None:
    with override("ru"):
        assert name_number(leaf("regional_median_income_previous_quarter[71]")).endswith("город Астана")


def test_lower_bounds_of_steps_are_named_by_what_the_step_means() -> None:
    shown = show_number(leaf("dfc_category_b_min_points"))
    assert shown.title == "Lower bound of the satisfactory step"
    assert shown.words == "730 points"


def test_acts_of_rules_in_force_stand_in_the_language_of_the_reader() -> None:
    acts = {rule.version.law for rule in read_book().on(TODAY).rules.values() if rule.version.law}
    assert [act for act in sorted(acts) if find_word("law", act) is None] == []


def test_what_nobody_translated_says_that_it_is_english() -> None:
    with override("ar"):
        assert say_written("note", "a page of the press") == Written(words="a page of the press", language="en")
        assert say_written("note", "general knowledge, unverified").language == ""


def test_what_is_said_of_nothing_is_not_shown() -> None:
    assert not say_written("law", "")


def test_every_source_says_in_each_language_how_sure_it_is() -> None:
    silent = []
    for language in LANGUAGES:
        with override(language):
            silent += [
                (language, row.source)
                for row in rows_in_force()
                if not (found := say_source(row.source))[0] and found[1].language
            ]
    assert silent == []


def test_source_is_quoted_after_its_sureness() -> None:
    with override("ru"):
        sureness, quoted = say_source("sourced: alau.kz 2025-11-04")
    assert (sureness, quoted.words, quoted.language) == ("По источнику", "alau.kz 2025-11-04", "en")
