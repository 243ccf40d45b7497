"""Days and periods seen from the day that the registers tell about: months, quarters, the school year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]

MONTHS, QUARTER, EPOCH_YEAR = 12, 3, 1970
SEPTEMBER, SETTLED_IN = 8, 30


def month_of(day: int) -> int:
    """Return the month of a day, in months since 1970."""
    return int(np.datetime64(day, "D").astype("datetime64[M]").astype(int))


def first_day(month: Positions) -> Positions:
    """Return the first day of each month, in days since 1970."""
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def year_of(day: int) -> int:
    """Return the year of a day."""
    return EPOCH_YEAR + month_of(day) // MONTHS


def months_since_quarter(today: int) -> int:
    """Return how many whole months have passed since the last whole quarter ended: none, one or two."""
    return month_of(today) % QUARTER


def name_quarter(today: int, *, back: int) -> str:
    """Return a whole quarter before today, such as "2026-Q3"; the last one for ``back`` 1."""
    quarter = month_of(today) // QUARTER - back
    return f"{EPOCH_YEAR + quarter // 4}-Q{quarter % 4 + 1}"


def first_of_september(today: int) -> int:
    """Return the day on which the school year of today began, in days since 1970; a new one counts after a month."""
    year = year_of(today - SETTLED_IN)
    day = first_day(np.array([(year - EPOCH_YEAR) * MONTHS + SEPTEMBER]))[0]
    if day > today - SETTLED_IN:
        day = first_day(np.array([(year - 1 - EPOCH_YEAR) * MONTHS + SEPTEMBER]))[0]
    return int(day)


def school_days(today: int, count: int) -> Positions:
    """Return so many weekdays before today, the first one first, in days since 1970."""
    last = np.busday_offset(np.datetime64(today, "D"), 0, roll="backward")
    days = np.busday_offset(last, np.arange(-count, 0))
    return np.asarray(days.astype(np.int64))
