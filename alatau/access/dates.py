"""Ages and birthdays, for rights that begin or end with them."""

from __future__ import annotations

from datetime import date


def birthday_at(born_on: date, age: int) -> date:
    """Return the day an age (or a number of years) is reached; for 29 February in a common year, 1 March."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years on a day; agrees with `birthday_at` on both sides of each birthday."""
    age = day.year - born_on.year
    return age if day >= birthday_at(born_on, age) else age - 1
