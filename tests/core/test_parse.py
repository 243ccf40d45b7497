"""Amounts as people type them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import AmountNotReadableError
from alatau.core.money import Amount, Currency, format_amount
from alatau.core.parse import parse_amount
from alatau.core.text import Text
from qazaqstan.money import TENGE

DINAR = Currency(
    code="BHD", exponent=3, word=Text(en="dinar", ru="динар"), minor_word=Text(en="fils", ru="филс"), symbol=".د.ب"
)


@pytest.mark.parametrize(
    ("typed", "language", "tiyn"),
    [
        ("69330", "kk", 6933000),
        ("69 330", "ru", 6933000),
        ("69\u202f330,50", "kk", 6933050),
        ("69.330,50 тг.", "ru", 6933050),
        ("69,330.50", "en", 6933050),
        ("1,234", "en", 123400),
        ("1.234", "ru", 123400),
        ("1.5", "ru", 150),
        ("12,5", "en", 1250),
        ("1,234,567", "ru", 123456700),
        ("₸ 500", "en", 50000),
        ("500₸", "kk", 50000),
        ("500тг", "kk", 50000),
        ("500 KZT", "en", 50000),
        ("5 теңге 50 тиын", "kk", 550),
        ("5 тенге 5 тиын", "ru", 505),
        ("٦٩٣٣٠", "ar", 6933000),
        ("٦٩٬٣٣٠٫٥٠ تنغي", "ar", 6933050),
        ("-120", "en", -12000),
        ("\u200e−120 تنغي", "ar", -12000),
        ("1'000'000", "en", 100000000),
        ("0", "kk", 0),
    ],
)
def test_amounts_are_read_as_people_of_each_language_type_them(typed: str, language: str, tiyn: int) -> None:
    assert parse_amount(typed, TENGE, language) == Amount(tiyn, TENGE)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("", "en"),
        ("many", "en"),
        ("1,234", "ru"),
        ("12 34", "kk"),
        ("1.2.3", "ru"),
        ("1,234.567", "en"),
        ("5.50 тенге 50 тиын", "ru"),
        ("5 тенге 100 тиын", "ru"),
        ("5 USD", "en"),
        ("1e5", "en"),
        ("1" * 20, "en"),
        ("--5", "en"),
        ("½", "en"),
        ("5²", "en"),
    ],
)
def test_what_could_mean_two_sums_or_none_is_refused(typed: str, language: str) -> None:
    with pytest.raises(AmountNotReadableError):
        parse_amount(typed, TENGE, language)


def test_a_mark_no_language_explains_is_refused_for_three_digits_of_change() -> None:
    assert parse_amount("1,234", DINAR, "ru") == Amount(1234, DINAR)
    assert parse_amount("1,234", DINAR, "en") == Amount(1234000, DINAR)
    with pytest.raises(AmountNotReadableError):
        parse_amount("1.234", DINAR, "ru")


def test_the_refusal_shows_how_to_write_an_amount() -> None:
    with pytest.raises(AmountNotReadableError) as refused:
        parse_amount("тысяча", TENGE, "ru")
    assert "1\u202f250" in refused.value.sentence()


@given(units=st.integers(-(10**14), 10**14), language=st.sampled_from(["kk", "ru", "en", "ar"]))
def test_every_amount_is_read_back_from_what_is_shown(units: int, language: str) -> None:
    amount = Amount(units, TENGE)
    assert parse_amount(format_amount(amount, language), TENGE, language) == amount
    assert parse_amount(format_amount(amount, language, space=" "), TENGE, language) == amount


@given(typed=st.text(alphabet="0123456789 .,'-тгkzt", max_size=12))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    with suppress(AmountNotReadableError):
        assert abs(parse_amount(typed, TENGE, "kk").units) < 10**18
