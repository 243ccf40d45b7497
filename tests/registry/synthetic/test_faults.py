"""Errors of real registers are injected at their rates, and the hidden truth knows each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qazaqstan.synthetic.faults import RATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.synthetic.build import BuiltFiles

    Asking = Callable[..., list[tuple[Any, ...]]]

#: Fault -> among what its rate is counted.
AMONG = {
    "birth_mother_missing": "select count(*) from births",
    "marriage_numbers_missing": """select count(*) from marriages
        where registered_on < date '2008-01-01' and divorce_act_number is null""",
    "registered_elsewhere": "select count(*) from persons where life_status <> 'dead' and born_on < date '2008-10-01'",
    "car_sold": "select count(*) from vehicles where plate is not null and owner_number[5] not in ('4', '5', '6')",
    "wage_late": "select count(distinct number) from contributions",
    "double_record": "select count(*) from persons where life_status <> 'dead'",
    "man_with_open_acts": "select count(*) / 2 from marriages where man_number is not null",
}


@pytest.mark.parametrize("fault", AMONG)
def test_fault_is_injected_at_its_documented_rate(fault: str, asking: Asking) -> None:
    injected = asking(f"select count(*) from truth_faults where fault = '{fault}'")[0][0]
    expected = RATES[fault] * asking(AMONG[fault])[0][0]
    # Four standard deviations of a count, and the rough counting of its base.
    assert abs(injected - expected) <= 4 * expected**0.5 + 0.35 * expected + 3


def test_every_fault_of_the_truth_has_a_rate(asking: Asking) -> None:
    assert {fault for (fault,) in asking("select distinct fault from truth_faults")} <= set(RATES)


def test_the_truth_is_in_no_register(city: BuiltFiles) -> None:
    assert {key for key in city.rows if key.startswith("_")} == {"_truth/faults", "_truth/people"}


def test_truth_knows_each_living_person_and_the_income_that_no_register_sees(asking: Asking) -> None:
    people, unseen = asking("select count(distinct number), sum((unseen_income > 0)::int) from truth_people")[0]
    assert people == 3_000
    assert 0.05 < unseen / people < 0.2
    paid = """select count(*) from truth_people join contributions using (number)
        where unseen_income > 0 and month = (select max(month) from contributions)"""
    assert asking(paid)[0][0] < unseen / 3, "most of those who hide income have no other"


def test_truth_gives_children_the_mother_of_their_act(asking: Asking) -> None:
    differing = """select count(*) from truth_people p join births b on b.child_number = p.number
        where b.mother_number is not null and b.mother_number <> p.mother_number"""
    assert asking(differing) == [(0,)]


def test_truth_gives_the_missing_mother_of_a_birth_act(asking: Asking) -> None:
    rows = asking(
        """select b.mother_number, p.sex from truth_faults f join births b on b.act_number = f.row_key
           join persons p on p.number = f.true_value where f.fault = 'birth_mother_missing'"""
    )
    assert rows
    assert set(rows) == {(None, "female")}


def test_truth_names_the_first_record_of_a_person_who_has_two(asking: Asking) -> None:
    rows = asking(
        """select second.born_on = first.born_on, second.surname <> first.surname from truth_faults f
           join persons second on second.number = f.row_key join persons first on first.number = f.true_value
           where f.fault = 'double_record'"""
    )
    assert rows
    assert set(rows) == {(True, True)}


def test_truth_knows_the_day_of_a_death_that_the_register_lost(asking: Asking) -> None:
    rows = asking(
        """select d.died_on = f.true_value::date from truth_faults f join deaths d on d.number = f.row_key
           join persons p on p.number = f.row_key where f.fault = 'death_day_missing' and p.died_on is null"""
    )
    assert set(rows) <= {(True,)}
