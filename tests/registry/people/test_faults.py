"""What is wrong in the registers: found, counted under a code, and not believed."""

from __future__ import annotations

import pytest

from tests.registry.people.test_families import families
from tests.registry.people.town import Town


@pytest.fixture
def town() -> Town:
    """Aigerim and Bolat in one home."""
    town = Town()
    town.couple("bolat", "aigerim", home="A")
    return town


def test_clean_town_has_no_faults(town: Town) -> None:
    town.child("dias", "2012", of=("bolat", "aigerim"), home="A")
    assert town.faults() == {}


def test_child_who_is_its_own_parent_is_not_believed(town: Town) -> None:
    town.child("dias", "2012", of=("bolat", "dias"), home="A")
    assert town.faults() == {"child_is_parent": ["dias"]}
    assert town.families() == families("aigerim bolat dias")


def test_marriage_with_oneself_is_not_believed(town: Town) -> None:
    town.person("saule", "1990", home="B")
    town.tell("marriage", one="saule", other="saule", day="2015")
    town.tell("marriage", one="saule", other=None, day="2015")
    town.tell("marriage", one=None, other=None, day="2001")
    assert town.faults() == {
        "spouses_are_one": ["saule"],
        "spouse_missing": ["saule"],
        "both_spouses_missing": ["None"],
    }


def test_newer_of_two_open_marriages_is_believed_with_doubt(town: Town) -> None:
    town.person("saule", "1990", home="B")
    town.tell("marriage", one="bolat", other="saule", day="2020")
    assert town.faults() == {"several_open_marriages": ["bolat"]}
    assert town.families() == families("bolat saule", "aigerim")
    spouses = town.compute(("spouse",))["spouse"]
    assert {row["confidence"] for row in spouses} == {town.rules.doubtful}


def test_the_dead_without_a_day_are_in_no_family_from_the_report_on(town: Town) -> None:
    town.tell("death", person="bolat", day=None, reported="2024")
    assert town.faults()["death_without_day"] == ["bolat"]
    assert town.families() == families("aigerim")


def test_who_is_registered_after_death_is_counted(town: Town) -> None:
    town.tell("death", person="bolat", day="2024")
    assert town.faults() == {"active_after_death": ["bolat"]}


def test_parent_of_the_childs_age_is_not_believed(town: Town) -> None:
    town.child("dias", "1988", of=("bolat", None), home="A")
    assert town.faults() == {"parent_too_young": ["dias"], "mother_missing": ["dias"]}


def test_later_of_two_birth_acts_is_believed_with_doubt(town: Town) -> None:
    town.child("dias", "2012", of=("bolat", "aigerim"))
    town.person("saule", "1980", home="B")
    town.tell("birth", child="dias", father="bolat", mother="saule", born="2012")
    parents = town.compute(("parent",))["parent"]
    assert {row["part"]: row["confidence"] for row in parents} == {"mother": 6000, "father": 6000}
    assert town.faults() == {"several_birth_acts": ["dias", "dias"], "home_unknown": ["dias"]}


def test_child_whom_no_register_of_people_knows_still_has_a_family(town: Town) -> None:
    town.tell("birth", child="dias", mother="aigerim", father="bolat", born="2025-05")
    assert town.faults() == {"person_not_registered": ["dias"], "home_unknown": ["dias"]}
    assert town.families() == families("aigerim bolat dias")


def test_birthdays_that_differ_are_counted(town: Town) -> None:
    town.person("dias", "2012", home="A")
    town.tell("birth", child="dias", mother="aigerim", father="bolat", born="2013")
    assert town.faults() == {"birth_days_differ": ["dias"]}


def test_marriage_whose_divorce_has_no_act_is_not_believed(town: Town) -> None:
    town.person("yusuf", "1980", sex="male", home="B")
    town.person("emma", "1981", home="B")
    town.tell("marriage", one="yusuf", other="emma", day="2005", ended_by="D-17")
    assert town.faults() == {"divorce_without_act": ["emma"]}
    town.tell("divorce", one=None, other=None, act="D-17", day="2020")
    assert town.faults() == {}


def test_two_homes_at_once_leave_the_newer_one(town: Town) -> None:
    town.tell("residence", person="bolat", place="B", since="2020")
    stays = town.compute(("stay",))["stay"]
    assert town.faults() == {"registered_twice": ["bolat"]}
    assert sorted(row["place"] for row in stays if row["d2"].year == 9999) == ["A", "B"]
