"""Text, days, times and numbers as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.say import say_fact
from alatau.core.text import (
    Text,
    direction,
    format_day,
    format_list,
    format_moment,
    format_number,
    format_relative,
)
from qazaqstan.money import TENGE

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
LANGUAGES = st.sampled_from(["kk", "ru", "en", "ar"])
BREAD = Text(kk="нан", ru="хлеб", en="bread", ar="خبز")


def test_a_text_speaks_the_language_it_is_asked_for() -> None:
    assert [BREAD.say(language) for language in ("kk", "ru", "en", "ar")] == ["нан", "хлеб", "bread", "خبز"]
    assert BREAD.say("en-gb") == "bread"


def test_a_text_falls_back_to_its_first_language() -> None:
    assert Text(kk="нан", ru="хлеб").say("ar") == "нан"


def test_a_text_in_a_page_speaks_the_readers_language() -> None:
    with override("ru"):
        assert str(BREAD) == "хлеб"


def test_a_text_names_the_languages_it_lacks() -> None:
    assert Text(kk="нан").missing(["kk", "ru", "ar"]) == ("ru", "ar")


def test_texts_are_values_that_never_change() -> None:
    assert Text(kk="нан", ru="хлеб") == Text(ru="хлеб", kk="нан")
    assert len({Text(kk="нан"), Text(kk="нан")}) == 1
    with pytest.raises(TypeError):
        BREAD["kk"] = "су"
    with pytest.raises(AssertionError):
        Text(kk="нан", ru=" ")


def test_number_of_a_law_keeps_its_order_between_arabic_words() -> None:
    law = Text(en="Law No. 94-V of 2013", ar="القانون رقم 94-V بتاريخ 2013")
    assert law.say("ar") == "القانون رقم \u200e94-V بتاريخ 2013"
    assert law.say("en") == "Law No. 94-V of 2013"


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [direction(language) for language in ("kk", "ru", "en", "ar")] == ["ltr", "ltr", "ltr", "rtl"]


@pytest.mark.parametrize(
    ("language", "written"),
    [("kk", "2026 жылғы 3 мамыр"), ("ru", "3 мая 2026"), ("en", "3 May 2026"), ("ar", "3 مايو 2026")],
)
def test_a_day_is_written_in_words_and_never_breaks(language: str, written: str) -> None:
    assert format_day(date(2026, 5, 3), language) == written.replace(" ", "\u00a0")


def test_a_moment_carries_the_time_on_a_clock_of_24_hours() -> None:
    assert format_moment(datetime(2026, 5, 3, 17, 5, tzinfo=UTC), "en").endswith(", 17:05")


@pytest.mark.parametrize(
    ("ago", "language", "said"),
    [
        (timedelta(seconds=20), "en", "just now"),
        (timedelta(minutes=5), "en", "5 minutes ago"),
        (timedelta(minutes=5), "kk", "5 минут бұрын"),
        (timedelta(hours=2), "ru", "2 часа назад"),
        (timedelta(hours=2), "ar", "قبل ساعتين"),
        (timedelta(hours=-3), "en", "in 3 hours"),
        (timedelta(hours=23, minutes=59), "en", "24 hours ago"),
        (timedelta(days=1), "en", "2\u00a0May\u00a02026"),
    ],
)
def test_time_is_told_relative_only_under_a_day(ago: timedelta, language: str, said: str) -> None:
    assert format_relative(NOON - ago, now=NOON, language=language) == said


@pytest.mark.parametrize(
    ("number", "language", "written"),
    [
        (1234567, "kk", "1\u202f234\u202f567"),
        (Decimal("1234.50"), "ru", "1\u202f234,5"),
        (Decimal("0.35"), "en", "0.35"),
        (-5, "ar", "\u200e\u22125"),
        (999, "en", "999"),
    ],
)
def test_numbers_part_thousands_by_a_narrow_space(number: int | Decimal, language: str, written: str) -> None:
    assert format_number(number, language) == written


@given(number=st.integers(-(10**40), 10**40), language=LANGUAGES)
def test_no_digit_of_a_number_is_ever_lost(number: int, language: str) -> None:
    assert int("".join(sign for sign in format_number(number, language) if sign.isdigit())) == abs(number)


def test_lists_are_joined_as_the_language_joins_them() -> None:
    assert format_list(["a", "b", "c"], "en") == "a, b and c"
    assert format_list(["a", "b"], "ru") == "a и b"
    assert format_list([], "en") == ""


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (TENGE.whole(500), "500\u00a0tenge"),
        (date(2026, 5, 3), "3\u00a0May\u00a02026"),
        (BREAD, "bread"),
        (12345, "12\u202f345"),
        ("as it stands", "as it stands"),
    ],
)
def test_facts_are_said_as_the_language_writes_them(fact: object, said: str) -> None:
    assert say_fact(fact, "en") == said
