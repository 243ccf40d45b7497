"""Whatever day the registers tell about, the windows that rules read begin where a period begins."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qazaqstan.synthetic.days import first_of_september, month_of, months_since_quarter, name_quarter, school_days
from qazaqstan.synthetic.makers.contributions import list_periods

EPOCH = date(1970, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31)).map(lambda day: (day - EPOCH).days)


def months_of(periods: list[tuple[int, int]]) -> list[int]:
    """Return how many months back each month lies that the periods hold."""
    return [back - month for back, months in periods for month in range(months)]


@given(today=DAYS)
def test_a_year_and_the_same_quarter_before_are_held_once(today: int) -> None:
    everyone, earlier, own = list_periods(today)
    since = months_since_quarter(today)
    assert sorted(months_of(everyone)) == list(range(15 + since))
    assert sorted(months_of(everyone + earlier)) == list(range(24))
    assert sorted(months_of(own)) == list(range(since, 15 + since))


@given(today=DAYS, edge=st.sampled_from([3, 12, 24]))
def test_no_period_crosses_the_edge_of_a_window(today: int, edge: int) -> None:
    everyone, earlier, _own = list_periods(today)
    assert all(back < edge or back - months + 1 >= edge for back, months in everyone + earlier)


@given(today=DAYS)
def test_last_whole_quarter_stands_month_by_month(today: int) -> None:
    since = months_since_quarter(today)
    months = [month_of(today) - 1 - back for back, months in list_periods(today)[0] if months == 1]
    quarter = {f"{1970 + month // 12}-Q{month % 12 // 3 + 1}" for month in sorted(months)[:3]}
    assert quarter == {name_quarter(today, back=1)} or since == 1


@given(today=DAYS)
def test_school_days_are_weekdays_and_the_school_year_has_begun(today: int) -> None:
    days = school_days(today, 22)
    assert len(days) == 22
    assert np.is_busday(days.astype("datetime64[D]")).all()
    assert days.max() < today
    assert 30 <= today - first_of_september(today) < 400
    assert (EPOCH + timedelta(first_of_september(today))).strftime("%d %B") == "01 September"
