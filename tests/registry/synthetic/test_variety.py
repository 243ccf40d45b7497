"""Rules find both answers to what they ask: even three thousand people differ in all that a family's card reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Asking = Callable[..., list[tuple[Any, ...]]]

#: What differs between people, families or homes: SQL that gives each kind once.
DIFFERS = {
    "contributions come by month and for longer": "select distinct months > 1 from contributions",
    "contributions are for a pension or social alone": "select distinct purpose_code from contributions",
    "work goes on or has ended": "select distinct terminated_on is null from labour_contracts",
    "some worked before 1998": "select distinct months_before_1998 > 0 from pension_accounts",
    "families earn more than registers see": "select distinct declared_income > 0 from family_cards",
    "mothers are awarded": "select distinct award is null from family_cards",
    "loans are of kinds": "select distinct loan_kind from credit_bureau",
    "loans are late": "select distinct overdue_days > 90 from credit_bureau where closed_on is null",
    "some have several loans": "select distinct count(*) > 1 from credit_bureau group by number",
    "bills are owed for months": "select distinct debt_months > 3 from utility_bills",
    "children have groups": "select distinct disability_group from disabilities",
    "the first group has carers": "select distinct carer_number is null from disabilities",
    "patients stay away": "select distinct last_visit_on < date '2025-10-01' from dispensary_patients",
    "some depend on drink": "select distinct diagnosis_icd10 like 'F1%' from dispensary_patients",
    "pupils are in kindergarten or school": "select distinct level from pupils",
    "boarders have left": "select distinct left_on is null from pupils where is_boarding",
    "doses are missed": """select distinct count(*) filter (vaccine = 'DTP') = 3 from persons left join vaccinations
        using (number) where born_on between date '2025-01-01' and date '2026-01-01' group by number""",
    "people own shops, garages and summer houses": """select distinct object_kind from real_estate
        join persons on owner_number = number""",
    "some own many dwellings": """select distinct least(count(*), 3) from real_estate join persons
        on owner_number = number where object_kind in ('flat', 'house') group by number""",
    "people are registered in towns, villages and far regions": """select distinct place_code[1:2] = '19',
        place_code[7:9] = '000' from residence join addresses using (address_code)""",
    "not every address has water": "select distinct has_central_water from addresses",
    "some addresses lie at risk": "select distinct risk_kind is null from addresses",
    "some rent while they wait": "select distinct rent is null from housing_queue",
    "some are paid in cash": "select distinct has_account from benefit_payments",
    "people came back or were resettled": "select distinct status from resettlers",
    "some left the country": "select distinct ended_by from residence where ended_by is not null",
    "villages pay half": "select distinct amount from single_payments",
}


@pytest.mark.parametrize("what", DIFFERS)
def test_people_differ_in_what_rules_read(what: str, asking: Asking) -> None:
    assert len(asking(DIFFERS[what])) > 1


def test_pupils_who_are_away_often_miss_most_of_a_month(asking: Asking) -> None:
    days = """select count(distinct lesson_on) from school_journal where is_absent
        group by number having count(*) > 5"""
    assert {16 <= each <= 22 for (each,) in asking(days)} == {True}


def test_nobody_shares_a_telephone(asking: Asking) -> None:
    assert asking("select count(*) - count(distinct phone) from mobile_citizens") == [(0,)]


def test_who_left_the_country_lives_and_is_registered_nowhere(asking: Asking) -> None:
    gone = "select number from residence where ended_by = 'left_country'"
    told = f"select distinct life_status, address_code from persons where number in ({gone})"
    assert asking(told) == [("alive", None)]
    assert asking(f"select count(*) from residence where lives_until is null and number in ({gone})") == [(0,)]


def test_former_number_stands_in_what_was_paid_before_it_changed(asking: Asking) -> None:
    changed = "civil_changes c join contributions p on p.number = c.old_number where act_kind = 'number_change'"
    assert asking(f"select count(*) from {changed} and strptime(p.month, '%Y-%m') >= registered_on") == [(0,)]
    assert asking("select count(*) from persons join civil_changes on old_number = persons.number") == [(0,)]


def test_communities_of_a_region_marry_each_other(asking: Asking) -> None:
    slavic = "('орыс', 'украин', 'неміс', 'кәріс')"
    mixed = f"""select avg((w.nationality in {slavic} <> m.nationality in {slavic})::int) from marriages
        join persons m on m.number = man_number join persons w on w.number = woman_number"""
    assert 0.01 < asking(mixed)[0][0] < 0.2


def test_truth_makes_as_many_poor_as_surveys_find(asking: Asking) -> None:
    poor = """select avg((a_head < 6087800)::int) from (
        select sum(earned_income) over home / count(*) over home as a_head, born_on
        from truth_people join persons using (number) window home as (partition by household)
    ) where born_on > date '1990-01-01'"""
    # What the state pays comes on top.
    assert 0.03 < asking(poor)[0][0] < 0.25
