"""When families are computed: once for many loads, everybody where it is quick, and in the city's night."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind, SealedLine
from alatau.registry.errors import RegisterBusyError
from alatau.registry.jobs import recount_everybody, refresh_families
from alatau.registry.lake.batch import LOCK, many_loads
from alatau.registry.models import PeopleRun
from alatau.registry.people.listeners import LOADED, RECEIVED, ask_for_families
from alatau.registry.people.read import list_fault_counts
from alatau.registry.people.whole import QUICK_PEOPLE, compute_everybody, is_night
from tests.registry.lake.stage import seal_journal
from tests.registry.people.books import BY, refresh, take, take_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("as_worker")
FAMILIES, EVERYBODY = "registry.people", "registry.people_whole"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A town whose families were computed, and an act of marriage that came later and names nobody."""
    take_town(tmp_path)
    refresh()
    take(tmp_path, "marriages", [{"act_number": "M-9", "registered_on": "2001-01-01"}])
    seal_journal()
    return tmp_path


@pytest.fixture
def more_to_come(owner_connection) -> Iterator[None]:
    """Somebody else is in the middle of many loads."""
    owner_connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", LOCK)
    yield
    owner_connection.execute("SELECT pg_advisory_unlock_shared(%s, %s)", LOCK)


def hear(*actions: str, register: str = "births") -> list[str]:
    """Tell families of lines, each apart, and return the jobs that wait."""
    at = read_clocks()
    for place, action in enumerate(actions, 1):
        line = SealedLine(
            number=place,
            id=uuid4(),
            kind=LineKind.EVENT,
            action=action,
            actor={},
            subject_id=None,
            case_id=None,
            purpose="",
            body={"register": register, "rows_accepted": 1},
            city_at=at.city_at,
            wall_at=at.wall_at,
        )
        with transaction.atomic():
            ask_for_families([line])
    return sorted(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def test_many_loads_ask_once_for_families_and_once_for_everybody() -> None:
    assert hear(LOADED, LOADED, LOADED) == [FAMILIES, EVERYBODY]


def test_row_that_came_alone_asks_for_families_alone() -> None:
    assert hear(RECEIVED, RECEIVED) == [FAMILIES]


def test_register_that_tells_nothing_of_people_asks_for_nothing() -> None:
    assert hear(LOADED, register="vehicles") == []


@pytest.mark.usefixtures("more_to_come")
def test_families_wait_for_the_last_of_many_loads(books: Path) -> None:
    for job in (refresh_families, recount_everybody):
        with pytest.raises(RegisterBusyError):
            job()


def test_families_are_computed_when_the_last_load_is_over(books: Path) -> None:
    with many_loads():
        pass
    refresh_families()
    assert PeopleRun.objects.filter(is_whole=False).count() == 1


def test_faults_in_rows_of_nobodys_are_counted_by_computing_everybody(books: Path) -> None:
    refresh()
    assert "both_spouses_missing" not in {fault.code for fault in list_fault_counts()}
    recount_everybody()
    assert "both_spouses_missing" in {fault.code for fault in list_fault_counts()}
    assert compute_everybody(by=BY, at=read_clocks()) is None


def test_large_city_is_computed_at_night_alone(books: Path) -> None:
    large = PeopleRun.objects.get()
    PeopleRun.objects.bulk_create([replace_id(large, people=QUICK_PEOPLE + 1)])
    assert compute_everybody(by=BY, at=read_clocks()) is None
    assert compute_everybody(by=BY, at=read_clocks(), most_people=None) is not None


def replace_id(run: PeopleRun, **changes: object) -> PeopleRun:
    """Return another run like this one that ended later."""
    facts = {field.attname: getattr(run, field.attname) for field in PeopleRun._meta.fields}
    return PeopleRun(**facts | {"id": uuid4(), "finished_at": run.finished_at + timedelta(seconds=1)} | changes)


@pytest.mark.parametrize(("hour", "expected"), [(0, False), (1, True), (4, True), (5, False), (13, False)])
def test_night_is_that_of_the_city(hour: int, expected: bool) -> None:
    at = read_clocks()
    assert is_night(replace(at, city_at=at.city_at.replace(hour=hour))) is expected
