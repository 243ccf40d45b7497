"""Benefits of three thousand drawn people, worked out by hand from the rows that registers hold of each."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.qazaqstan.law.drawn_city import DAY, City, draw

if TYPE_CHECKING:
    from datetime import date

MINIMUM, MOST_INSURED, HALF_WAGE = 50_851, 7 * 85_000, 42_500
TIYN = 100
CODES = (
    *("PENS_BASIC", "DIS_G1", "DIS_G2", "DIS_G3", "DISCH_G2", "DISKID_U7", "DISKID_G2", "DISPARENT", "CAREGIVER_G1"),
    *("JOBLOSS_INS", "MATERNITY_INS", "DIS_INS", "NATFUND"),
)
#: Months of insurance from which a row of the table holds: months paid, and the coefficient.
PARTICIPATION = ((60, 6, "1.0"), (48, 5, "0.95"), (36, 4, "0.9"), (24, 3, "0.85"), (12, 2, "0.75"), (6, 1, "0.7"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return draw(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def card(city: City) -> dict[str, dict[str, Any]]:
    return city.results(*CODES)


@pytest.fixture(scope="module")
def accounts(city: City) -> dict[str, dict[str, Any]]:
    return {number: rows[0] for number, rows in city.rows("pension_accounts").items()}


def up(amount: Decimal) -> int:
    """Return tiyn of an amount in tenge, rounded up to a whole tenge."""
    return int(amount.to_integral_value(ROUND_CEILING)) * TIYN


def months(since: date, until: date = DAY) -> int:
    """Return full months; no day of this city is the last of a long month on the day asked about."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def age(person: dict[str, Any]) -> int:
    return months(person["born_on"]) // 12


def paid(sums: dict[str, int]) -> dict[str, int]:
    return {number: amount for number, amount in sums.items() if amount}


def test_basic_pension_follows_from_accounts_age_and_sex(
    city: City, card: dict[str, Any], accounts: dict[str, Any]
) -> None:
    by_hand = {}
    for number, person in city.people().items():
        if months(person["born_on"]) < 12 * (61 if person["sex"] == "female" else 63):
            continue
        account = accounts.get(number, {"contribution_months": 0, "months_before_1998": 0})
        years = (account["contribution_months"] + account["months_before_1998"]) // 12
        share = min(Decimal("1.18"), Decimal("0.70") + Decimal("0.02") * max(0, years - 10))
        by_hand[number] = up(share * MINIMUM)
    assert len(by_hand) > 200
    assert card["PENS_BASIC"] == by_hand


def test_allowances_on_disability_follow_from_the_latest_decision(city: City, card: dict[str, Any]) -> None:
    people, by_hand = city.people(), {code: {} for code in CODES}  # type: ignore[var-annotated]  # sums by number
    for number, decisions in city.rows("disabilities").items():
        if number in people:
            latest = max(decisions, key=lambda row: row["established_on"])
            is_of_childhood = any(row["is_since_childhood"] for row in decisions) or latest["cause"] == "childhood"
            for code, times in allowances(latest, age=age(people[number]), is_of_childhood=is_of_childhood).items():
                by_hand[code][number] = times and up(Decimal(times) * MINIMUM)
    for code in ("DIS_G1", "DIS_G2", "DIS_G3", "DISCH_G2", "DISKID_U7", "DISKID_G2", "DISPARENT"):
        assert by_hand[code], code
        assert card[code] == by_hand[code]


def allowances(decision: dict[str, Any], *, age: int, is_of_childhood: bool) -> dict[str, str | None]:
    """Return the multiples that a decision brings, by benefit; none of a cause whose multiple nobody found."""
    group = decision["disability_group"]
    if age < 18:
        own = {"DISKID_U7": "1.61"} if age < 7 else {"DISKID_G2": "1.83"} if group == "2" else {}
        return {"DISPARENT": "1.61", **own}
    if is_of_childhood:
        return {"DISCH_G2": "1.83"} if group == "2" else {}
    times = {"1": "2.2", "2": "1.76", "3": "1.2"}[group]
    return {f"DIS_G{group}": times if decision["cause"] == "general_illness" else None}


def test_carers_are_those_whom_decisions_of_group_one_name(city: City, card: dict[str, Any]) -> None:
    people, decisions = city.people(), city.rows("disabilities", whose="carer_number")
    carers = {
        number
        for number, rows in decisions.items()
        if number in people and age(people[number]) >= 18 and any(row["disability_group"] == "1" for row in rows)
    }
    assert carers
    assert card["CAREGIVER_G1"] == dict.fromkeys(carers, up(Decimal("1.61") * MINIMUM))


def test_payments_of_the_fund_follow_from_contributions(
    city: City, card: dict[str, Any], accounts: dict[str, Any]
) -> None:
    people, contributions = city.people(), city.rows("contributions")
    assert card["JOBLOSS_INS"] == job_loss(city, contributions, accounts, people=people)
    assert card["MATERNITY_INS"] == maternity(city, contributions, accounts, people=people)
    assert card["DIS_INS"] == loss_of_capacity(city, contributions, accounts, people=people)
    assert min(len(card[code]) for code in ("JOBLOSS_INS", "MATERNITY_INS", "DIS_INS")) > 3


def job_loss(city: City, contributions: Any, accounts: Any, *, people: Any) -> dict[str, int]:
    sums = {}
    for number, rows in city.rows("labour_market").items():
        days = [row["registered_on"] for row in rows if row["status"] == "unemployed"]
        row = participation(accounts.get(number))
        if number in people and days and row and months(min(days)) < row[0]:
            income = min(wage(contributions[number], over=24), MOST_INSURED)
            sums[number] = up(income * Decimal("0.45") * row[1])
    return paid(sums)


def maternity(city: City, contributions: Any, accounts: Any, *, people: Any) -> dict[str, int]:
    sums = {}
    for number, rows in city.rows("sick_leaves").items():
        leaves = [row for row in rows if row["kind"] == "maternity"]
        if number in people and leaves and is_insured(accounts.get(number), contributions[number]):
            days = max((row["leave_until"] - row["leave_from"]).days + 1 for row in leaves)
            whole = up(min(wage(contributions[number], over=12), MOST_INSURED) * Decimal(days) / 30)
            sums[number] = whole - nearest(Decimal(whole) / TIYN / 10) * TIYN
    return paid(sums)


def loss_of_capacity(city: City, contributions: Any, accounts: Any, *, people: Any) -> dict[str, int]:
    sums = {}
    for number, rows in city.rows("disabilities").items():
        degree = max(row["degree_percent"] for row in rows)
        part = next((each for least, each in ((80, "0.7"), (60, "0.5"), (30, "0.3")) if degree >= least), "0")
        if number in people and is_insured(accounts.get(number), contributions[number]):
            income = min(wage(contributions[number], over=24), MOST_INSURED) - HALF_WAGE
            coefficient = (participation(accounts[number]) or (0, Decimal(0)))[1]
            sums[number] = up(max(income, 0) * Decimal("0.60") * Decimal(part) * coefficient)
    return paid(sums)


def participation(account: dict[str, Any] | None) -> tuple[int, Decimal] | None:
    """Return months of payment and the coefficient of an account; none under half a year."""
    insured = account["insured_months"] if account else 0
    found = next(((paid, Decimal(each)) for least, paid, each in PARTICIPATION if insured >= least), None)
    return found and (found[0], found[1] + Decimal("0.02") * max(0, (insured - 60) // 12))


def is_insured(account: dict[str, Any] | None, contributions: list[dict[str, Any]]) -> bool:
    return bool(account and account["insured_months"] and within(contributions, over=24))


def wage(contributions: list[dict[str, Any]], *, over: int) -> int:
    """Return the mean monthly wage in tenge that contributions show, months without work included."""
    rows = within(contributions, over=over)
    pension = sum(row["amount"] for row in rows if row["purpose_code"] == "010")
    social = sum(row["amount"] for row in rows if row["purpose_code"] == "012")
    earned = Decimal(pension) / Decimal("0.1") if pension else Decimal(social) / Decimal("0.05")
    return nearest(earned / TIYN / over)


def within(contributions: list[dict[str, Any]], *, over: int) -> list[dict[str, Any]]:
    """Return the pension and social contributions of the last full months before October 2026."""
    first = {24: "2024-10", 12: "2025-10"}[over]
    return [
        row for row in contributions if first <= row["month"] <= "2026-09" and row["purpose_code"] in {"010", "012"}
    ]


def nearest(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def test_children_of_the_state_are_credited_alike(city: City, card: dict[str, Any]) -> None:
    last_day = DAY.replace(year=2025, month=12, day=31)
    children = {
        number
        for number, person in city.people().items()
        if person["citizenship"] == "KAZ" and 0 <= months(person["born_on"], last_day) < 18 * 12
    }
    assert set(card["NATFUND"]) == children
    assert {str(amount) for amount in card["NATFUND"].values()} == {"130.71"}
