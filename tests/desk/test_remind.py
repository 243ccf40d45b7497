"""Officials hear of near deadlines once a working day: a figure, nobody's name, and only who is concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from alatau.access.models import User
from alatau.core.values import PersonId, system_actor
from alatau.desk.clock import suspend_case
from alatau.desk.escalate import escalate_cases
from alatau.desk.models import CaseStep
from alatau.desk.remind import remind_staff
from alatau.desk.take import take_task
from alatau.messages.models import Message
from tests.desk.people import make_official, make_resident

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from tests.desk.stage import Desk

SWEEP = system_actor("desk.escalate")
REMINDER = system_actor("desk.remind")
ZONE = ZoneInfo("Asia/Almaty")
#: The desk opens on Tuesday 10 March 2026; 15 working days later, round Nauryz, it is due on Friday 3 April.
WARNED = datetime(2026, 3, 31, 9, 0, tzinfo=ZONE)
SUPERVISED = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)


def on(desk: Desk, city_at: datetime) -> Moment:
    return replace(desk.at, city_at=city_at)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk whose officials are known as residents; Dana has the task."""
    for official in (desk.dana, desk.marat):
        own = make_resident(name="x", at=desk.at).person_id
        User.objects.filter(id=official.user_id).update(record_id=own)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    return desk


def told(official: Actor) -> int:
    """Return how many reminders an official got."""
    person_id = User.objects.get(id=official.user_id).record_id
    return Message.objects.filter(person_id=person_id, template="desk.task_waiting").count()


@pytest.mark.parametrize(
    ("city_at", "level"),
    [
        (datetime(2026, 3, 30, 23, 59, tzinfo=ZONE), 0),
        (datetime(2026, 3, 31, 0, 0, tzinfo=ZONE), 1),
        (datetime(2026, 4, 1, 23, 59, tzinfo=ZONE), 1),
        (datetime(2026, 4, 2, 0, 0, tzinfo=ZONE), 2),
        (datetime(2026, 4, 3, 18, 30, tzinfo=ZONE), 2),
        (datetime(2026, 4, 3, 18, 30, 1, tzinfo=ZONE), 3),
    ],
)
def test_escalation_comes_on_its_working_day_round_the_holidays(known: Desk, city_at: datetime, level: int) -> None:
    escalate_cases(by=SWEEP, at=on(known, city_at))
    assert known.case.escalation == level


def test_each_level_is_reached_in_turn_and_released_at_the_end(known: Desk) -> None:
    for days in range(40):
        escalate_cases(by=SWEEP, at=on(known, known.at.city_at + timedelta(days=days)))
    steps = CaseStep.objects.filter(step="escalated").order_by("number")
    assert [(step.facts["level"], step.facts["do"]) for step in steps] == [
        (1, "warn"),
        (2, "supervise"),
        (3, "release"),
    ]
    assert known.open_task.holder_id is None


def test_warning_reaches_the_holder_alone(known: Desk) -> None:
    escalate_cases(by=SWEEP, at=on(known, WARNED))
    assert remind_staff(by=REMINDER, at=on(known, WARNED)) == 1
    assert (told(known.dana), told(known.marat)) == (1, 0)


def test_supervisors_of_the_region_hear_of_what_is_nearly_late(known: Desk) -> None:
    far = make_official("supervisor", name="Madi", at=known.at, region="750000000")
    User.objects.filter(id=far.user_id).update(record_id=make_resident(name="x", at=known.at).person_id)
    escalate_cases(by=SWEEP, at=on(known, SUPERVISED))
    remind_staff(by=REMINDER, at=on(known, SUPERVISED))
    assert (told(known.dana), told(known.marat), told(far)) == (1, 1, 0)


def test_reminder_comes_once_a_day_however_often_the_sweep_runs(known: Desk) -> None:
    escalate_cases(by=SWEEP, at=on(known, WARNED))
    for hours in (0, 1, 8, 24):
        remind_staff(by=REMINDER, at=on(known, WARNED + timedelta(hours=hours)))
    assert told(known.dana) == 2


@pytest.mark.parametrize(
    "city_at",
    [
        datetime(2026, 3, 31, 8, 59, tzinfo=ZONE),
        datetime(2026, 4, 4, 12, 0, tzinfo=ZONE),
        datetime(2026, 4, 5, 12, 0, tzinfo=ZONE),
    ],
    ids=["before hours", "Saturday", "Sunday"],
)
def test_nobody_is_reminded_outside_working_time(known: Desk, city_at: datetime) -> None:
    escalate_cases(by=SWEEP, at=on(known, city_at))
    assert remind_staff(by=REMINDER, at=on(known, city_at)) == 0


def test_nobody_is_reminded_of_what_is_not_near_or_stands_still(known: Desk) -> None:
    assert remind_staff(by=REMINDER, at=known.at) == 0
    escalate_cases(by=SWEEP, at=on(known, WARNED))
    suspend_case(known.task_id, ground="waits_for_resident", words="", by=known.dana, at=on(known, WARNED))
    assert remind_staff(by=REMINDER, at=on(known, WARNED)) == 0


def test_reminder_tells_a_figure_and_names_nobody(known: Desk) -> None:
    escalate_cases(by=SWEEP, at=on(known, WARNED))
    remind_staff(by=REMINDER, at=on(known, WARNED))
    message = Message.objects.get(template="desk.task_waiting")
    assert message.case_id is None
    assert known.case.number not in str(message.__dict__)
    assert PersonId(message.person_id) != known.aigerim.person_id


def test_official_without_a_known_record_is_passed_over(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    escalate_cases(by=SWEEP, at=on(desk, WARNED))
    assert remind_staff(by=REMINDER, at=on(desk, WARNED)) == 0
