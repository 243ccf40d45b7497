"""Limits on codes: strangers cannot use up what the holder of a number needs, and no household is many."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.errors import TooManyTriesError
from alatau.access.models import Throttle
from alatau.access.requests import client_address
from alatau.access.sign_in_code import ask_code, check_code, make_code
from alatau.access.throttle import (
    CODE_PER_ADDRESS,
    CODE_PER_NUMBER,
    CODE_PER_NUMBER_AND_ADDRESS,
    CODE_PER_NUMBER_AND_ADDRESS_DAILY,
    CODE_PER_NUMBER_DAILY,
    KNOWN_FOR,
    Limit,
    spend,
    sweep_throttles,
)
from tests.access.test_sign_in_code import NOBODY, code_for, later
from tests.people import resident

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment
    from tests.people import Resident

HOME = "192.0.2.1"
QUARTER = timedelta(minutes=15)
SMALL = Limit(kind="test.small", most=2, window=timedelta(minutes=10))


def sign_in_from(address: str, who: Resident, at: Moment) -> None:
    """Ask for a code and give it, as the holder does at home."""
    request_id = ask_code(who.number, address=address, at=at)
    make_code(request_id, at=at)
    check_code(request_id, code_for(who), address=address, at=at)


def flood(number: str, at: Moment, *, times: int, network: int = 7) -> int:
    """Ask for codes from as many strange addresses; return how many requests were taken."""
    taken = 0
    for host in range(times):
        try:
            ask_code(number, address=f"198.51.{network}.{host}", at=at)
        except TooManyTriesError:
            continue
        taken += 1
    return taken


def test_strangers_together_have_one_share(aigerim: Resident, now: Moment) -> None:
    assert flood(aigerim.number, now, times=30) == CODE_PER_NUMBER.most


def test_holder_gets_a_code_at_home_after_a_flood_of_strangers(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    flood(aigerim.number, later(now, QUARTER), times=30)
    sign_in_from(HOME, aigerim, later(now, QUARTER))


def test_flood_of_a_whole_day_leaves_the_home_open(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    for quarter in range(1, 5):
        flood(aigerim.number, later(now, QUARTER * quarter), times=15, network=quarter)
    at = later(now, QUARTER * 5)
    assert flood(aigerim.number, at, times=3, network=99) == 0
    sign_in_from(HOME, aigerim, at)


def test_home_of_one_person_is_strange_to_another(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    flood(bolat.number, now, times=CODE_PER_NUMBER.most)
    with pytest.raises(TooManyTriesError):
        ask_code(bolat.number, address=HOME, at=now)


@pytest.mark.parametrize(("early", "is_known"), [(timedelta(seconds=1), True), (timedelta(), False)])
def test_address_is_known_for_ninety_days_and_no_longer(
    aigerim: Resident, now: Moment, early: timedelta, is_known: bool
) -> None:
    sign_in_from(HOME, aigerim, now)
    at = later(now, KNOWN_FOR - early)
    flood(aigerim.number, at, times=CODE_PER_NUMBER.most)
    if is_known:
        ask_code(aigerim.number, address=HOME, at=at)
        return
    with pytest.raises(TooManyTriesError):
        ask_code(aigerim.number, address=HOME, at=at)


def test_wrong_code_makes_no_address_known(aigerim: Resident, now: Moment) -> None:
    from alatau.access.errors import CodeRefusedError

    request_id = ask_code(aigerim.number, address=HOME, at=now)
    make_code(request_id, at=now)
    with pytest.raises(CodeRefusedError):
        check_code(request_id, "nothing", address=HOME, at=now)
    flood(aigerim.number, now, times=CODE_PER_NUMBER.most)
    with pytest.raises(TooManyTriesError):
        ask_code(aigerim.number, address=HOME, at=now)


def test_known_home_has_a_limit_too(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    for _ in range(CODE_PER_NUMBER_AND_ADDRESS.most - 1):
        ask_code(aigerim.number, address=HOME, at=now)
    with pytest.raises(TooManyTriesError):
        ask_code(aigerim.number, address=HOME, at=now)


def test_known_home_has_a_limit_of_a_day(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    taken = 1
    for quarter in range(1, 7):
        for _ in range(CODE_PER_NUMBER_AND_ADDRESS.most):
            try:
                ask_code(aigerim.number, address=HOME, at=later(now, QUARTER * quarter))
                taken += 1
            except TooManyTriesError:
                continue
    assert taken == CODE_PER_NUMBER_AND_ADDRESS_DAILY.most


def test_strangers_have_a_limit_of_a_day_and_begin_anew_after_it(aigerim: Resident, now: Moment) -> None:
    taken = sum(flood(aigerim.number, later(now, QUARTER * step), times=12, network=step) for step in range(4))
    assert taken == CODE_PER_NUMBER_DAILY.most
    ask_code(aigerim.number, address=HOME, at=later(now, timedelta(days=1)))


def test_numbers_of_nobody_are_limited_in_the_same_way(people: None, now: Moment) -> None:
    assert flood(NOBODY, now, times=30) == flood(resident("emma").number, now, times=30)


def test_one_address_asks_for_few_numbers(now: Moment, people: None) -> None:
    for _ in range(CODE_PER_ADDRESS.most):
        spend(CODE_PER_ADDRESS, HOME, at=now)
    with pytest.raises(TooManyTriesError):
        ask_code(resident("emma").number, address=HOME, at=now)


def test_known_address_is_kept_as_a_keyed_hash_alone(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    written = str(list(Throttle.objects.values()))
    assert HOME not in written
    assert aigerim.number not in written


def test_sweep_forgets_known_addresses_after_their_time(aigerim: Resident, now: Moment) -> None:
    sign_in_from(HOME, aigerim, now)
    sweep_throttles(at=later(now, KNOWN_FOR - timedelta(seconds=1)))
    assert Throttle.objects.count() == 1
    assert sweep_throttles(at=later(now, KNOWN_FOR)) == 1


@pytest.mark.parametrize(("after", "is_open"), [(timedelta(minutes=10, seconds=-1), False), (SMALL.window, True)])
def test_window_ends_on_its_second(now: Moment, after: timedelta, is_open: bool) -> None:
    spend(SMALL, "somebody", at=now)
    spend(SMALL, "somebody", at=now)
    at = later(now, after)
    if is_open:
        spend(SMALL, "somebody", at=at)
        return
    with pytest.raises(TooManyTriesError):
        spend(SMALL, "somebody", at=at)


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (3600, 60)])
def test_refusal_says_how_many_minutes_to_wait(seconds: int, minutes: int) -> None:
    sentence = TooManyTriesError(retry_after_seconds=seconds).sentence()
    assert sentence == f"There were too many attempts. Please wait {minutes} min and try again."


def test_windows_of_two_keys_and_two_kinds_are_apart(now: Moment) -> None:
    other = Limit(kind="test.other", most=2, window=SMALL.window)
    for _ in range(2):
        spend(SMALL, "somebody", at=now)
    spend(SMALL, "another", at=now)
    spend(other, "somebody", at=now)


@given(host=st.integers(0, 2**64 - 1), network=st.integers(0x2001 << 48, (0x2001 << 48) + 2**40))
def test_all_addresses_of_one_household_count_as_one(host: int, network: int) -> None:
    seen = client_address(RequestFactory().get("/", REMOTE_ADDR=str(IPv6Address((network << 64) + host))))
    assert seen == client_address(RequestFactory().get("/", REMOTE_ADDR=str(IPv6Address(network << 64))))


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_address_is_counted_in_one_form(peer: str, counted: str) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer)) == counted


@pytest.mark.parametrize("forwarded", ["", " ", ",", "nonsense", "203.0.113.1, "])
def test_nonsense_of_a_proxy_breaks_nothing(settings: SettingsWrapper, forwarded: str) -> None:
    settings.PRODUCTION = True
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert isinstance(client_address(request), str)
