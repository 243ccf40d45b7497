"""Opening cases: once per request, numbered without gaps, due on a working day."""

from __future__ import annotations

from uuid import uuid4

import pytest

from alatau.core.content import content
from alatau.core.values import Moment, PersonId, system_actor
from alatau.desk.errors import OpeningReusedError, TaskTypeContentError
from alatau.desk.models import Case, CaseStep, Task
from alatau.desk.open import open_case
from tests.desk.stage import Desk, open_desk_task

REPLIES = system_actor("desk.replies")


def open_again(desk: Desk, *, type_key: str = "address_check") -> Case:
    case_id = open_case(
        type_key,
        subject_id=PersonId(desk.case.subject_id),
        region="",
        facts={},
        request_id=desk.case.request_id,
        by=REPLIES,
        at=desk.at,
    )
    return Case.objects.get(id=case_id)


def test_open_case_waits_in_the_queue_until_a_working_day(desk: Desk) -> None:
    task = Task.objects.get(id=desk.task_id)
    assert task.status == "waiting"
    assert task.skill == "registration"
    due_at = task.due_at.astimezone(desk.at.city_at.tzinfo)
    assert content().calendar.is_working_day(due_at.date())
    assert content().calendar.count_working_days(desk.at.city_day, due_at.date()) == 15


def test_repeated_request_returns_the_first_case(desk: Desk) -> None:
    assert open_again(desk).id == desk.case_id
    assert Case.objects.count() == 1
    assert CaseStep.objects.count() == 1


def test_request_id_of_another_case_is_refused(desk: Desk) -> None:
    with pytest.raises(OpeningReusedError):
        open_again(desk, type_key="general_question")


def test_unknown_kind_of_case_is_refused(desk: Desk) -> None:
    with pytest.raises(TaskTypeContentError):
        open_again(desk, type_key="nonsense")


def test_case_numbers_follow_each_other_within_a_year(desk: Desk) -> None:
    assert desk.aigerim.person_id is not None
    second = Task.objects.get(id=open_desk_task(desk.aigerim.person_id, at=desk.at)).case
    year = desk.at.city_day.year
    assert [desk.case.number, second.number] == [f"A-{year}-000001", f"A-{year}-000002"]


def test_opening_is_an_event_about_the_person(desk: Desk, moment: Moment) -> None:
    from alatau.core.models import JournalContents

    line = JournalContents.objects.select_related("line").get(case_id=desk.case_id)
    assert (line.line.action, line.line.kind) == ("desk.case.opened", "event")
    assert line.subject_id == desk.case.subject_id
    assert line.body["type"] == "address_check"


@pytest.mark.django_db
def test_case_of_a_person_without_a_region_is_open_to_the_whole_city(moment: Moment) -> None:
    case_id = open_case(
        "general_question", subject_id=PersonId(uuid4()), region="", facts={}, request_id=uuid4(), by=REPLIES, at=moment
    )
    assert Task.objects.get(case_id=case_id).region == ""
