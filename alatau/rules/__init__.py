"""The words in which rules are written: everything an author of rules imports."""

from __future__ import annotations

from alatau.rules.dates import (
    add_days,
    add_months,
    add_years,
    age_on,
    days_between,
    in_force,
    month_number_of,
    month_of,
    months_between,
    year_of,
)
from alatau.rules.declare import benefit, indicator, measure, need, points, rule, status
from alatau.rules.functions import (
    band,
    cases,
    ceil_to,
    ceil_to_unit,
    floor_to,
    floor_to_unit,
    greatest,
    least,
    not_applicable,
    number_of,
    part_of,
    round_to,
    round_to_coin,
    round_to_unit,
    share,
    split,
    starts_with,
    unknown,
)
from alatau.rules.reductions import all_of, any_of, count_of, earliest, highest, latest, lowest, of, only, total
from alatau.rules.values import a_day, days, months

#: As a law may name them whose coin is called so.
ceil_to_tenge = ceil_to_unit
round_to_tenge = round_to_unit
floor_to_tenge = floor_to_unit

__all__ = [
    "a_day",
    "add_days",
    "add_months",
    "add_years",
    "age_on",
    "all_of",
    "any_of",
    "band",
    "benefit",
    "cases",
    "ceil_to",
    "ceil_to_tenge",
    "ceil_to_unit",
    "count_of",
    "days",
    "days_between",
    "earliest",
    "floor_to",
    "floor_to_tenge",
    "floor_to_unit",
    "greatest",
    "highest",
    "in_force",
    "indicator",
    "latest",
    "least",
    "lowest",
    "measure",
    "month_number_of",
    "month_of",
    "months",
    "months_between",
    "need",
    "not_applicable",
    "number_of",
    "of",
    "only",
    "part_of",
    "points",
    "round_to",
    "round_to_coin",
    "round_to_tenge",
    "round_to_unit",
    "rule",
    "share",
    "split",
    "starts_with",
    "status",
    "total",
    "unknown",
    "year_of",
]
