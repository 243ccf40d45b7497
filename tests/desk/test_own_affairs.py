"""Nobody works on their own or their family's affairs, whichever way they come to the case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.access.models import Person, Representation, User
from alatau.access.own_affairs import find_own_record, list_close_people, list_own_affairs, list_partial_staff
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.desk.decide import confirm_decision, propose_decision
from alatau.desk.errors import ColleagueUnsuitableError, OwnAffairError
from alatau.desk.load import access_case, list_own_cases
from alatau.desk.read import find_next_task
from alatau.desk.take import assign_task, hand_over_task, list_colleagues, take_task
from alatau.desk.values import QueueFilter
from tests.desk.people import make_official, make_resident
from tests.desk.test_decide import CHANGED, FIELDS, propose

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from tests.desk.stage import Desk


def recognise(official: Actor, person_id: PersonId | None) -> None:
    """Let the city know which resident an official is."""
    User.objects.filter(id=official.user_id).update(record_id=person_id)


def act_for(desk: Desk, representative: PersonId | None, represented: PersonId | None) -> None:
    """Let one act for the other from today on."""
    Representation.objects.create(
        kind="parent",
        representative_id=representative,
        represented_id=represented,
        ground="test",
        source="granted",
        valid_from=desk.at.city_day,
        granted_at=desk.at.wall_at,
        accepted_at=desk.at.wall_at,
    )


def relate(desk: Desk, relation: str) -> None:
    """Make Dana the resident of the case, or somebody close to her."""
    if relation == "self":
        recognise(desk.dana, desk.aigerim.person_id)
        return
    own = make_resident(name="Дана", at=desk.at).person_id
    recognise(desk.dana, own)
    if relation == "parent":
        act_for(desk, own, desk.aigerim.person_id)
    elif relation == "child":
        act_for(desk, desk.aigerim.person_id, own)
    else:
        child = make_resident(name="Диас", at=desk.at).person_id
        act_for(desk, own, child)
        act_for(desk, desk.aigerim.person_id, child)


RELATIONS = pytest.mark.parametrize("relation", ["self", "parent", "child", "other parent"])


@RELATIONS
def test_official_takes_no_task_about_themselves_or_their_family(desk: Desk, relation: str) -> None:
    relate(desk, relation)
    with pytest.raises(OwnAffairError) as refusal:
        take_task(desk.task_id, by=desk.dana, at=desk.at)
    assert "A colleague has to work on it." in refusal.value.sentence()


@RELATIONS
def test_official_is_never_offered_nor_given_such_a_task(desk: Desk, relation: str) -> None:
    relate(desk, relation)
    assert find_next_task(QueueFilter(), by=desk.dana, at=desk.at) is None
    assert list_colleagues(desk.task_id, at=desk.at) == {desk.marat.user_id}
    assert desk.dana.user_id is not None
    with pytest.raises(ColleagueUnsuitableError):
        assign_task(desk.task_id, to=desk.dana.user_id, by=desk.marat, at=desk.at)


@RELATIONS
def test_case_of_the_family_does_not_open_at_the_desk(desk: Desk, relation: str) -> None:
    relate(desk, relation)
    with pytest.raises(NotFoundError):
        access_case(desk.case_id, by=desk.dana, at=desk.at)
    assert access_case(desk.case_id, by=desk.marat, at=desk.at).number == desk.case.number


def test_closeness_that_came_after_taking_stops_the_proposal(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    recognise(desk.dana, desk.aigerim.person_id)
    with pytest.raises(OwnAffairError):
        propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)


def test_second_official_close_to_the_person_confirms_nothing(desk: Desk) -> None:
    task_id = propose(desk)
    recognise(desk.marat, desk.aigerim.person_id)
    with pytest.raises(OwnAffairError):
        confirm_decision(task_id, by=desk.marat, at=desk.at)
    assert desk.case.status == "proposed"


def test_task_is_not_handed_to_a_colleague_close_to_the_person(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    recognise(desk.marat, desk.aigerim.person_id)
    assert desk.marat.user_id is not None
    with pytest.raises(ColleagueUnsuitableError):
        hand_over_task(desk.task_id, to=desk.marat.user_id, words="", by=desk.dana, at=desk.at)


def test_ended_representation_makes_nobody_partial(desk: Desk) -> None:
    relate(desk, "parent")
    Representation.objects.update(ended_at=desk.at.wall_at)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    assert desk.open_task.holder_id == desk.dana.user_id


def test_merged_record_still_counts_as_the_officials_own(desk: Desk) -> None:
    own = make_resident(name="Дана", at=desk.at).person_id
    assert own is not None
    recognise(desk.dana, own)
    Person.objects.filter(id=own).update(merged_into_id=desk.aigerim.person_id)
    assert desk.dana.user_id is not None
    assert find_own_record(desk.dana.user_id) == desk.aigerim.person_id
    with pytest.raises(OwnAffairError):
        take_task(desk.task_id, by=desk.dana, at=desk.at)


def test_closeness_goes_both_ways_and_not_to_strangers(desk: Desk) -> None:
    relate(desk, "other parent")
    assert desk.dana.user_id is not None
    assert desk.aigerim.person_id is not None
    stranger = make_resident(name="Yusuf", at=desk.at).person_id
    assert stranger is not None
    assert desk.aigerim.person_id in list_own_affairs(desk.dana.user_id, at=desk.at)
    assert list_partial_staff(desk.aigerim.person_id, at=desk.at) == {desk.dana.user_id}
    assert list_close_people(stranger, at=desk.at) == {stranger}


def test_official_whom_nobody_recognised_has_no_own_affairs(desk: Desk) -> None:
    assert desk.dana.user_id is not None
    assert list_own_affairs(desk.dana.user_id, at=desk.at) == set()
    assert list_partial_staff(PersonId(uuid4()), at=desk.at) == set()


def test_own_record_opens_no_case_as_a_resident_would(desk: Desk) -> None:
    from dataclasses import replace

    official = replace(make_official("analyst", name="Madi", at=desk.at), person_id=desk.aigerim.person_id)
    assert list_own_cases(by=official, at=desk.at) == []
    with pytest.raises(NotFoundError):
        access_case(desk.case_id, by=official, at=desk.at)
