"""Telephone numbers in one form. All numbers here lie in blocks that nobody can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import NumberNotValidError
from qazaqstan.phones import PHONE_NUMBERS, PhoneNumbers


@pytest.mark.parametrize(
    "typed", ["+7 700 000 00 01", "8 (700) 000-00-01", "87000000001", "7000000001", "+7(700)0000001"]
)
def test_every_way_to_write_a_number_gives_one_form(typed: str) -> None:
    assert PHONE_NUMBERS.check(typed) == "+77000000001"


def test_numbers_of_other_countries_are_welcome() -> None:
    assert PHONE_NUMBERS.check("+44 20 7946 0018") == "+442079460018"


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [("call me", "signs"), ("+7 700", "length"), ("+7 100 000 00 01", "kind"), ("", "signs")],
)
def test_the_first_mistake_in_a_telephone_number_is_named(typed: str, mistake: str) -> None:
    with pytest.raises(NumberNotValidError) as refused:
        PHONE_NUMBERS.check(typed)
    assert refused.value.facts["mistake"] == mistake


def test_the_strict_form_refuses_numbers_of_invented_people() -> None:
    with pytest.raises(NumberNotValidError):
        PhoneNumbers(strict=True).check("+77000000001")


@given(serial=st.integers(0, 9999))
def test_invented_telephones_are_valid_and_read_back_as_shown(serial: int) -> None:
    number = PHONE_NUMBERS.synthesise(serial)
    assert PHONE_NUMBERS.check(PHONE_NUMBERS.show(number)) == number
    assert PHONE_NUMBERS.is_synthetic(number)


@given(number=st.from_regex(PHONE_NUMBERS.plain, fullmatch=True, alphabet="+0123456789"))
def test_what_looks_plain_is_valid_and_in_its_normal_form(number: str) -> None:
    assert PHONE_NUMBERS.check(number) == number
