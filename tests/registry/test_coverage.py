"""A missing row means nothing only where the register covers everybody and came in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.registry.coverage import Known, Why, judge_silence, known_sql
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.knowledge import ask
from alatau.registry.receive import receive_row
from alatau.registry.values import Coverage, Rhythm
from tests.registry.doors.stage import bring_rows
from tests.registry.lake.stage import AIGERIM, BOLAT, DAY, WRITER, boats, load_rows, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

STRANGER = content().person_numbers.synthesise(born_on=date(1990, 1, 1), woman=False, serial=1)
SOKOL = {"mast": "A1", "owner_number": AIGERIM, "length": 12, "nickname": "Sokol"}


def silence(register, **dates):
    found = judge_silence([register], ask(read_clocks(), **dates))[register.key]
    return found.known, found.why


def test_register_that_nobody_loaded_tells_nothing():
    assert silence(boats()) == (Known.UNKNOWN, Why.NOT_LOADED)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, (Known.NONE, None)),
        (3, (Known.NONE, None)),
        (4, (Known.UNKNOWN, Why.STALE)),
        (-1, (Known.UNKNOWN, Why.NOT_LOADED)),
    ],
)
def test_daily_register_speaks_of_its_day_and_three_more(days, expected):
    load_rows(boats(), [SOKOL])
    assert silence(boats(), in_force=DAY + timedelta(days)) == expected


@pytest.mark.parametrize("covers", [Coverage.LISTED, Coverage.CONSENTED])
def test_register_of_some_people_tells_nothing_of_others(covers):
    register = boats(covers=covers)
    load_rows(register, [SOKOL])
    assert silence(register, in_force=DAY) == (Known.UNKNOWN, Why.NOT_COVERING)


def test_freshness_is_that_of_the_moment_asked_about():
    register = boats(rhythm=Rhythm.WEEKLY)
    load_rows(register, [SOKOL])
    then = read_clocks().wall_at
    load_rows(register, [], as_of=DAY + timedelta(30))
    late = DAY + timedelta(30)
    assert silence(register, in_force=late) == (Known.NONE, None)
    assert silence(register, in_force=late, known=then) == (Known.UNKNOWN, Why.STALE)


@pytest.mark.parametrize("has_inbox", [False, True])
def test_many_people_are_judged_at_once(has_inbox):
    load_rows(boats(), [SOKOL])
    if has_inbox:
        receive_row(boats(), {"mast": "Z", "owner_number": STRANGER}, source_id="z", by=WRITER, at=read_clocks())
        seal_journal()
    people = f"SELECT unnest(['{AIGERIM}', '{BOLAT}'])::UUID AS person"
    with open_engine() as engine:
        sql = known_sql(engine, boats(), ask(read_clocks(), in_force=DAY), people=people)
        found = {str(person): (known, why) for person, known, why in engine.execute(sql).fetchall()}
    assert found == {str(AIGERIM): ("record", None), str(BOLAT): ("none", None)}


@pytest.mark.parametrize("is_cut", [False, True])
def test_row_is_also_of_whom_it_names_unless_an_adoption_cut_them_off(is_cut):
    load_rows(boats(), [SOKOL | {"mate_number": BOLAT}])
    if is_cut:
        bring_rows("_kinship", {"person": AIGERIM, "relative": BOLAT, "is_hidden": True, "kin": "father"})
    people = f"SELECT '{BOLAT}'::UUID AS person"
    with open_engine() as engine:
        sql = known_sql(engine, boats(), ask(read_clocks(), in_force=DAY), people=people, buckets=[1])
        [(_person, known, _why)] = engine.execute(sql).fetchall()
    assert known == ("none" if is_cut else "record")
