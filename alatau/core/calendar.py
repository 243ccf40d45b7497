"""Working days, public holidays and the deadlines counted in them. The days themselves are dated content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.core.text import Text

ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """Why a day differs from the plain week."""

    HOLIDAY = "holiday"
    DAY_OFF = "day_off"  # a weekday given free, for a holiday on a weekend or by a moved working day
    WORKING = "working"  # a weekend day worked in exchange


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """One day that differs from the plain week, with its name and where that is written."""

    day: date
    kind: DayKind
    name: Text
    source: str


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The working days of a state.

    Days are exact in the years that have been announced. A later year has no announcement yet: `repeating` holidays
    count there as well, and nothing is moved.
    """

    #: 0 is Monday.
    weekend: frozenset[int]
    special_days: Mapping[date, SpecialDay]
    #: (month, day) of holidays that fall on the same day each year.
    repeating: Mapping[tuple[int, int], Text]
    announced_years: frozenset[int]
    opens_at: time
    closes_at: time

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        special = self.special_days.get(day)
        if special is not None:
            return special.kind is DayKind.WORKING
        return day.weekday() not in self.weekend and not self._repeats(day)

    def holiday_name(self, day: date) -> Text | None:
        """Return the name of the public holiday on the day; None when it is none."""
        special = self.special_days.get(day)
        if special is not None:
            return special.name if special.kind is DayKind.HOLIDAY else None
        return self.repeating[day.month, day.day] if self._repeats(day) else None

    def next_working_day(self, day: date) -> date:
        """Return the day itself when offices work on it, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day that is ``count`` working days after ``day``, which itself never counts.

        Adding none returns the first working day on or after ``day``.
        """
        assert count >= 0, "deadlines run forward"
        if count == 0:
            return self.next_working_day(day)
        for _ in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def count_working_days(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and including ``last``."""
        return sum(self.is_working_day(first + ONE_DAY * step) for step in range(1, (last - first).days + 1))

    def deadline(self, city_at: datetime, *, working_days: int) -> datetime:
        """Return the moment a task must be done: the closing hour of the last of its working days, in city time.

        Work that arrives after closing, or on a free day, counts as arrived on the next working day.
        """
        arrived = city_at.date() + (ONE_DAY if city_at.time() >= self.closes_at else timedelta())
        due = self.add_working_days(self.next_working_day(arrived), working_days)
        return datetime.combine(due, self.closes_at, tzinfo=city_at.tzinfo)

    def _repeats(self, day: date) -> bool:
        return day.year not in self.announced_years and (day.month, day.day) in self.repeating
