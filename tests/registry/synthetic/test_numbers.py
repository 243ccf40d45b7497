"""Numbers drawn by the thousand are those that the state's own rules allow."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qazaqstan.identity import ACCOUNT_NUMBERS, ORGANISATION_NUMBERS, PERSON_NUMBERS
from qazaqstan.phones import PHONE_NUMBERS
from qazaqstan.synthetic.numbers import account_numbers, organisation_numbers, person_numbers, phone_numbers

TODAY = date(2026, 10, 1)
chunks = st.integers(0, 474)


def texts(signs: np.ndarray) -> list[str]:
    return [bytes(row).decode() for row in signs]


@given(days=st.lists(st.integers(-15_000, 20_700), min_size=1, max_size=12), women=st.booleans(), chunk=chunks)
def test_person_numbers_are_synthetic_valid_and_never_repeat(days: list[int], women: bool, chunk: int) -> None:
    born = np.array(days, dtype=np.int64)
    numbers = texts(person_numbers(born, np.full(len(born), women), chunk=chunk))
    assert [PERSON_NUMBERS.check(number, on=TODAY) for number in numbers] == numbers
    assert all(PERSON_NUMBERS.is_synthetic(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


@given(day=st.integers(-15_000, 20_700), chunk=chunks)
def test_a_chunk_has_room_for_many_births_of_one_day(day: int, chunk: int) -> None:
    full = person_numbers(np.full(18, day), np.zeros(18, dtype=bool), chunk=chunk)
    following = person_numbers(np.full(18, day), np.zeros(18, dtype=bool), chunk=chunk + 1)
    assert len({*texts(full), *texts(following)}) == 36


@given(years=st.lists(st.integers(1995, 2025), min_size=1, max_size=60), unit=st.sampled_from([0, 3]), chunk=chunks)
def test_organisation_numbers_are_synthetic_valid_and_never_repeat(years: list[int], unit: int, chunk: int) -> None:
    founded = np.array(years, dtype=np.int64)
    numbers = texts(organisation_numbers(founded, np.full(len(founded), unit), chunk=chunk))
    assert [ORGANISATION_NUMBERS.check(number, on=TODAY) for number in numbers] == numbers
    assert all(ORGANISATION_NUMBERS.is_synthetic(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


@given(serials=st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_account_and_phone_numbers_are_synthetic_and_valid(serials: list[int]) -> None:
    serial = np.array(serials, dtype=np.int64)
    for number in texts(account_numbers(serial)):
        assert ACCOUNT_NUMBERS.check(number) == number
    for number in texts(phone_numbers(serial % 30_000_000)):
        assert PHONE_NUMBERS.check(number) == number
        assert PHONE_NUMBERS.is_synthetic(number)
