"""Which children's records open to whom, and when they stop opening."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alatau.access.care import is_address_protected, is_any_address_protected, list_children_in_care
from alatau.access.models import Person
from alatau.core.clock import read_clocks
from tests.people import load_people, resident


@pytest.fixture
def _people(db):
    load_people()


@pytest.mark.usefixtures("_people")
def test_parent_cares_for_both_children_the_oldest_first():
    children = list_children_in_care(resident("aigerim").person_id, at=read_clocks())
    assert [child.short_name for child in children] == ["Диас", "Амина"]


@pytest.mark.usefixtures("_people")
def test_adult_who_gave_a_power_of_attorney_is_no_child_in_care():
    children = list_children_in_care(resident("aigerim").person_id, at=read_clocks())
    assert resident("gulnara").person_id not in {child.person_id for child in children}


@pytest.mark.usefixtures("_people")
def test_child_of_sixteen_no_longer_opens_to_parents():
    sixteen_years = timedelta(days=16 * 366)
    Person.objects.filter(id=resident("dias").person_id).update(born_on=read_clocks().city_day - sixteen_years)
    children = list_children_in_care(resident("aigerim").person_id, at=read_clocks())
    assert [child.short_name for child in children] == ["Амина"]


@pytest.mark.usefixtures("_people")
def test_child_without_a_known_birthday_opens_to_nobody():
    Person.objects.filter(id=resident("dias").person_id).update(born_on=None)
    assert len(list_children_in_care(resident("bolat").person_id, at=read_clocks())) == 1


@pytest.mark.usefixtures("_people")
def test_protected_address_is_known_by_the_person_alone():
    dias = resident("dias").person_id
    Person.objects.filter(id=dias).update(address_protected=True)
    assert is_address_protected(dias)
    assert not is_address_protected(resident("amina").person_id)


@pytest.mark.usefixtures("_people")
def test_one_protected_address_of_a_family_is_noticed_after_a_merge_too():
    dias, amina, bolat = (resident(name).person_id for name in ("dias", "amina", "bolat"))
    assert not is_any_address_protected([dias, amina, bolat])
    Person.objects.filter(id=dias).update(address_protected=True)
    Person.objects.filter(id=amina).update(merged_into_id=dias)
    assert is_any_address_protected([amina, bolat])
    assert is_any_address_protected([bolat, dias])
    assert not is_any_address_protected([bolat])
