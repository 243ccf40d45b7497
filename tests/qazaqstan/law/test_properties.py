"""What holds of the law for every family: scores stay in their bounds, bands and categories never turn round."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.rules.gather import read_book
from alatau.rules.interpret import Facts, Interpretation

if TYPE_CHECKING:
    from alatau.rules.graph import Law

TODAY = date(2026, 10, 1)
LOWEST, HIGHEST = -1670, 4600
CATEGORIES = "EDCBA"
TENGE = 100
BANDS = ("none", "lt_025", "025_1", "1_2", "2_3", "3_4", "ge_4")
WOMEN = (date(1960, 1, 1), date(1975, 12, 31))


@cache
def law() -> Law:
    return read_book().on(TODAY)


def family_value(name: str, **given_values: object) -> Any:
    return Interpretation(law(), Facts(people={}, family=given_values)).value_of(name)


def person_value(name: str, **given_values: object) -> Any:
    return Interpretation(law(), Facts(people={"one": given_values})).value_of(name, "one")


@cache
def answers() -> dict[str, list[int]]:
    """Return for each question the points that any answer can give."""
    book = content().parameters
    found: dict[str, list[int]] = {}
    for rule in law().rules.values():
        if rule.version.kind == "points" and rule.version.facts.get("question"):
            names = [name for name in rule.version.inputs if name.startswith("points_") and name[-5:] != "_sign"]
            found[rule.name] = [int(row.value) for name in names if (row := book.find(name, on=TODAY)) is not None]
    return found


@given(st.data())
def test_no_answers_lead_out_of_the_bounds_of_the_method(data: st.DataObject) -> None:
    chosen = {name: data.draw(st.sampled_from(points), label=name) for name, points in answers().items()}
    score = family_value("dfc_score", **chosen)
    assert score == sum(chosen.values())
    assert LOWEST <= score <= HIGHEST


@given(st.integers(LOWEST, HIGHEST), st.integers(0, HIGHEST - LOWEST))
def test_more_points_never_give_a_lower_category(score: int, more: int) -> None:
    low, high = (family_value("dfc_category", dfc_score=points) for points in (score, min(score + more, HIGHEST)))
    assert CATEGORIES.index(low) <= CATEGORIES.index(high)


@given(st.integers(0, 400_000), st.integers(0, 400_000))
def test_a_higher_income_never_falls_into_a_lower_band(one: int, other: int) -> None:
    low, high = (family_value("income_band", income_per_head=income * TENGE) for income in sorted((one, other)))
    assert BANDS.index(low) <= BANDS.index(high)


@given(st.dates(*WOMEN), st.integers(1, 400))
def test_who_is_born_later_never_retires_earlier(born: date, days: int) -> None:
    first, second = (
        person_value("pension_day", birth_day=day, is_female=True) for day in (born, born + timedelta(days))
    )
    assert first <= second


@given(st.dates(*WOMEN))
def test_each_woman_has_the_pension_age_of_the_year_in_which_she_reaches_it(born: date) -> None:
    reached = person_value("pension_day", birth_day=born, is_female=True)
    in_force = content().parameters.find("pension_age_women", on=max(reached, date(2023, 1, 1)))
    assert in_force is not None
    months = person_value("pension_age_in_months", birth_day=born, is_female=True)
    # Between two steps of half a year the table follows the first year whose age somebody has reached.
    assert months == in_force.value * 12


@given(st.integers(0, 20), st.floats(0, 60, allow_nan=False))
def test_every_family_has_one_answer_about_its_dwellings(dwellings: int, area: float) -> None:
    from decimal import Decimal

    found = family_value("housing_provision", family_dwellings=dwellings, area_per_head=Decimal(f"{area:.2f}"))
    assert found in law().get("housing_provision").version.labels
    assert (found == "none") == (dwellings == 0)
