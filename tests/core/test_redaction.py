"""What the last net under the logs cuts out, and what it leaves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.redaction import CUT, redact
from qazaqstan.identity import ACCOUNT_NUMBERS, ORGANISATION_NUMBERS, PERSON_NUMBERS
from qazaqstan.phones import PHONE_NUMBERS

words = st.text(alphabet="abcdefgh ,.:;()[]{}<>=/", max_size=12)
personal = st.one_of(
    st.builds(
        lambda day, serial: PERSON_NUMBERS.synthesise(born_on=day, woman=True, serial=serial),
        st.dates(date(1930, 1, 1), date(2025, 1, 1)),
        st.integers(0, 9999),
    ),
    st.integers(0, 9999).map(PHONE_NUMBERS.synthesise),
    st.integers(0, 9999).map(lambda serial: PHONE_NUMBERS.show(PHONE_NUMBERS.synthesise(serial))),
    st.integers(0, 9999).map(ACCOUNT_NUMBERS.synthesise),
    st.integers(0, 9999).map(ORGANISATION_NUMBERS.synthesise),
    st.sampled_from(["aigerim@example.kz", "айгерім@пошта.қаз", "8 (700) 000-00-01", "050101 700013"]),
)


@given(before=words, number=personal, after=words)
def test_numbers_phones_accounts_and_addresses_are_cut_wherever_they_stand(
    before: str, number: str, after: str
) -> None:
    shown = redact(f"{before} {number} {after}")
    assert number not in str(shown)
    assert CUT in str(shown)


@given(number=personal)
def test_nothing_personal_survives_inside_lists_and_mappings(number: str) -> None:
    nested = {"cases": [{"note": number}, (number,)], number: 1, "found": {number}}
    assert number not in json.dumps(redact(nested), ensure_ascii=False)


@pytest.mark.parametrize(
    "kept",
    [
        "core.request.answered",
        "2026-11-21T23:13:47.382361Z",
        "2026-11-21 23:13:47",
        "2026-11-21",
        "alatau/core/logs.py:120 configure",
        "3.11.2",
        "127.0.0.1:8000",
        "line 12345678 of 99999999",
        "access:sign_in",
    ],
)
def test_places_moments_and_small_figures_stay(kept: str) -> None:
    assert redact(kept) == kept


@given(one=st.uuids())
def test_ids_of_rows_stay_even_when_they_look_like_numbers(one: UUID) -> None:
    assert redact(str(one)) == str(one)
    assert redact(UUID("00000000-0000-4000-8000-123456789012")) == UUID("00000000-0000-4000-8000-123456789012")
    assert redact(f"case {one} opened") == f"case {one} opened"


def test_long_whole_numbers_stay_only_under_names_of_quantities() -> None:
    assert redact(50101700013) == CUT
    assert redact(50101700013, key="disk_bytes") == 50101700013
    assert redact(12, key="lines") == 12
    assert redact(value=True) is True


@pytest.mark.parametrize("key", ["password", "Phone", "surname", "headers", "iin", "token"])
def test_fields_with_personal_names_are_cut_whatever_they_hold(key: str) -> None:
    assert redact("harmless", key=key) == CUT


def test_objects_are_read_by_their_text() -> None:
    assert redact(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02 00:00:00+00:00"
    assert redact(ValueError("87000000001")) == CUT
    assert redact(uuid4()) != CUT
