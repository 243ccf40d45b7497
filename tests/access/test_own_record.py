"""Staff are residents too: the city knows which, and keeps them from their own and their family's affairs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from typer.testing import CliRunner

from alatau.access.audience import Outcome, judge
from alatau.access.commands import commands
from alatau.access.desk_visit import open_desk_visit
from alatau.access.errors import OwnAffairsError, OwnRoleError, RecordLinkedError, StaffUnknownError
from alatau.access.load import access_person
from alatau.access.models import User
from alatau.access.own_affairs import find_own_record, list_own_affairs, list_partial_staff
from alatau.access.own_record import link_record
from alatau.access.register import merge_persons
from alatau.core.errors import NotAllowedError, NotFoundError
from alatau.core.models import JournalContents, JournalLine
from alatau.core.routes import Audience, Who
from alatau.core.values import PersonId, UserId, system_actor
from tests.people import official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official, Resident

BY = system_actor("access.command_line")


@pytest.fixture
def dana_is_aigerim(dana: Official, aigerim: Resident, now: Moment) -> Official:
    """Dana, known to be Aigerim outside the office."""
    link_record(dana.user_id, aigerim.person_id, by=BY, at=now)
    return dana


def test_linked_official_reads_neither_self_nor_family(dana_is_aigerim: Official, now: Moment) -> None:
    for key in ("aigerim", "bolat", "dias", "amina", "gulnara"):
        with pytest.raises(NotFoundError):
            access_person(resident(key).person_id, by=dana_is_aigerim.actor, purpose="case", case_id=uuid4(), at=now)


@pytest.mark.parametrize("key", ["yusuf", "emma", "nurlan"])
def test_linked_official_goes_on_reading_strangers(dana_is_aigerim: Official, now: Moment, key: str) -> None:
    who = resident(key)
    view = access_person(who.person_id, by=dana_is_aigerim.actor, purpose="case", case_id=uuid4(), at=now)
    assert view.person_id == who.person_id


@pytest.mark.parametrize("key", ["aigerim", "dias", "gulnara"])
def test_linked_official_serves_neither_self_nor_family_at_a_desk(
    dana_is_aigerim: Official, now: Moment, key: str
) -> None:
    with pytest.raises(OwnAffairsError) as caught:
        open_desk_visit(
            resident(key).person_id, document_kind="passport", case_id=None, by=dana_is_aigerim.actor, at=now
        )
    assert caught.value.sentence().startswith("This is your own affair")


def test_own_record_gives_no_right_of_a_resident(client: Client, dana_is_aigerim: Official) -> None:
    actor = dana_is_aigerim.actor
    assert actor.subject_id is None
    assert judge(Audience(who=frozenset({Who.RESIDENT})), actor) is Outcome.REFUSED
    sign_in(client, dana_is_aigerim)
    for page in ("me", "looks", "consents", "representations"):
        assert client.get(reverse(f"access:{page}")).status_code == 403


def test_resident_still_signs_in_beside_the_linked_official(
    client: Client, dana_is_aigerim: Official, aigerim: Resident
) -> None:
    sign_in(client, aigerim)
    assert client.get(reverse("access:me")).status_code == 200
    assert User.objects.get(person_id=aigerim.person_id).record_id is None


def test_closeness_goes_both_ways(dana_is_aigerim: Official, now: Moment) -> None:
    for key in ("aigerim", "bolat", "dias", "gulnara"):
        assert dana_is_aigerim.user_id in list_partial_staff(resident(key).person_id, at=now)
    assert dana_is_aigerim.user_id not in list_partial_staff(resident("emma").person_id, at=now)


def test_unknown_record_keeps_nobody_away(dana: Official, now: Moment) -> None:
    assert find_own_record(dana.user_id) is None
    assert list_own_affairs(dana.user_id, at=now) == set()


def test_own_record_follows_a_merge(dana_is_aigerim: Official, now: Moment) -> None:
    emma = resident("emma")
    merge_persons(emma.person_id, resident("aigerim").person_id, by=BY, at=now)
    assert find_own_record(dana_is_aigerim.user_id) == emma.person_id
    with pytest.raises(NotFoundError):
        access_person(emma.person_id, by=dana_is_aigerim.actor, purpose="case", case_id=uuid4(), at=now)


def test_one_record_belongs_to_one_sign_in(
    dana_is_aigerim: Official, aigerim: Resident, yerlan: Official, now: Moment
) -> None:
    with pytest.raises(RecordLinkedError):
        link_record(yerlan.user_id, aigerim.person_id, by=BY, at=now)
    assert find_own_record(yerlan.user_id) is None


def test_administrator_does_not_choose_their_own_record(timur: Official, aigerim: Resident, now: Moment) -> None:
    with pytest.raises(OwnRoleError):
        link_record(timur.user_id, aigerim.person_id, by=timur.actor, at=now)


@pytest.mark.parametrize("login", ["dana", "marat", "yerlan", "saule", "aliya"])
def test_only_administrators_tell_whose_record_it_is(aigerim: Resident, now: Moment, login: str) -> None:
    with pytest.raises(NotAllowedError):
        link_record(official("timur").user_id, aigerim.person_id, by=official(login).actor, at=now)


def test_refusals_of_a_link_come_in_the_documented_order(timur: Official, dana: Official, now: Moment) -> None:
    nobody, no_person = UserId(uuid4()), PersonId(uuid4())
    with pytest.raises(NotAllowedError):
        link_record(nobody, no_person, by=dana.actor, at=now)
    with pytest.raises(StaffUnknownError):
        link_record(nobody, no_person, by=timur.actor, at=now)
    with pytest.raises(NotFoundError):
        link_record(dana.user_id, no_person, by=timur.actor, at=now)


def test_sign_in_of_a_resident_takes_no_record(timur: Official, aigerim: Resident, now: Moment) -> None:
    assert aigerim.actor.user_id is not None
    with pytest.raises(StaffUnknownError):
        link_record(aigerim.actor.user_id, aigerim.person_id, by=timur.actor, at=now)


def test_database_itself_keeps_records_to_staff(aigerim: Resident, bolat: Resident) -> None:
    user_id = aigerim.actor.user_id
    with pytest.raises(IntegrityError, match="user_record_is_of_staff"), transaction.atomic():
        User.objects.filter(id=user_id).update(record_id=bolat.person_id)


def test_link_is_journaled_once_and_names_no_resident(
    dana_is_aigerim: Official, aigerim: Resident, now: Moment
) -> None:
    link_record(dana_is_aigerim.user_id, aigerim.person_id, by=BY, at=now)
    line = JournalContents.objects.get(line__action="access.staff.recognised")
    assert line.body == {"user_id": str(dana_is_aigerim.user_id)}
    assert line.subject_id is None


def test_link_is_taken_back(dana_is_aigerim: Official, aigerim: Resident, now: Moment) -> None:
    link_record(dana_is_aigerim.user_id, None, by=BY, at=now)
    assert list_own_affairs(dana_is_aigerim.user_id, at=now) == set()
    assert JournalLine.objects.filter(action="access.staff.unrecognised").count() == 1


def test_administrator_tells_the_record_on_the_page(
    client: Client, timur: Official, dana: Official, aigerim: Resident
) -> None:
    sign_in(client, timur)
    answer = client.post(reverse("access:tell_record", args=[dana.user_id]), {"number": aigerim.number}, follow=True)
    assert find_own_record(dana.user_id) == aigerim.person_id
    assert aigerim.number not in answer.content.decode()
    assert aigerim.person.name not in answer.content.decode()


@pytest.mark.parametrize(("number", "status"), [("010101700016", 404), ("123", 422), ("", 200), ("x" * 40, 200)])
def test_number_that_names_nobody_is_told_on_the_page(
    client: Client, timur: Official, dana: Official, number: str, status: int
) -> None:
    sign_in(client, timur)
    answer = client.post(reverse("access:tell_record", args=[dana.user_id]), {"number": number})
    assert answer.status_code == status
    assert answer.context["record_form"].errors
    assert find_own_record(dana.user_id) is None


def test_record_is_told_on_the_command_line_without_an_argument(dana: Official, aigerim: Resident) -> None:
    result = CliRunner().invoke(commands, ["staff", "recognise", "dana"], input=f"{aigerim.number}\n")
    assert result.exception is None
    assert find_own_record(dana.user_id) == aigerim.person_id
    assert aigerim.number not in result.output
