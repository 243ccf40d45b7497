"""Numbers of persons, organisations and accounts. All numbers here are synthetic or made in memory."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from alatau.core.errors import NumberNotValidError
from qazaqstan.identity import (
    BankAccountNumbers,
    BusinessNumbers,
    IndividualNumbers,
    control_digit,
)

PERSONS, STRICT_PERSONS = IndividualNumbers(), IndividualNumbers(strict=True)
FIRMS, ACCOUNTS = BusinessNumbers(), BankAccountNumbers()
TODAY = date(2026, 11, 1)

birthdays = st.dates(date(1910, 1, 1), date(2026, 10, 31))
serials = st.integers(0, 9999)
synthetic_iins = st.builds(
    lambda day, woman, serial: PERSONS.synthesise(born_on=day, woman=woman, serial=serial),
    birthdays,
    st.booleans(),
    serials,
)


def mistake_of(numbers: IndividualNumbers | BusinessNumbers | BankAccountNumbers, text: str) -> str:
    with pytest.raises(NumberNotValidError) as refused:
        numbers.check(text, on=TODAY)
    return str(refused.value.facts["mistake"])


@pytest.mark.parametrize(
    ("eleven", "digit"),
    [("05010170001", 3), ("05010170002", 3), ("05010170040", 2), ("05010170043", 8), ("05010170044", None)],
)
def test_the_control_digit_follows_both_passes(eleven: str, digit: int | None) -> None:
    assert control_digit(eleven) == digit


@pytest.mark.parametrize("iin", ["050101700013", "050101700023", "050101700402", "050101700438"])
def test_the_known_numbers_of_persons_are_accepted(iin: str) -> None:
    assert PERSONS.check(iin) == iin
    assert PERSONS.check(f" {iin[:6]} {iin[6:]}\u00a0") == iin


def test_one_block_of_serials_holds_the_known_counts_of_second_passes_and_gaps() -> None:
    weights = range(1, 12)
    heads = [f"0501017{serial:04d}" for serial in range(10_000)]
    first = [sum(w * int(d) for w, d in zip(weights, head, strict=True)) % 11 for head in heads]
    assert first.count(10) == 910
    assert [control_digit(head) for head in heads].count(None) == 83


def test_a_serial_without_a_control_digit_is_passed_over() -> None:
    made = PERSONS.synthesise(born_on=date(2005, 1, 1), woman=False, serial=44)
    assert made[:11] == "05010170045"


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("05010170001", "length"),
        ("0501017000133", "length"),
        ("05010170001x", "signs"),
        ("٠٥٠١٠١٧٠٠٠١٣", "signs"),
        ("051301700013", "date"),
        ("050231700013", "date"),
        ("050101900013", "kind"),
        ("050101700014", "check"),
        ("100040000007", "other_number"),
    ],
)
def test_the_first_mistake_in_a_persons_number_is_named(typed: str, mistake: str) -> None:
    if mistake == "other_number":
        typed = f"1012{typed[4:]}"
    assert mistake_of(PERSONS, typed) == mistake


def test_a_birthday_that_has_not_come_is_refused_until_it_comes() -> None:
    iin = STRICT_PERSONS.synthesise(born_on=date(2027, 1, 5), woman=True, serial=1)
    assert mistake_of(PERSONS, iin) == "future"
    assert PERSONS.check(iin, on=date(2027, 1, 5)) == iin


def test_the_29th_of_february_exists_only_in_the_right_century() -> None:
    assert mistake_of(PERSONS, "000229400001") == "date"
    leap_day = STRICT_PERSONS.synthesise(born_on=date(2000, 2, 29), woman=True, serial=7)
    assert PERSONS.check(leap_day, on=TODAY) == leap_day


@given(iin=synthetic_iins)
def test_the_generator_makes_only_valid_numbers_nobody_can_hold(iin: str) -> None:
    assert PERSONS.check(iin, on=TODAY) == iin
    assert PERSONS.is_synthetic(iin)
    assert mistake_of(STRICT_PERSONS, iin) == "synthetic"


@given(day=birthdays, woman=st.booleans(), serial=serials)
def test_strict_numbers_have_the_real_format(day: date, *, woman: bool, serial: int) -> None:
    iin = STRICT_PERSONS.synthesise(born_on=day, woman=woman, serial=serial)
    assert STRICT_PERSONS.check(iin, on=TODAY) == iin
    assert iin[6] == {1900: "34", 2000: "56"}[day.year // 100 * 100][woman]


@given(iin=synthetic_iins, place=st.integers(0, 9), digit=st.integers(0, 9))
def test_one_changed_digit_is_found_where_one_pass_decides(iin: str, place: int, digit: int) -> None:
    changed = f"{iin[:place]}{digit}{iin[place + 1 :]}"
    assume(changed != iin)
    assume(_first_remainder(iin) != 10)
    assume(_first_remainder(changed) != 10)
    assert control_digit(changed[:11]) != int(iin[11])


def test_the_first_pass_is_blind_to_the_eleventh_digit() -> None:
    # Its weight is eleven: the law's algorithm, not ours. Matching a person never rests on the number alone.
    assert control_digit("05010170001") == control_digit("05010170002")


def _first_remainder(number: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(1, 12), number[:11], strict=True)) % 11


@given(serial=st.integers(0, 400_000))
def test_invented_firms_have_valid_numbers_of_a_month_that_does_not_exist(serial: int) -> None:
    number = FIRMS.synthesise(serial)
    assert FIRMS.check(number) == number
    assert FIRMS.is_synthetic(number)
    assert number != FIRMS.synthesise(serial + 1)


@pytest.mark.parametrize(
    ("head", "mistake"),
    [
        ("25013400001", "other_number"),
        ("25017400001", "kind"),
        ("25134000001", "date"),
        ("27014000001", "future"),
        ("25014900001", "kind"),
    ],
)
def test_the_first_mistake_in_a_firms_number_is_named(head: str, mistake: str) -> None:
    assert mistake_of(FIRMS, f"{head}{control_digit(head) or 0}") == mistake


def test_strict_firms_refuse_invented_ones_and_wrong_digits() -> None:
    number = FIRMS.synthesise(5)
    assert mistake_of(BusinessNumbers(strict=True), number) == "synthetic"
    assert mistake_of(FIRMS, f"{number[:11]}{(int(number[11]) + 1) % 10}") == "check"


def test_the_known_account_number_is_made_and_accepted() -> None:
    assert ACCOUNTS.synthesise(1) == "KZ770000000000000001"
    assert ACCOUNTS.check("kz77 0000 0000 0000 0001") == "KZ770000000000000001"
    assert ACCOUNTS.show("KZ770000000000000001").replace("\u00a0", " ") == "KZ77 0000 0000 0000 0001"


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("KZ77000000000000000", "length"),
        ("KZ7700000000000000.1", "signs"),
        ("KZ77ABC0000000000001", "signs"),
        ("DE770000000000000001", "other_number"),
        ("KZ780000000000000001", "check"),
    ],
)
def test_the_first_mistake_in_an_account_number_is_named(typed: str, mistake: str) -> None:
    assert mistake_of(ACCOUNTS, typed) == mistake


@given(serial=st.integers(0, 10**13 - 1), place=st.integers(4, 19), digit=st.integers(0, 9))
def test_an_account_number_finds_every_single_wrong_digit(serial: int, place: int, digit: int) -> None:
    number = ACCOUNTS.synthesise(serial)
    changed = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert ACCOUNTS.check(number) == number
    assume(changed != number)
    assert mistake_of(ACCOUNTS, changed) == "check"


@given(typed=st.text(max_size=24))
def test_nothing_typed_breaks_a_check(typed: str) -> None:
    for numbers in (PERSONS, FIRMS, ACCOUNTS):
        try:
            assert numbers.check(typed, on=TODAY)
        except NumberNotValidError:
            continue


def test_the_refusal_tells_what_is_wrong_without_repeating_the_number() -> None:
    with pytest.raises(NumberNotValidError) as refused:
        PERSONS.check("050101700014")
    assert "050101700014" not in str(refused.value.facts)
    with override("en"):
        assert refused.value.sentence().startswith("IIN does not add up")
