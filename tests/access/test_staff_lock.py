"""Guesses at staff names: held back for whoever guesses, and never a lock on the official whose name it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access import factors
from alatau.access.errors import SignInRefusedError, TooManyTriesError
from alatau.access.models import Throttle
from alatau.access.staff import check_staff_password
from alatau.access.staff_lock import (
    FREE_TRIES,
    FREE_TRIES_OF_STRANGERS,
    LONGEST_WAIT,
    begin_try,
    end_tries,
    wait_after,
)
from alatau.core.values import Moment

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Official

#: The official's own desk, and where strangers sit.
DESK, STREET = "192.0.2.1", "198.51.100.7"


def later(at: Moment, **passed: float) -> Moment:
    return Moment(city_at=at.city_at, wall_at=at.wall_at + timedelta(**passed))


def guess(login: str, address: str, at: Moment) -> bool:
    """Try a wrong password; tell whether it was looked at, rather than held back."""
    try:
        check_staff_password(login, "wrong", address=address, at=at)
    except TooManyTriesError:
        return False
    except SignInRefusedError:
        return True
    raise AssertionError


def guess_from_everywhere(login: str, at: Moment, number: int) -> list[bool]:
    return [guess(login, f"203.0.113.{each}", at) for each in range(number)]


@pytest.mark.parametrize("login", ["dana", "nobody"])
def test_address_is_held_back_after_five_tries_of_a_name(people: None, now: Moment, login: str) -> None:
    assert [guess(login, STREET, now) for _ in range(FREE_TRIES + 1)] == [True] * FREE_TRIES + [False]


def test_right_password_waits_where_too_many_wrong_ones_came_from(dana: Official, now: Moment) -> None:
    for _ in range(FREE_TRIES):
        begin_try("dana", address=DESK, at=now)
    with pytest.raises(TooManyTriesError):
        check_staff_password("dana", dana.staff.password, address=DESK, at=now)
    assert check_staff_password("dana", dana.staff.password, address=DESK, at=later(now, seconds=31)) == dana.user_id


def test_stranger_does_not_lock_an_official_out(dana: Official, now: Moment) -> None:
    for hour in range(30):
        guess("dana", STREET, later(now, minutes=hour * 5))
    assert check_staff_password("dana", dana.staff.password, address=DESK, at=later(now, hours=3)) == dana.user_id


@pytest.mark.parametrize("login", ["dana", "nobody"])
def test_many_addresses_together_get_no_more_tries(people: None, now: Moment, login: str) -> None:
    looked_at = guess_from_everywhere(login, now, FREE_TRIES_OF_STRANGERS + 10)
    assert looked_at == [True] * FREE_TRIES_OF_STRANGERS + [False] * 10


def test_official_signs_in_from_their_desk_while_the_whole_world_guesses(dana: Official, now: Moment) -> None:
    end_tries("dana", address=DESK, at=now)
    guess_from_everywhere("dana", now, FREE_TRIES_OF_STRANGERS + 10)
    assert check_staff_password("dana", dana.staff.password, address=DESK, at=now) == dana.user_id


def test_address_is_known_for_three_months(dana: Official, now: Moment) -> None:
    end_tries("dana", address=DESK, at=now)
    for days, is_known in ((89, True), (91, False)):
        at = later(now, days=days)
        guess_from_everywhere("dana", at, FREE_TRIES_OF_STRANGERS + 1)
        assert guess("dana", DESK, at) is is_known


def test_sign_in_of_the_official_forgives_strangers_nothing(people: None, now: Moment) -> None:
    guess_from_everywhere("dana", now, FREE_TRIES_OF_STRANGERS)
    end_tries("dana", address=DESK, at=now)
    assert not guess("dana", STREET, now)


def test_whole_sign_in_makes_the_address_known(client: Client, dana: Official, now: Moment) -> None:
    form = {"login": "dana", "password": dana.staff.password}
    client.post(reverse("access:staff_sign_in"), form, REMOTE_ADDR=DESK)
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    client.post(reverse("access:staff_factor"), {"code": code}, REMOTE_ADDR=DESK)
    guess_from_everywhere("dana", now, FREE_TRIES_OF_STRANGERS + 1)
    assert guess("dana", DESK, now)
    assert not guess("dana", STREET, now)


def test_name_and_address_are_kept_as_hashes_alone(people: None, now: Moment) -> None:
    begin_try("dana", address=DESK, at=now)
    columns = {field.name for field in Throttle._meta.get_fields()}
    assert columns == {"key", "hits", "window_until", "locked_until"}


@given(tries=st.integers(0, 10_000), free=st.sampled_from([FREE_TRIES, FREE_TRIES_OF_STRANGERS]))
def test_wait_never_shrinks_and_never_passes_an_hour(tries: int, free: int) -> None:
    assert wait_after(tries, free=free) <= wait_after(tries + 1, free=free) <= LONGEST_WAIT
    assert bool(wait_after(tries, free=free)) is (tries >= free)
