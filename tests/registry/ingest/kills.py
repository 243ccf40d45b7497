"""What is killed while a source is read, and what must hold after the same command was given again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from alatau.core.clock import read_clocks
from alatau.core.values import Actor, ActorKind, UserId
from alatau.registry.errors import QuarantinedRowNotFoundError
from alatau.registry.ingest.quarantine import list_waiting
from alatau.registry.ingest.release import release_row
from alatau.registry.lake.layout import lake_folder, scratch_folder
from alatau.registry.lake.sight import look_at
from alatau.registry.models import Load, QuarantineDecision
from alatau.registry.values import LoadState
from tests.faults.kill import Scenario
from tests.registry.ingest.stage import DAY, ROW, believed, ingest, known_person, row, wages, write_csv

LATER = date(2026, 3, 10)
DANA = Actor(kind=ActorKind.STAFF, user_id=UserId(UUID(int=7)))


def _deliver_twice() -> None:
    settings.ALATAU_HOME.mkdir(exist_ok=True)
    known_person()
    write_csv(settings.ALATAU_HOME / "first.csv", [ROW, row(document="D-2"), row(document="D-3", amount="x")])
    write_csv(settings.ALATAU_HOME / "second.csv", [row(amount="2000"), row(document="D-4")])
    ingest(settings.ALATAU_HOME / "first.csv")


def _ingest_second() -> None:
    ingest(settings.ALATAU_HOME / "second.csv", as_of=LATER)


def _check_second() -> None:
    assert believed() == [
        ("D-1", 100050, DAY, LATER),
        ("D-1", 200000, LATER, None),
        ("D-2", 100050, DAY, None),
        ("D-4", 100050, LATER, None),
    ]
    assert [*scratch_folder().iterdir()] == []
    states = Load.objects.filter(register_key="wages").order_by("number").values_list("state", flat=True)
    assert [state for state in states if state != LoadState.ABANDONED.value] == [LoadState.ANNOUNCED.value] * 2
    # Nothing lies in the lake that the log does not know.
    on_disk = {*lake_folder().glob("wages/part=*/**/*.parquet")}
    assert on_disk == {file.path for file in look_at("wages").listing.files}


def _release() -> None:
    try:
        release_row(wages(), {"amount": "7"}, load=1, line=4, note="", by=DANA, at=read_clocks())
    except QuarantinedRowNotFoundError:
        assert QuarantineDecision.objects.count() == 1


def _check_release() -> None:
    assert ("D-3", 700, DAY, None) in believed()
    assert len(believed()) == 3
    assert QuarantineDecision.objects.count() == 1
    assert list_waiting(wages()) == []


SCENARIOS = (
    Scenario(points=("registry.load.",), prepare=_deliver_twice, act=_ingest_second, check=_check_second),
    Scenario(points=("registry.release.",), prepare=_deliver_twice, act=_release, check=_check_release),
)
