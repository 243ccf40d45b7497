"""City time: one for all processes, never going back, as fast as a demo needs it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.advance import (
    FASTEST_PACE,
    LONGEST_LEAP,
    CityTimeFixedError,
    CityTimeLeapError,
    advance_city_time,
    set_city_pace,
)
from alatau.core.clock import read_clocks, write_city_time_down
from alatau.core.models import City, JournalLine
from tests.core.journal.lines import WRITER

if TYPE_CHECKING:
    from alatau.core.values import Moment

DAY = timedelta(days=1)
MONTH_A_MINUTE = 43_830


def test_both_clocks_agree_in_a_new_city(db: None) -> None:
    moment = read_clocks()

    assert abs(moment.city_at - moment.wall_at) < timedelta(seconds=1)


def test_city_time_is_told_in_the_zone_of_the_city(db: None) -> None:
    assert read_clocks().city_at.utcoffset() == timedelta(hours=5)


def test_leap_moves_city_time_and_leaves_wall_time(committed_db: None) -> None:
    before = read_clocks()
    leapt = advance_city_time(30 * DAY, by=WRITER)
    after = read_clocks()

    assert 30 * DAY <= leapt.city_at - before.city_at < 30 * DAY + timedelta(seconds=5)
    assert after.city_at >= leapt.city_at
    assert after.wall_at - before.wall_at < timedelta(seconds=5)
    assert JournalLine.objects.filter(action="core.clock.advanced").count() == 1


def test_month_passes_in_a_minute_at_the_pace_of_a_demo(committed_db: None) -> None:
    begun = set_city_pace(MONTH_A_MINUTE, by=WRITER)
    time.sleep(0.1)
    later = read_clocks()

    elapsed = (later.wall_at - begun.wall_at) * MONTH_A_MINUTE
    assert abs((later.city_at - begun.city_at) - elapsed) < timedelta(seconds=1)


@pytest.mark.parametrize("leap", [timedelta(), -DAY, LONGEST_LEAP + DAY])
def test_leap_back_or_too_far_is_refused(committed_db: None, leap: timedelta) -> None:
    with pytest.raises(CityTimeLeapError):
        advance_city_time(leap, by=WRITER)

    assert not JournalLine.objects.exists()


@pytest.mark.parametrize("pace", [0, -1, FASTEST_PACE + 1])
def test_pace_that_the_clock_does_not_have_is_refused(committed_db: None, pace: int) -> None:
    with pytest.raises(CityTimeLeapError):
        set_city_pace(pace, by=WRITER)


def test_clock_of_a_production_city_cannot_be_changed(committed_db: None) -> None:
    City.objects.update(kind="production")

    with pytest.raises(CityTimeFixedError):
        advance_city_time(DAY, by=WRITER)
    with pytest.raises(CityTimeFixedError):
        set_city_pace(2, by=WRITER)


def test_city_time_stands_still_when_the_clock_of_the_machine_goes_back(committed_db: None) -> None:
    write_city_time_down()
    before = read_clocks()
    # As if the machine had told an hour later until now.
    City.objects.update(wall_anchor_at=before.wall_at + timedelta(hours=1), city_reached_at=before.city_at)

    assert read_clocks().city_at == read_clocks().city_at == before.city_at


def test_writing_city_time_down_never_lowers_it(committed_db: None) -> None:
    City.objects.update(city_reached_at=read_clocks().city_at + DAY)
    kept = City.objects.get().city_reached_at
    write_city_time_down()

    assert City.objects.get().city_reached_at == kept


@given(st.lists(st.one_of(st.integers(1, FASTEST_PACE), st.timedeltas(DAY / 24, 90 * DAY)), max_size=8))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_city_time_never_goes_back_whatever_is_done_to_it(committed_db: None, changes: list[int | timedelta]) -> None:
    seen: list[datetime] = [read_clocks().city_at]
    for change in changes:
        moment = set_city_pace(change, by=WRITER) if isinstance(change, int) else advance_city_time(change, by=WRITER)
        seen += [moment.city_at, read_clocks().city_at]
        write_city_time_down()

    assert seen == sorted(seen)
    City.objects.update(pace=1)


def test_reader_beside_a_slowing_clock_never_sees_time_go_back(committed_db: None) -> None:
    seen: list[Moment] = []
    is_over = Event()

    def look() -> None:
        while not is_over.is_set():
            seen.append(read_clocks())
        connection.close()

    set_city_pace(FASTEST_PACE, by=WRITER)
    reader = Thread(target=look)
    reader.start()
    for pace in (1_000, 1, FASTEST_PACE, 1):
        looks = len(seen)
        set_city_pace(pace, by=WRITER)
        while len(seen) <= looks and reader.is_alive():
            is_over.wait(0.001)
    is_over.set()
    reader.join()

    assert len(seen) > 3
    assert [moment.city_at for moment in seen] == sorted(moment.city_at for moment in seen)


def test_clock_is_changed_in_a_transaction_of_its_own(committed_db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        advance_city_time(DAY, by=WRITER)
