"""Amounts: whole smallest units, one currency, named roundings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core import roundings
from alatau.core.errors import CurrencyMismatchError
from alatau.core.money import Amount, Currency, format_amount, total
from alatau.core.text import Text
from qazaqstan.money import TENGE

SATOSHI = Currency(code="BTC", exponent=8, word=Text(en="bitcoin"), minor_word=Text(en="satoshi"))
units = st.integers(-(10**15), 10**15)


def test_amounts_of_one_currency_add_and_compare() -> None:
    bread, milk = Amount(25050, TENGE), TENGE.whole(430)
    assert bread + milk == Amount(68050, TENGE)
    assert milk - bread == Amount(17950, TENGE)
    assert bread < milk <= milk
    assert 3 * bread == Amount(75150, TENGE)
    assert total([bread, milk], currency=TENGE) == bread + milk


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_amounts_of_two_currencies_never_meet(operation: str) -> None:
    with pytest.raises(CurrencyMismatchError):
        getattr(Amount(1, TENGE), operation)(Amount(1, SATOSHI))


def test_floats_are_refused_at_every_door() -> None:
    with pytest.raises(TypeError):
        Amount(1.0, TENGE)
    with pytest.raises(TypeError):
        Amount(1, TENGE) * 0.5  # type: ignore[operator]  # what the test is about
    with pytest.raises(TypeError):
        Amount(1, TENGE).times(0.5, roundings.half_even)
    with pytest.raises(TypeError):
        Amount(True, TENGE)


def test_an_empty_total_is_zero_of_its_currency() -> None:
    assert total([], currency=TENGE) == Amount(0, TENGE)
    assert not total([], currency=TENGE)


@pytest.mark.parametrize(
    ("rounding", "tiyn", "expected"),
    [
        (roundings.ceil_to_whole, "6932975", 6933000),
        (roundings.ceil_to_whole, "6933000", 6933000),
        (roundings.ceil_to_whole, "-150", -100),
        (roundings.floor_to_whole, "6932975", 6932900),
        (roundings.half_up_to_whole, "150", 200),
        (roundings.half_up_to_whole, "149", 100),
        (roundings.half_up_to_whole, "-150", -200),
        (roundings.ceil_to_unit, "10.1", 11),
        (roundings.floor_to_unit, "10.9", 10),
        (roundings.half_up, "10.5", 11),
        (roundings.half_up, "-10.5", -11),
        (roundings.half_even, "10.5", 10),
        (roundings.half_even, "11.5", 12),
    ],
)
def test_each_rounding_decides_its_boundary(rounding: roundings.Rounding, tiyn: str, expected: int) -> None:
    assert rounding(Fraction(tiyn), TENGE) == expected


@pytest.mark.parametrize(("multiple", "index", "published"), [("16.03", 4325, 69330), ("2.75", 50851, 139841)])
def test_benefits_equal_the_published_amounts(multiple: str, index: int, published: int) -> None:
    assert TENGE.whole(index).times(Decimal(multiple), roundings.ceil_to_whole) == TENGE.whole(published)


def test_binary_fractions_never_push_a_product_over_the_next_whole() -> None:
    assert TENGE.whole(100).times(Decimal("1.10"), roundings.ceil_to_whole) == TENGE.whole(110)


@given(units=units, weights=st.lists(st.integers(0, 50), min_size=1, max_size=9).filter(any))
def test_shares_add_up_and_stay_within_a_unit_of_fair(units: int, weights: list[int]) -> None:
    parts = Amount(units, TENGE).share(weights)
    assert sum(part.units for part in parts) == units
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.units - Fraction(units * weight, sum(weights))) < 1


@given(units=units, rate=st.fractions(min_value=0, max_value=100))
def test_roundings_stay_on_their_side_of_the_exact_product(units: int, rate: Fraction) -> None:
    exact = units * rate
    amount = Amount(units, TENGE)
    assert (
        amount.times(rate, roundings.floor_to_unit).units <= exact <= amount.times(rate, roundings.ceil_to_unit).units
    )
    assert 0 <= amount.times(rate, roundings.ceil_to_whole).units - exact < TENGE.units_per_whole
    assert abs(amount.times(rate, roundings.half_even).units - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("kk", "69\u202f330\u00a0теңге"),
        ("ru", "69\u202f330\u00a0тенге"),
        ("en", "69\u202f330\u00a0tenge"),
        ("ar", "69\u202f330\u00a0تنغي"),
    ],
)
def test_an_amount_is_shown_with_its_word_and_never_breaks(language: str, shown: str) -> None:
    assert format_amount(TENGE.whole(69330), language) == shown


def test_small_change_is_shown_only_where_there_is_some() -> None:
    assert format_amount(Amount(12050, TENGE), "en") == "120.50\u00a0tenge"
    assert format_amount(Amount(12050, TENGE), "kk", word=False) == "120,50"
    assert format_amount(Amount(-12000, TENGE), "ru", space=" ") == "\u2212120 тенге"
    assert format_amount(Amount(123456789, SATOSHI), "en", word=False) == "1.23456789"


@given(units=st.integers(-(10**30), 10**30))
def test_whole_units_are_exact_at_any_size(units: int) -> None:
    assert Amount(units, SATOSHI).as_decimal() == Fraction(units, 10**8)
