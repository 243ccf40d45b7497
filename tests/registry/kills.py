"""The commit paths of the lake, for kills at each of their named points."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.registry.lake.compact import compact_register, vacuum_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.layout import register_folder
from alatau.registry.lake.log import list_files
from alatau.registry.lake.maintain import finish_loads
from alatau.registry.lake.protocol import sweep_loads, writer
from alatau.registry.lake.settle import is_ahead, settle_register
from alatau.registry.lake.views import store_views
from alatau.registry.models import InboxRow, Load
from alatau.registry.receive import receive_row
from tests.conftest import RUN
from tests.faults.kill import Scenario
from tests.harness.databases import working_as
from tests.registry.lake.stage import AIGERIM, BOLAT, WRITER, boats, load_rows, seal_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.values import Register

#: The second is gathered and the third settled, so that each path has files of its own.
BOATS, SHIPS, FERRIES = boats(), boats(key="ships"), boats(key="ferries")
ROWS = [
    {"mast": "A1", "owner_number": AIGERIM, "length": 12, "nickname": "Sokol"},
    {"mast": "B2", "owner_number": BOLAT, "length": 7, "nickname": "Chaika"},
]
#: Points that tests of their own parts pass.
KILLED_ELSEWHERE = (
    "registry.city.",
    *("registry.contest.", "registry.errand.", "registry.link.", "registry.look.", "registry.match."),
    *("registry.people.", "registry.quarantine.", "registry.release.", "registry.return."),
)


@contextmanager
def looking_after(key: str = "boats") -> Iterator[None]:
    """Be the register's writer in a process of the worker's, after whatever another left was finished or undone."""
    with working_as(RUN, "worker"), writer(key):
        sweep_loads(key, by=WRITER, at=read_clocks())
        yield
        seal_journal()


def masts(register: Register = BOATS) -> list[tuple[str, int]]:
    with working_as(RUN, "worker"), open_engine() as engine:
        seal_journal()
        rows = engine.execute(f"SELECT mast, length FROM ({with_inbox(engine, register, ask(read_clocks()))})")
        return sorted(rows.fetchall())


def load() -> None:
    """Bring two rows in, once."""
    with looking_after():
        if not Load.objects.filter(kind="source", state="announced").exists():
            load_rows(BOATS, ROWS)


def check_loaded() -> None:
    assert masts() == [("A1", 12), ("B2", 7)]
    assert Load.objects.filter(state="announced").count() == count_lines("registry.load.announced") == 1
    check_files()


def check_files(key: str = "boats") -> None:
    """Nothing lies in the lake that its log does not name, and nothing is left unfinished."""
    lying = set(register_folder(key).glob("part=*/*/*.parquet"))
    assert lying == {file.path for file in list_files(key).files}
    assert not Load.objects.filter(state__in=["planned", "written"]).exists()


def count_lines(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()


def push() -> None:
    """Send the row that corrects the first one; its owner is nobody the city knows."""
    owner = replace(BOATS.columns["owner_number"], is_required=False)
    register = replace(BOATS, columns={**BOATS.columns, "owner_number": owner})
    with working_as(RUN, "worker"):
        receive_row(register, {"mast": "A1", "length": "13"}, source_id="one", by=WRITER, at=read_clocks())


def load_and_push() -> None:
    load()
    push()
    with working_as(RUN, "worker"):
        seal_journal()


def check_pushed() -> None:
    assert InboxRow.objects.count() == count_lines("registry.row.received") == 1


def fold() -> None:
    with looking_after():
        fold_inbox(BOATS, by=WRITER, at=read_clocks())


def check_folded() -> None:
    assert masts() == [("A1", 13), ("B2", 7)]
    assert InboxRow.objects.count() == 0
    assert count_lines("registry.load.announced") == 2
    check_files()


def load_twice() -> None:
    with working_as(RUN, "worker"):
        first = load_rows(SHIPS, ROWS)
        load_rows(SHIPS, [ROWS[0] | {"length": 14}], closes=[(first, 1, AIGERIM)])


def gather() -> None:
    with looking_after("ships"):
        compact_register(SHIPS, by=WRITER, at=read_clocks(), is_forced=True)
        vacuum_register(SHIPS, keep_hours=0)
        for bucket in range(4):
            store_views(bucket, [SHIPS])


def check_gathered() -> None:
    with working_as(RUN, "worker"):
        assert finish_loads(by=WRITER, at=read_clocks()) == []
    assert masts(SHIPS) == [("A1", 14), ("B2", 7)]
    assert all(file.is_compacted for file in list_files("ships").files)
    assert count_lines("registry.register.compacted") == 1
    check_files("ships")


def lose_the_second_load() -> None:
    """Gather two loads, in a database that was then brought back to the moment after the first."""
    with working_as(RUN, "worker"):
        first = load_rows(FERRIES, ROWS)
        load_rows(FERRIES, [ROWS[0] | {"length": 14}], closes=[(first, 1, AIGERIM)])
        with writer("ferries"):
            compact_register(FERRIES, by=WRITER, at=read_clocks(), is_forced=True)
        Load.objects.exclude(number=first).delete()


def settle() -> None:
    """Do what processes that open the lake do when they start."""
    with working_as(RUN, "worker"), writer("ferries"):
        settle_register(FERRIES, by=WRITER, at=read_clocks())
        sweep_loads("ferries", by=WRITER, at=read_clocks())
        seal_journal()


def check_settled() -> None:
    assert masts(FERRIES) == [("A1", 12), ("B2", 7)]
    assert not is_ahead(FERRIES)
    assert not Load.objects.filter(state__in=["planned", "written"]).exists()


SCENARIOS = (
    Scenario(points=("registry.load.",), act=load, check=check_loaded),
    Scenario(points=("registry.receive.",), prepare=load, act=push, check=check_pushed),
    Scenario(
        points=("registry.fold.", "registry.load.written"),
        prepare=load_and_push,
        act=fold,
        check=check_folded,
    ),
    Scenario(
        points=("registry.compact.", "registry.views.", "registry.load.delta_committed"),
        prepare=load_twice,
        act=gather,
        check=check_gathered,
    ),
    Scenario(
        points=("registry.settle.", "registry.load.delta_committed"),
        prepare=lose_the_second_load,
        act=settle,
        check=check_settled,
    ),
)
