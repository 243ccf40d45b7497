"""A computation of families that is killed anywhere is finished by the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from alatau.access.models import Person
from alatau.core.clock import read_clocks
from alatau.core.faults import list_points
from alatau.core.values import PersonId
from alatau.registry.models import Load, PeopleRun
from alatau.registry.people.check import check_families
from alatau.registry.people.read import find_family
from alatau.registry.people.refresh import refresh_people
from alatau.registry.values import LoadState
from tests.faults.kill import Scenario, kill_at
from tests.registry.lake.stage import seal_journal
from tests.registry.people.books import BORN, BY, asked, id_of, person, take, take_town

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("as_worker")]


def compute() -> None:
    """Compute the families of books that were taken in before."""
    refresh_people(by=BY, at=read_clocks())


def check_families_of_all() -> None:
    """Everybody is in one family, and one computation is kept."""
    seal_journal()
    assert PeopleRun.objects.count() == 1
    assert check_families().holds
    family = find_family(PersonId(id_of("dias")), asked())
    assert family is not None
    assert len(family.members) == 4


def read_persons() -> None:
    """Take in the register of persons alone."""
    take(settings.ALATAU_HOME, "persons", [person(name) for name in BORN])


def check_persons() -> None:
    """Everybody is known once, and the register holds a row of each."""
    assert Person.objects.count() == len(BORN)
    assert Load.objects.get(state=LoadState.ANNOUNCED.value).rows_accepted == len(BORN)


@pytest.mark.parametrize("point", ["registry.people.computed", "registry.people.written"])
def test_families_are_finished_after_a_kill(point: str, tmp_path: Path) -> None:
    take_town(tmp_path)
    kill_at(point, Scenario(points=(point,), act=compute, check=check_families_of_all))


def test_people_are_registered_once_after_a_kill() -> None:
    point = "registry.people.registered"
    kill_at(point, Scenario(points=(point,), act=read_persons, check=check_persons))


def test_every_point_is_killed_at() -> None:
    assert list_points("registry.people.") == [
        "registry.people.computed",
        "registry.people.registered",
        "registry.people.renumbered",
        "registry.people.written",
    ]
