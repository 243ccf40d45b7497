"""Days on which nothing happened: an invented city's registers stay fresh, and those of real people are left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.coverage import Known, judge_silence
from alatau.registry.declare import get_register
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.maintain import open_register
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, writer
from alatau.registry.lake.values import Counts
from alatau.registry.models import Load
from alatau.registry.synthetic import quiet
from alatau.registry.synthetic.quiet import deliver_quiet_days
from alatau.registry.values import LoadKind
from tests.conftest import RUN
from tests.harness.databases import working_as
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from alatau.core.values import Moment

BY = system_actor("tests")
PUPILS = "pupils"


@pytest.fixture
def later(committed_db: None, alatau_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Moment]:
    """Give a moment ten days after the only delivery of a filled sample city."""
    monkeypatch.setattr(quiet, "is_ingested", lambda _folder: True)
    with working_as(RUN, "worker"):
        at = read_clocks()
        register = get_register(PUPILS)
        with writer(PUPILS):
            load = plan_load(
                register, kind=LoadKind.SOURCE, as_of=at.city_day - timedelta(days=10), source_name="first", at=at
            )
            commit_files(load, [], Counts(), register=register)
            announce_load(load, by=BY, at=at)
        seal_journal()
        yield at


def silence(at: Moment) -> Known:
    seal_journal()
    return judge_silence([get_register(PUPILS)], ask(at))[PUPILS].known


def test_register_that_was_not_heard_of_for_days_is_fresh_again(later: Moment) -> None:
    assert silence(later) is Known.UNKNOWN

    deliver_quiet_days(by=BY, at=later)

    assert silence(later) is Known.NONE


def test_day_is_told_of_once(later: Moment) -> None:
    assert deliver_quiet_days(by=BY, at=later) == 1
    assert deliver_quiet_days(by=BY, at=later) == 0


def test_register_without_any_delivery_stays_unknown(later: Moment) -> None:
    open_register(get_register("contributions"), by=BY, at=later)

    deliver_quiet_days(by=BY, at=later)

    assert not Load.objects.filter(register_key="contributions", kind=LoadKind.SOURCE.value).exists()


def test_city_of_real_people_is_left_alone(later: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet, "is_sample_city", lambda: False)

    assert deliver_quiet_days(by=BY, at=later) == 0
