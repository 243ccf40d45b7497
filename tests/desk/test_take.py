"""Taking, handing over and releasing tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.desk.errors import (
    ColleagueUnsuitableError,
    NotYourTaskError,
    OwnAffairError,
    RoleMissingError,
    TaskTakenError,
)
from alatau.desk.models import CaseStep
from alatau.desk.take import assign_task, hand_over_task, list_colleagues, release_task, take_task
from tests.desk.people import make_official

if TYPE_CHECKING:
    from tests.desk.stage import Desk


def test_taken_task_is_with_the_official_and_a_repeat_changes_nothing(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    assert desk.open_task.holder_id == desk.dana.user_id
    assert list(CaseStep.objects.order_by("number").values_list("step", flat=True)) == ["opened", "taken"]


def test_task_of_a_colleague_cannot_be_taken(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(TaskTakenError):
        take_task(desk.task_id, by=desk.marat, at=desk.at)


def test_official_without_the_role_cannot_take_a_task(desk: Desk) -> None:
    with pytest.raises(RoleMissingError):
        take_task(desk.task_id, by=desk.yerlan, at=desk.at)


def test_official_of_another_region_cannot_take_a_task(desk: Desk) -> None:
    stranger = make_official("caseworker", name="Madi", at=desk.at, region="750000000")
    with pytest.raises(RoleMissingError):
        take_task(desk.task_id, by=stranger, at=desk.at)


def test_nobody_takes_a_task_about_themselves(desk: Desk) -> None:
    from dataclasses import replace

    with pytest.raises(OwnAffairError):
        take_task(desk.task_id, by=replace(desk.dana, person_id=desk.aigerim.person_id), at=desk.at)


def test_released_task_waits_in_the_queue_again(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    release_task(desk.task_id, by=desk.dana, at=desk.at)
    release_task(desk.task_id, by=desk.dana, at=desk.at)
    assert desk.open_task.status == "waiting"


def test_colleague_cannot_release_a_task_but_the_supervisor_can(desk: Desk) -> None:
    other = make_official("caseworker", name="Madi", at=desk.at)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(NotYourTaskError):
        release_task(desk.task_id, by=other, at=desk.at)
    release_task(desk.task_id, by=desk.marat, at=desk.at)
    assert desk.open_task.holder_id is None


def test_supervisor_assigns_a_task_to_a_suitable_colleague(desk: Desk) -> None:
    assert desk.dana.user_id is not None
    assign_task(desk.task_id, to=desk.dana.user_id, by=desk.marat, at=desk.at)
    assert desk.open_task.holder_id == desk.dana.user_id


def test_task_cannot_be_handed_to_somebody_without_the_role(desk: Desk) -> None:
    assert desk.yerlan.user_id is not None
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(ColleagueUnsuitableError):
        hand_over_task(desk.task_id, to=desk.yerlan.user_id, words="", by=desk.dana, at=desk.at)


def test_handed_over_task_is_with_the_colleague(desk: Desk) -> None:
    assert desk.marat.user_id is not None
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    hand_over_task(desk.task_id, to=desk.marat.user_id, words="The owner was called.", by=desk.dana, at=desk.at)
    assert desk.open_task.holder_id == desk.marat.user_id
    assert CaseStep.objects.latest("number").facts["words"] == "The owner was called."


def test_colleagues_of_a_task_are_those_with_its_role(desk: Desk) -> None:
    assert list_colleagues(desk.task_id, at=desk.at) == {desk.dana.user_id, desk.marat.user_id}
