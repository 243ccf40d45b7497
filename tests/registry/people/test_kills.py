"""A computation of families that is killed anywhere is finished by the next one."""

from __future__ import annotations

import pytest
from django.conf import settings

from alatau.access.models import Person
from alatau.core.faults import list_points
from alatau.core.values import PersonId
from alatau.registry.models import PeopleRun
from alatau.registry.people.check import check_families
from alatau.registry.people.read import find_family
from tests.faults.kill import Scenario, kill_at
from tests.registry.people.books import BORN, asked, id_of, refresh, take_town

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("own_lake")]


def check() -> None:
    """Everybody is known once, and in one family."""
    assert Person.objects.count() == len(BORN)
    assert PeopleRun.objects.count() == 1
    assert check_families().holds
    family = find_family(PersonId(id_of("dias")), asked())
    assert family is not None
    assert len(family.members) == 4


def read_books() -> None:
    """Take in the town's books and compute its families."""
    folder = settings.ALATAU_HOME / "books"
    folder.mkdir(exist_ok=True)
    take_town(folder)
    refresh()


@pytest.mark.parametrize("point", list_points("registry.people."))
def test_families_are_finished_after_a_kill(point: str) -> None:
    kill_at(point, Scenario(points=(point,), act=read_books, check=check))
