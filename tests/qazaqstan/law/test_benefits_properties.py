"""What holds of benefits whatever a family is like: recomputed by hand, exclusive, and never refused on the unknown."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.rules.evaluate import Answers, evaluate
from alatau.rules.gather import read_book
from alatau.rules.interpret import Facts
from alatau.rules.states import UNKNOWN

DAY = date(2026, 10, 1)
MCI, MINIMUM, TIYN = 4325, 50851, 100
#: Each example is a query over many families at once.
few = settings(max_examples=6, deadline=None)
many = {"min_size": 20, "max_size": 40}
LARGE = ("LARGE_4", "LARGE_5", "LARGE_6", "LARGE_7", "LARGE_8P")
CARE = ("CARE_1", "CARE_2", "CARE_3", "CARE_4P")
SURVIVORS = ("SURV_1", "SURV_2", "SURV_3", "SURV_4", "SURV_5", "SURV_6P")


@cache
def law():
    return read_book().on(DAY)


def names_of(*codes: str) -> list[str]:
    return [law().find(code).name for code in codes]


def of_families(facts: list[dict[str, Any]], *codes: str) -> list[tuple[object, ...]]:
    """Return what families get by their own values, in tenge."""
    answers = evaluate(law(), [Facts({"a": {}}, each) for each in facts], want=names_of(*codes))
    return [tuple(in_tenge(answer.family[name]) for name in names_of(*codes)) for answer in answers]


def of_people(facts: list[dict[str, Any]], *codes: str) -> list[tuple[object, ...]]:
    """Return what people get by their values, in tenge."""
    answers: list[Answers] = evaluate(law(), [Facts({"a": each}) for each in facts], want=names_of(*codes))
    return [tuple(in_tenge(answer.people["a"][name]) for name in names_of(*codes)) for answer in answers]


def in_tenge(value: object) -> object:
    return value if value is UNKNOWN or isinstance(value, bool) else Decimal(str(value)) / TIYN


def up(times: str, base: int) -> Decimal:
    """Return a multiple rounded up to a whole tenge, as a person would work it out."""
    return (Decimal(times) * base).to_integral_value(ROUND_CEILING)


@few
@given(st.lists(st.integers(0, 14), **many))
def test_large_family_gets_one_allowance_that_grows_with_each_child(counts: list[int]) -> None:
    by_hand = {4: up("16.03", MCI), 5: up("20.04", MCI), 6: up("24.05", MCI), 7: up("28.06", MCI)}
    for count, sums in zip(counts, of_families([{"children_and_students": n} for n in counts], *LARGE), strict=True):
        expected = Decimal(0) if count < 4 else by_hand.get(count, count * up("4", MCI))
        assert sum(sums) == expected
        assert sum(bool(each) for each in sums) == (count >= 4)


births = st.tuples(st.integers(0, 9), st.integers(0, 3))


@few
@given(st.lists(births, **many))
def test_each_newborn_brings_the_grant_of_its_own_order(mothers: list[tuple[int, int]]) -> None:
    facts = [
        {"newborns": new, "children_before_newborns": before, "has_right_of_residence": True} for before, new in mothers
    ]
    for (before, new), sums in zip(mothers, of_people(facts, "BIRTH_1_3", "BIRTH_4P"), strict=True):
        orders = range(before + 1, before + new + 1)
        first = sum(up("38", MCI) for order in orders if order <= 3)
        later = sum(up("63", MCI) for order in orders if order >= 4)
        assert sums == (first, later)


@few
@given(st.lists(st.tuples(births, st.booleans(), st.integers(0, 900_000)), **many))
def test_childcare_is_paid_by_the_budget_or_by_the_fund_never_by_both(mothers: list[Any]) -> None:
    facts = [
        {
            "infants": new,
            "children_before_infants": before,
            "takes_part_in_insurance": is_insured,
            "has_right_of_residence": True,
            "childcare_income": min(income, 7 * 85_000) * TIYN,
        }
        for (before, new), is_insured, income in mothers
    ]
    for ((_, new), is_insured, _), sums in zip(mothers, of_people(facts, *CARE, "CARE_INS"), strict=True):
        *budget, fund = sums
        assert not (any(budget) and fund)
        assert bool(fund) == (new > 0 and is_insured)
        assert fund <= new * 238_000 * Decimal("0.9") + 1  # type: ignore[operator]  # amounts, nothing is unknown here


@few
@given(st.lists(st.integers(0, 12), **many))
def test_survivors_share_a_sum_that_never_falls_with_one_more(counts: list[int]) -> None:
    sums = dict(zip(counts, of_families([{"survivors": n} for n in counts], *SURVIVORS), strict=True))
    totals = [sum(sums[count]) for count in sorted(sums)]  # type: ignore[arg-type]  # amounts
    assert totals == sorted(totals)
    assert all(total <= up("3", MINIMUM) for total in totals)


@few
@given(st.lists(st.integers(0, 60), **many))
def test_basic_pension_is_worked_out_by_hand_for_each_number_of_years(years: list[int]) -> None:
    facts = [{"is_of_pension_age": True, "years_in_pension_system": each} for each in years]
    for each, (paid,) in zip(years, of_people(facts, "PENS_BASIC"), strict=True):
        share = min(Decimal("1.18"), Decimal("0.70") + Decimal("0.02") * max(0, each - 10))
        assert paid == up(str(share), MINIMUM)


@few
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 500_000)), **many), st.integers(0, 90_000))
def test_more_income_never_brings_more_assistance(families: list[tuple[int, int]], more: int) -> None:
    def assisted(extra: int) -> list[tuple[object, ...]]:
        facts = [
            {
                "poverty_line": 46_876 * TIYN,
                "members": members,
                "asp_income": (income + extra) * TIYN,
                "has_business_without_income": False,
            }
            for members, income in families
        ]
        return of_families(facts, "ASP")

    for (members, income), (before,), (after,) in zip(families, assisted(0), assisted(more), strict=True):
        assert before == max(0, 46_876 - income // members) * members
        assert after <= before  # type: ignore[operator]  # amounts


#: Benefits with all that they hang on directly, and values that each of these can have.
HANGS_ON: dict[str, dict[str, list[object]]] = {
    "DIS_G2": {
        "is_disabled": [True, False],
        "age": [17, 18],
        "group_of_disability": ["1", "2"],
        "cause_of_disability": ["general_illness"],
        "is_disabled_since_childhood": [True, False],
    },
    "DISKID_U7": {"is_disabled": [True, False], "age": [6, 7]},
    "SURV_ORPHAN": {"age": [17, 18, 22, 23], "studies": [True, False], "parents_lost": [1, 2]},
    "CAREGIVER_G1": {"people_of_group_1_cared_for": [0, 1], "age": [17, 18]},
    "KG_VOUCHER": {"age": [1, 2, 5, 6], "is_in_kindergarten_queue": [True, False]},
    "MOTHER_SILVER": {"holds_kumis_alqa": [True, False], "holds_altyn_alqa": [True, False]},
    "PENS_BASIC": {"is_of_pension_age": [True, False], "years_in_pension_system": [0, 34]},
}


@pytest.mark.parametrize("code", HANGS_ON)
def test_nobody_is_refused_on_what_is_unknown(code: str) -> None:
    usual = {name: values[0] for name, values in HANGS_ON[code].items()}
    for name, values in HANGS_ON[code].items():
        facts = [*({**usual, name: value} for value in values), {**usual, name: UNKNOWN}]
        *known, (asked,) = of_people(facts, code)
        # Unknown is answered only where every value would be answered alike.
        assert asked is UNKNOWN or {each for (each,) in known} == {asked}, name
