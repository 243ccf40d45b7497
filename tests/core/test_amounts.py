"""What an amount is and is not, how it is typed at its limits, and how numbers are written."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core import roundings
from alatau.core.errors import AmountNotReadableError, CurrencyMismatchError
from alatau.core.money import Amount, Currency, format_amount, total
from alatau.core.parse import parse_amount
from alatau.core.text import LEFT_TO_RIGHT_MARK, MINUS, Text, format_number
from qazaqstan.money import TENGE

DOLLAR = Currency(code="USD", exponent=2, word=Text(en="dollar"), minor_word=Text(en="cent"))
YEN = Currency(code="JPY", exponent=0, word=Text(en="yen"), minor_word=Text(en="sen"))
LARGEST_STORED = 2**63 - 1
amounts = st.integers(-(10**15), 10**15).map(lambda units: Amount(units, TENGE))


@pytest.mark.parametrize("other", [1, 0.5, Decimal(1), "1", None])
@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_an_amount_meets_only_amounts(operation: str, other: object) -> None:
    with pytest.raises(TypeError):
        getattr(Amount(1, TENGE), operation)(other)


@pytest.mark.parametrize("factor", [0.5, Decimal(2), Fraction(1, 2), True, "2"])
def test_an_amount_is_multiplied_by_whole_numbers_alone(factor: object) -> None:
    with pytest.raises(TypeError):
        Amount(1, TENGE) * factor


@pytest.mark.parametrize("units", [1.0, "1", None, True, Decimal(1)])
def test_an_amount_counts_whole_units_alone(units: object) -> None:
    with pytest.raises(TypeError, match="whole smallest units"):
        Amount(units, TENGE)


def test_an_amount_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        Amount(1, TENGE).units = 2


def test_two_currencies_in_one_sum_are_refused_by_name() -> None:
    with pytest.raises(CurrencyMismatchError) as refused:
        total([Amount(1, TENGE), Amount(1, DOLLAR)], currency=TENGE)

    assert refused.value.sentence() == "This sum is in USD, and KZT is needed. Enter it in KZT."


def test_amounts_of_two_currencies_are_never_equal() -> None:
    assert Amount(1, TENGE) != Amount(1, DOLLAR)
    assert len({Amount(1, TENGE), Amount(1, DOLLAR), Amount(1, TENGE)}) == 2


@given(one=amounts, other=amounts)
def test_what_is_taken_away_after_adding_leaves_the_amount(one: Amount, other: Amount) -> None:
    assert one + other - other == one
    assert one - other == -(other - one)
    assert abs(one - other) == abs(other - one)
    assert (one < other) is not (one >= other)


@given(amounts=st.lists(amounts, max_size=8))
def test_a_total_does_not_depend_on_the_order(amounts: list[Amount]) -> None:
    assert total(amounts, currency=TENGE) == total(amounts[::-1], currency=TENGE)


@given(amount=amounts, count=st.integers(1, 12))
def test_equal_shares_differ_by_one_unit_at_most(amount: Amount, count: int) -> None:
    parts = [part.units for part in amount.share([1] * count)]

    assert max(parts) - min(parts) <= 1
    assert sorted(parts, reverse=True) == parts


def test_a_weight_of_nothing_gets_nothing() -> None:
    assert [part.units for part in Amount(101, TENGE).share([0, 1, 0, 1])] == [0, 51, 0, 50]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_shares_without_sense_are_our_mistake(weights: list[int]) -> None:
    with pytest.raises(AssertionError):
        Amount(100, TENGE).share(weights)


@given(amount=amounts, rate=st.integers(-100, 100))
def test_a_whole_rate_needs_no_rounding(amount: Amount, rate: int) -> None:
    exact = amount * rate
    assert {amount.times(rate, each) for each in (roundings.half_up, roundings.ceil_to_unit)} == {exact}


@given(units=st.fractions(-(10**6), 10**6))
def test_half_up_mirrors_at_zero_and_half_even_stays_near(units: Fraction) -> None:
    assert roundings.half_up(-units, TENGE) == -roundings.half_up(units, TENGE)
    assert abs(roundings.half_up(units, TENGE) - roundings.half_even(units, TENGE)) <= 1
    assert roundings.floor_to_whole(units, TENGE) <= units <= roundings.ceil_to_whole(units, TENGE)


def test_a_currency_without_small_change_is_rounded_to_its_unit() -> None:
    assert roundings.ceil_to_whole(Fraction("10.1"), YEN) == 11
    assert YEN.whole(5) == Amount(5, YEN)
    assert format_amount(Amount(-5, YEN), "en", space=" ") == f"{MINUS}5 yen"


@pytest.mark.parametrize("typed", ["9" * 16, "9" * 16 + ".99", "9 999 999 999 999 999,99"])
def test_the_largest_typed_amount_fits_the_database(typed: str) -> None:
    assert 0 < parse_amount(typed, TENGE, "ru").units <= LARGEST_STORED


@pytest.mark.parametrize("typed", ["1" * 17, "92233720368547758.08", "0" * 17])
def test_a_typed_amount_beyond_the_database_is_refused(typed: str) -> None:
    with pytest.raises(AmountNotReadableError):
        parse_amount(typed, TENGE, "en")


@pytest.mark.parametrize(("typed", "is_read"), [("100", True), ("100.5", False), ("100.50", False), ("1,000", True)])
def test_small_change_is_refused_where_the_currency_has_none(typed: str, is_read: bool) -> None:
    if is_read:
        assert parse_amount(typed, YEN, "en").currency == YEN
    else:
        with pytest.raises(AmountNotReadableError, match="We could not read this as an amount"):
            parse_amount(typed, YEN, "en")


@pytest.mark.parametrize("typed", ["5 тг", "₸5", "5 KZT"])
def test_words_of_the_citys_money_do_not_name_another_currency(typed: str) -> None:
    with pytest.raises(AmountNotReadableError):
        parse_amount(typed, DOLLAR, "ru")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("5 dollar", 500), ("usd 5", 500), ("5 usd 20 cent", 520), ("20 cent", 20), ("-5 cent", -5), ("0 cent", 0)],
)
def test_each_currency_is_read_by_its_own_words(typed: str, cents: int) -> None:
    assert parse_amount(typed, DOLLAR, "en") == Amount(cents, DOLLAR)


@pytest.mark.parametrize(
    "typed",
    ["$5", "5 50 cent", "120 50 cent", "125 cent", "usd 5 20 cent", "cent 5", "5 cent 2 dollar", "5.5 cent", "usd"],
)
def test_small_change_without_its_whole_is_never_guessed(typed: str) -> None:
    with pytest.raises(AmountNotReadableError):
        parse_amount(typed, DOLLAR, "en")


@given(tenge=st.integers(0, 10**9), tiyn=st.integers(0, 99))
def test_whole_money_and_small_change_are_read_as_they_are_said(tenge: int, tiyn: int) -> None:
    assert parse_amount(f"{tenge} теңге {tiyn} тиын", TENGE, "kk") == Amount(tenge * 100 + tiyn, TENGE)
    assert parse_amount(f"{tiyn} тиын", TENGE, "kk") == Amount(tiyn, TENGE)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal("-0.006"), 2, f"{MINUS}0.01"),
        (Decimal("-0.4"), 0, "0"),
        (-1, None, f"{MINUS}1"),
        (0, None, "0"),
        (Decimal("1E+3"), None, "1\u202f000"),
        (Decimal("0.10"), None, "0.1"),
        (Decimal("12345.678"), None, "12\u202f345.678"),
        (999, None, "999"),
        (1000, None, "1\u202f000"),
    ],
)
def test_a_number_is_written_without_a_sign_it_does_not_need(number: Decimal, places: int | None, shown: str) -> None:
    assert format_number(number, "en", places=places) == shown


def test_a_minus_stays_before_its_number_in_arabic() -> None:
    assert format_number(-5, "ar").startswith(LEFT_TO_RIGHT_MARK + MINUS)
    assert format_number(Decimal("-0.001"), "ar", places=2) == format_number(0, "ar", places=2)


@given(number=st.decimals(-(10**9), 10**9, places=4), places=st.integers(0, 4))
def test_only_a_number_below_zero_as_shown_has_a_minus(number: Decimal, places: int) -> None:
    shown = format_number(number, "en", places=places, space="")
    assert (MINUS in shown) is (number < 0 and float(shown.replace(MINUS, "")) != 0)
