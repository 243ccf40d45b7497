"""After a restore to an earlier moment the lake tells no more than the database knows, and loses nothing of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.read import last_number
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.compact import compact_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.log import list_files
from alatau.registry.lake.maintain import finish_loads, settle_lake
from alatau.registry.lake.protocol import writer
from alatau.registry.lake.settle import is_ahead, settle_register
from alatau.registry.lake.sight import look_at
from alatau.registry.models import Load
from tests.registry.lake.stage import AIGERIM, BOLAT, WRITER, boats, load_rows, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

SOKOL = {"mast": "A1", "owner_number": AIGERIM, "length": 12, "nickname": "Sokol"}
CHAIKA = {"mast": "B2", "owner_number": BOLAT, "length": 7, "nickname": "Chaika"}


def masts(number: int) -> list[str]:
    with open_engine() as engine:
        versions = versions_known(engine, boats(), number, sight=look_at("boats"))
        return sorted(row[0] for row in engine.execute(f"SELECT mast FROM ({versions})").fetchall())


def settle() -> None:
    with writer("boats"):
        settle_register(boats(), by=WRITER, at=read_clocks())
    seal_journal()


@pytest.mark.parametrize("is_gathered", [False, True])
def test_database_of_an_earlier_moment_gets_its_own_rows_back(is_gathered):
    first = load_rows(boats(), [SOKOL])
    then = last_number()
    load_rows(boats(), [CHAIKA], closes=[(first, 1, AIGERIM)])
    if is_gathered:
        with writer("boats"):
            compact_register(boats(), by=WRITER, at=read_clocks(), is_forced=True)
    # The database as it was after the first load: later ones are unknown to it, and so are their lines.
    Load.objects.exclude(number=first).delete()
    assert is_ahead(boats())
    settle()
    assert masts(last_number()) == masts(then) == ["A1"]
    assert not is_ahead(boats())


def test_numbers_that_the_log_took_never_come_again():
    load_rows(boats(), [SOKOL])
    second = load_rows(boats(), [CHAIKA])
    Load.objects.filter(number=second).delete()
    settle()
    assert load_rows(boats(), [CHAIKA]) == second + 2
    assert masts(last_number()) == ["A1", "B2"]


def test_lake_that_is_not_ahead_is_left_as_it_is():
    load_rows(boats(), [SOKOL])
    before = list_files("boats")
    settle()
    assert list_files("boats") == before
    assert (settle_lake(by=WRITER, at=read_clocks()), finish_loads(by=WRITER, at=read_clocks())) == ([], [])


def test_load_restored_before_its_number_keeps_what_it_closed():
    first = load_rows(boats(), [SOKOL])
    second = load_rows(boats(), [CHAIKA], closes=[(first, 1, AIGERIM)])
    with writer("boats"):
        compact_register(boats(), by=WRITER, at=read_clocks(), is_forced=True)
    # The database as it was when the second load was announced and its line had no number: it gets a later one.
    Load.objects.exclude(number__lte=second).delete()
    line_id = uuid4()
    Load.objects.filter(number=second).update(line_id=line_id)
    before = last_number()
    with transaction.atomic():
        lines = [
            NewLine(kind=LineKind.EVENT, action="registry.load.announced", actor=WRITER, id=each)
            for each in (uuid4(), line_id)
        ]
        append_lines(lines, at=read_clocks())
    seal_journal()
    settle()
    assert masts(last_number()) == ["B2"]
    assert masts(before) == masts(before + 1) == ["A1"]


def test_settling_waits_for_the_journal_and_gives_up(monkeypatch):
    monkeypatch.setattr("alatau.registry.lake.settle.SEAL_TRIES", 1)
    first = load_rows(boats(), [SOKOL])
    load_rows(boats(), [CHAIKA])
    Load.objects.exclude(number=first).delete()
    Load.objects.filter(number=first).update(line_id=uuid4())
    with pytest.raises(RegisterBusyError):
        settle()
