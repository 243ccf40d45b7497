"""Ages and months at their boundaries, as SQL gives them and as people count them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from alatau.rules import add_months, add_years, age_on, in_force, months_between
from alatau.rules.evaluate import evaluate
from alatau.rules.graph import RuleBook
from alatau.rules.interpret import Facts
from alatau.rules.operations import full_months, move_months
from alatau.rules.spans import days_of
from alatau.rules.states import UNKNOWN
from tests.rules.expressions import edge_days
from tests.rules.laws import MEASURES, rule_of, sources


def compute(unit, rule, *, born=None, sold=None, day=date(2026, 3, 1)):
    """Return what a rule of two days gives in SQL."""
    law = RuleBook((*MEASURES, rule_of("result", unit, rule, ("born", "sold", "day"))), sources()).on(day)
    [answers] = evaluate(law, [Facts({0: {"born": born, "sold": sold}})], want=["result"])
    return answers.people[0]["result"]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 1), date(2026, 2, 28), 17),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
        (date(2026, 3, 2), date(2026, 3, 1), -1),
        (date(1899, 12, 31), date(2026, 12, 30), 126),
    ],
)
def test_age_grows_on_the_birthday(born, day, age):
    assert compute("years", lambda v: age_on(v["born"], on=v["day"]), born=born, day=day) == age


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 2, 28), date(2026, 1, 31), -1),
        (date(2026, 3, 15), date(2026, 3, 15), 0),
    ],
)
def test_months_end_with_the_month(first, second, months):
    found = compute("months", lambda v: months_between(v["born"], v["sold"]), born=first, sold=second)
    assert found == months


@pytest.mark.parametrize(
    ("day", "count", "moved"),
    [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 3, 31), -1, date(2024, 2, 29))],
)
def test_day_is_moved_to_the_last_one_of_a_shorter_month(day, count, moved):
    assert compute("day", lambda v: add_months(v["born"], count), born=day) == moved
    assert compute("day", lambda v: add_years(v["born"], 1), born=date(2024, 2, 29)) == date(2025, 2, 28)


def test_day_beyond_what_calendars_write_is_unknown():
    assert compute("day", lambda v: add_years(v["born"], 5000), born=date(2026, 1, 1)) == UNKNOWN


@given(edge_days(), edge_days())
def test_full_months_are_as_many_as_fit(first, second):
    start, end = sorted((first, second))
    months = full_months(start, end)
    assert move_months(start, months) <= end < move_months(start, months + 1)


@pytest.mark.parametrize(
    ("until", "holds"), [(None, True), (date(2026, 3, 2), True), (date(2026, 3, 1), False), (date(2026, 2, 1), False)]
)
def test_span_without_an_end_still_holds_and_the_end_is_excluded(until, holds):
    def rule(v):
        return in_force(v["born"], v["sold"], on=v["day"])

    assert compute("flag", rule, born=date(2026, 3, 1), sold=until) is holds
    assert compute("flag", rule, born=date(2026, 3, 2), sold=until) is False


@pytest.mark.parametrize(
    ("name", "start", "end", "text"),
    [
        ("previous_quarter", date(2025, 10, 1), date(2026, 1, 1), "2025-Q4"),
        ("same_quarter_a_year_before", date(2024, 10, 1), date(2025, 1, 1), "2024-Q4"),
        ("quarter", date(2026, 1, 1), date(2026, 4, 1), "2026-Q1"),
        ("month", date(2026, 3, 1), date(2026, 4, 1), "2026-03"),
        ("previous_month", date(2026, 2, 1), date(2026, 3, 1), "2026-02"),
        ("last_months(3)", date(2025, 12, 1), date(2026, 3, 1), ""),
        ("year", date(2026, 1, 1), date(2027, 1, 1), "2026"),
        ("previous_year", date(2025, 1, 1), date(2026, 1, 1), "2025"),
    ],
)
def test_spans_lie_around_the_day(name, start, end, text):
    assert days_of(name, date(2026, 3, 31)) == (start, end, text)
