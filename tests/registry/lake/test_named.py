"""A row is found by those whom it names, also where nobody had said before that it is theirs."""

from __future__ import annotations

import pytest

from alatau.core.clock import read_clocks
from alatau.registry.lake.compact import compact_register
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_person
from alatau.registry.lake.log import list_files
from alatau.registry.lake.protocol import writer
from alatau.registry.lake.views import store_views
from alatau.registry.people.declared import KINSHIP
from alatau.registry.reader.read import read_rows
from tests.registry.doors.stage import bring_rows
from tests.registry.lake.stage import AIGERIM, BOLAT, WRITER, boats, load_rows, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

SOKOL = {"mast": "A1", "owner_number": AIGERIM, "length": 12, "mate_number": BOLAT}
SILENT = boats(also_about=())


def found(register=None):
    rows = read_rows(BOLAT, [register or boats()], ask(read_clocks()))
    return [(row.values["mast"], row.named_in, row.hidden) for row in rows]


def gather(register):
    with writer(register.key):
        compact_register(register, by=WRITER, at=read_clocks())
    seal_journal()


def lay_out():
    for person in (AIGERIM, BOLAT):
        store_views(bucket_of_slot(slot_of_person(person), 4), [boats(), KINSHIP])


def test_row_is_found_by_whom_it_names_before_and_after_views_are_stored():
    load_rows(boats(), [SOKOL])
    assert found() == [("A1", ("mate_number",), ())]
    lay_out()
    assert found() == [("A1", ("mate_number",), ())]


def test_rows_of_before_the_register_named_anybody_are_found_and_written_down():
    load_rows(SILENT, [SOKOL])
    assert found(SILENT) == []
    load_rows(boats(), [SOKOL | {"mast": "B2"}])
    assert sorted(found()) == [("A1", ("mate_number",), ()), ("B2", ("mate_number",), ())]
    gather(boats())
    assert sum(file.rows for file in list_files("boats").of(Part.NAMED)) == 2
    lay_out()
    assert sorted(found()) == [("A1", ("mate_number",), ()), ("B2", ("mate_number",), ())]


def test_pointers_go_when_the_register_names_nobody_any_more():
    load_rows(boats(), [SOKOL])
    gather(SILENT)
    assert list_files("boats").of(Part.NAMED) == []
    assert found(SILENT) == []


@pytest.mark.parametrize("is_stored", [False, True])
def test_row_of_somebody_whom_an_adoption_cut_off_does_not_come(is_stored):
    load_rows(boats(), [SOKOL])
    bring_rows("_kinship", {"person": AIGERIM, "relative": BOLAT, "is_hidden": True, "kin": "mother"})
    if is_stored:
        lay_out()
    assert found() == []
    [own] = read_rows(AIGERIM, [boats()], ask(read_clocks()))
    assert own.hidden == ("mate_number",)
