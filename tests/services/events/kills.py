"""The commit paths of life events, for kills at each of their named points."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.values import Moment
from alatau.services.events.from_people import read_day_of_events
from alatau.services.events.ripen import tell_ripe_events
from alatau.services.events.rule import follow_rulings
from alatau.services.events.settle import settle_many
from alatau.services.models import EventDay, LifeEvent
from tests.conftest import RUN
from tests.faults.kill import Scenario
from tests.harness.databases import working_as
from tests.registry.lake.stage import seal_journal
from tests.services.events.stage import BOLAT, BY, act, ago, events, lines, load, notice, settle_rows
from tests.services.events.test_ripen import line


def detect() -> None:
    with working_as(RUN, "worker"):
        settle_many([notice(), act()], by=BY, at=read_clocks())


def check_detected() -> None:
    assert (len(events()), lines()) == (1, ["services.event.detected"])


def prepare_day() -> None:
    with working_as(RUN, "worker"):
        licence = {"number": BOLAT, "licence_number": "L1", "valid_from_day": ago(3000), "expires_on": ago(-30)}
        load("driving_licences", licence)


def look() -> None:
    with working_as(RUN, "worker"):
        read_day_of_events(by=BY, at=read_clocks())


def check_looked() -> None:
    assert (len(events()), lines(), EventDay.objects.count()) == (1, ["services.event.detected"], 1)


def prepare_waiting() -> None:
    with working_as(RUN, "worker"):
        settle_rows(act())
        LifeEvent.objects.update(status="waiting", ripe_on=ago(-1))
        seal_journal()


def ripen() -> None:
    at = read_clocks()
    tomorrow = Moment(city_at=at.city_at + timedelta(days=1), wall_at=at.wall_at)
    with working_as(RUN, "worker"):
        tell_ripe_events(by=BY, at=tomorrow)


def check_ripe() -> None:
    assert lines() == ["services.event.detected"] * 2
    assert LifeEvent.objects.get().status == "detected"


def prepare_doubt() -> None:
    with working_as(RUN, "worker"):
        settle_rows(notice(), act(born_on=ago(2)))


def rule() -> None:
    with working_as(RUN, "worker"), transaction.atomic():
        case_id = LifeEvent.objects.values_list("case_id", flat=True).get()
        told = line("desk.case.decided", case_id=case_id, outcome="not_happened")
        follow_rulings([told], by=BY, at=read_clocks())


def check_ruled() -> None:
    assert lines() == ["services.event.detected", "services.event.withdrawn"]


SCENARIOS = (
    Scenario(points=("services.events.",), act=detect, check=check_detected),
    Scenario(points=("services.event_day.",), prepare=prepare_day, act=look, check=check_looked),
    Scenario(points=("services.event_ripe.",), prepare=prepare_waiting, act=ripen, check=check_ripe),
    Scenario(points=("services.event_ruling.",), prepare=prepare_doubt, act=rule, check=check_ruled),
)
