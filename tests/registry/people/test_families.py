"""Who is a family on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.registry.people.town import Town, day


def families(*groups: str) -> set[frozenset[str]]:
    """Return families written as words."""
    return {frozenset(group.split()) for group in groups}


@pytest.fixture
def town() -> Town:
    """Aigerim and Bolat with two children in one home."""
    town = Town()
    town.couple("bolat", "aigerim", home="A")
    town.child("dias", "2012", of=("bolat", "aigerim"), home="A")
    town.child("amina", "2020", of=("bolat", "aigerim"), home="A")
    return town


def test_married_people_and_their_children_are_one_family(town: Town) -> None:
    assert town.families() == families("aigerim bolat dias amina")


def test_children_join_on_the_day_they_are_born(town: Town) -> None:
    assert town.families(day("2019-12-31")) == families("aigerim bolat dias")
    assert town.families(day("2020-01-01")) == families("aigerim bolat dias amina")


def test_who_marries_was_with_their_parents_before(town: Town) -> None:
    town.person("gulnara", "1955", home="B")
    town.tell("birth", child="aigerim", mother="gulnara", father=None, born="1986")
    assert town.families(day("2005")) == families("aigerim gulnara", "bolat")
    assert town.families() == families("aigerim bolat dias amina", "gulnara")


def test_family_goes_on_when_somebody_dies(town: Town) -> None:
    before = town.family_keys()
    town.tell("death", person="bolat", day="2026-02-01")
    assert list(town.family_keys()) == list(before)
    assert town.families() == families("aigerim dias amina")


def test_family_goes_on_with_the_eldest_when_both_parents_die(town: Town) -> None:
    town.child("erlan", "2001", of=("bolat", "aigerim"), home="A")
    before = town.family_keys()
    town.tell("death", person="bolat", day="2025-02-01")
    town.tell("death", person="aigerim", day="2026-02-01")
    assert town.families() == families("erlan dias amina")
    assert list(town.family_keys()) == list(before)


def test_family_goes_on_with_the_children_after_a_divorce(town: Town) -> None:
    before = town.family_keys()
    town.tell("divorce", one="bolat", other="aigerim", day="2026-01-10")
    after = town.family_keys()
    assert town.families() == families("aigerim dias amina", "bolat")
    assert [names for key, names in after.items() if key in before] == [["aigerim", "amina", "dias"]]


def test_children_go_with_the_parent_at_their_address(town: Town) -> None:
    town.tell("divorce", one="bolat", other="aigerim", day="2026-01-10")
    town.tell("residence", person="aigerim", place="B", since="2026-01-10")
    assert town.families() == families("bolat dias amina", "aigerim")


def test_grown_child_with_another_address_is_a_family(town: Town) -> None:
    town.child("erlan", "2001", of=("bolat", "aigerim"), home="A")
    town.tell("residence", person="erlan", place="C", since="2022")
    assert town.families(day("2023-12-31")) == families("aigerim bolat dias amina erlan")
    assert town.families(day("2024-01-01")) == families("aigerim bolat dias amina", "erlan")


def test_student_with_another_address_stays_while_studying(town: Town) -> None:
    town.child("erlan", "2001", of=("bolat", "aigerim"), home="A")
    town.tell("residence", person="erlan", place="C", since="2022")
    town.tell("studies", person="erlan", since="2021", until="2026-07-01")
    assert town.families(day("2026-06-30")) == families("aigerim bolat dias amina erlan")
    assert town.families(day("2026-07-01")) == families("aigerim bolat dias amina", "erlan")


def test_widow_at_her_married_sons_address_is_of_his_family(town: Town) -> None:
    town.person("gulnara", "1955", home="A", since="2015")
    assert frozenset({"gulnara"}) in town.families()
    town.tell("birth", child="bolat", mother="gulnara", father=None, born="1985")
    assert town.families() == families("aigerim bolat dias amina gulnara")


def test_orphan_is_of_the_guardians_family(town: Town) -> None:
    town.person("erlan", "2014")
    town.tell("guardianship", child="erlan", guardian="aigerim", since="2020", until=None)
    assert town.families() == families("aigerim bolat dias amina erlan")
    assert town.families(day("2032-01-01")) == families("aigerim bolat dias amina", "erlan")


def test_adopted_child_is_of_the_new_family_from_the_day(town: Town) -> None:
    town.couple("marat", "saule", home="B")
    town.tell("adoption", child="amina", parent="saule", day="2024")
    assert town.families(day("2023")) == families("aigerim bolat dias amina", "marat saule")
    assert town.families(day("2024")) == families("aigerim bolat dias", "marat saule amina")


def test_parents_who_are_not_married_are_one_family_at_one_address() -> None:
    town = Town()
    town.person("timur", "1980", sex="male", home="A")
    town.person("aliya", "1982", home="A")
    town.child("omar", "2010", of=("timur", "aliya"), home="A")
    assert town.families() == families("timur aliya omar")


def test_strangers_at_one_address_are_kin_only_where_the_rules_say_so(town: Town) -> None:
    town.person("yusuf", "1970", sex="male", home="A", since="2020")
    assert frozenset({"yusuf"}) in town.families()
    town.rules = type(town.rules)(law="Tiny Act 6", co_residents_join=True)
    assert town.families() == families("aigerim bolat dias amina yusuf")


def test_who_leaves_the_country_is_in_no_family_until_the_return(town: Town) -> None:
    town.tell("departure", person="bolat", day="2024")
    town.tell("residence", person="bolat", place="A", since="2025")
    assert town.families(day("2023-12-31")) == town.families(day("2025")) == families("aigerim bolat dias amina")
    assert town.families(day("2024-06")) == families("aigerim dias amina")


def test_dead_and_unborn_are_in_no_family(town: Town) -> None:
    assert town.families(date(1900, 1, 1)) == set()
    town.tell("death", person="amina", day="2020-01-01")
    assert town.families(day("2020-01-01")) == families("aigerim bolat dias")


def test_merged_record_is_one_member(town: Town) -> None:
    town.person("twin", "1986", home="A")
    town.merged[town.id_of("twin")] = town.id_of("aigerim")
    assert town.families() == families("aigerim bolat dias amina")


def test_divorced_parent_with_a_new_wife_is_another_family(town: Town) -> None:
    town.tell("divorce", one="bolat", other="aigerim", day="2021")
    town.person("saule", "1990", home="B")
    town.tell("residence", person="bolat", place="B", since="2021")
    town.tell("marriage", one="bolat", other="saule", day="2022")
    assert town.families() == families("aigerim dias amina", "bolat saule")
    assert town.families(day("2022") - timedelta(days=1)) == families("aigerim dias amina", "bolat", "saule")
