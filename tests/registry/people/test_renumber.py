"""A register tells that somebody's number was replaced: rows under either number are theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from django.conf import settings
from pyarrow import parquet

from alatau.access.models import Person, PersonNumber
from alatau.access.numbers import link_numbers
from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.registry.models import InboxRow
from alatau.registry.receive import receive_row
from alatau.registry.values import ColumnType, PersonalClass, Telling
from tests.faults.kill import Scenario, kill_at
from tests.registry.ingest.stage import NUMBERS, OPERATOR, believed, column, ingest, known_person, wages

pytestmark = pytest.mark.usefixtures("as_worker")
CHANGED_ON = date(2025, 5, 5)


def acts():
    """Return a register of acts that tells of replaced numbers."""
    columns = [
        column("number", ColumnType.PERSON_NUMBER, personal_class=PersonalClass.IDENTITY, is_required=True),
        column("act", ColumnType.TEXT, is_required=True),
        column("kind", ColumnType.CHOICE, choices=("number", "name")),
        column("former", ColumnType.PERSON_NUMBER, personal_class=PersonalClass.IDENTITY),
        column("day", ColumnType.DAY),
    ]
    tells = Telling(
        what="number_change",
        when={"kind": ("number",)},
        unless={},
        parts={"person": "number", "former": "former", "day": "day"},
    )
    return replace(
        wages(), key="acts", subject="number", identity=("act",), valid_from="", tells=(tells,),
        columns={one.name: one for one in columns},
    )  # fmt: skip


def tell(tmp_path, *rows):
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(acts().columns)})
    parquet.write_table(table, tmp_path / "acts.parquet")
    return ingest(tmp_path / "acts.parquet", acts())


def test_former_number_finds_the_holder_of_the_new_one(tmp_path):
    person = known_person()
    tell(tmp_path, (NUMBERS[0], "a", "number", NUMBERS[1], CHANGED_ON))
    assert link_numbers([NUMBERS[1], NUMBERS[0]], on=date(2025, 5, 4)) == [person, person]
    assert link_numbers([NUMBERS[1]], on=date(2026, 1, 1)) == [person]
    assert believed(acts(), "subject", "former", "former_unlinked") == [(person, person, None)]


def test_row_that_tells_of_something_else_binds_no_number(tmp_path):
    known_person()
    tell(tmp_path, (NUMBERS[0], "a", "name", NUMBERS[1], CHANGED_ON))
    assert link_numbers([NUMBERS[1]], on=CHANGED_ON) == [None]


def test_former_number_of_somebody_else_stays_theirs(tmp_path):
    person, other = known_person(), known_person(NUMBERS[1])
    tell(tmp_path, (NUMBERS[0], "a", "number", NUMBERS[1], CHANGED_ON))
    assert link_numbers([NUMBERS[0], NUMBERS[1]], on=date(2026, 1, 1)) == [person, other]


def test_same_change_told_twice_is_kept_once(tmp_path):
    person = known_person()
    for act in ("a", "b"):
        tell(tmp_path, (NUMBERS[0], act, "number", NUMBERS[1], CHANGED_ON))
    assert PersonNumber.objects.filter(person_id=person).count() == 2
    assert JournalLine.objects.filter(action="access.number.changed").count() == 1


def test_row_that_comes_alone_binds_the_former_number_too():
    person = known_person()
    given = {"number": NUMBERS[0], "act": "a", "kind": "number", "former": NUMBERS[1], "day": CHANGED_ON.isoformat()}
    receive_row(acts(), given, source_id="a", by=OPERATOR, at=read_clocks())
    assert link_numbers([NUMBERS[1]], on=CHANGED_ON) == [person]
    assert InboxRow.objects.get().columns["former"] == str(person)


def change() -> None:
    """Take in the act by which Aigerim's number was replaced."""
    folder = settings.ALATAU_HOME
    tell(folder, (NUMBERS[0], "a", "number", NUMBERS[1], CHANGED_ON))


def check_changed() -> None:
    """Both numbers are hers, and the register holds one row."""
    (aigerim,) = Person.objects.values_list("id", flat=True)
    assert link_numbers([NUMBERS[1], NUMBERS[0]], on=date(2026, 1, 1)) == [aigerim, aigerim]
    assert believed(acts(), "former") == [(aigerim,)]


@pytest.mark.faults
def test_number_is_bound_once_after_a_kill():
    point = "registry.people.renumbered"
    kill_at(point, Scenario(points=(point,), prepare=known_person, act=change, check=check_changed))
