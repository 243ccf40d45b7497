"""Reading a person: right, purpose and case, and the look before the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.access.desk_visit import close_desk_visit, open_desk_visit
from alatau.access.errors import PurposeUnknownError
from alatau.access.load import access_person
from alatau.access.looks import list_looks
from alatau.access.models import Person, RoleGrant
from alatau.access.represent import end_representation
from alatau.access.representations import find_representation
from alatau.core.errors import NotFoundError
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.values import VISITOR, Actor, ActorKind, PersonId, UserId, system_actor
from tests.people import bakery, official, resident

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from tests.people import Official, Resident


def acting_for(who: Resident, child: Resident, at: Moment) -> Actor:
    """Return the actor who acts for another under the representation in force."""
    standing = find_representation(who.person_id, child.person_id, at=at)
    assert standing is not None
    return Actor(
        kind=ActorKind.RESIDENT,
        user_id=who.actor.user_id,
        person_id=who.person_id,
        for_person_id=child.person_id,
        ground_id=standing.id,
    )


def looks_at(who: Resident) -> list[str]:
    """Return the purposes of the looks in a person's journal."""
    return [line.purpose for line in list_lines_about(who.person_id, kinds=[LineKind.LOOK])]


def test_official_with_the_right_reads_and_leaves_a_look(dana: Official, aigerim: Resident) -> None:
    case_id = uuid4()
    view = access_person(aigerim.person_id, by=dana.actor, purpose="case", case_id=case_id)
    line = list_lines_about(aigerim.person_id, kinds=[LineKind.LOOK])[0]
    assert view.number == aigerim.number
    assert (line.purpose, line.case_id, line.actor["user_id"]) == ("case", case_id, str(dana.user_id))


def test_official_without_the_right_reads_nothing_and_the_try_is_kept(yerlan: Official, aigerim: Resident) -> None:
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=yerlan.actor, purpose="case", case_id=uuid4())
    refused = list_lines_about(aigerim.person_id, kinds=[LineKind.AUDIT])[0]
    assert refused.action == "access.look.refused"
    assert looks_at(aigerim) == []


def test_absent_and_not_yours_read_alike(yerlan: Official, aigerim: Resident) -> None:
    answers = []
    for person_id in (aigerim.person_id, PersonId(uuid4())):
        with pytest.raises(NotFoundError) as caught:
            access_person(person_id, by=yerlan.actor, purpose="case", case_id=uuid4())
        answers.append((str(caught.value), caught.value.facts))
    assert answers[0] == answers[1]


def test_absent_and_not_yours_ask_the_same_questions(yerlan: Official, aigerim: Resident, now: Moment) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for person_id in (aigerim.person_id, PersonId(uuid4())):
        with (
            CaptureQueriesContext(
                connection,
            ) as caught,
            pytest.raises(NotFoundError),
        ):
            access_person(person_id, by=yerlan.actor, purpose="case", case_id=uuid4(), at=now)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_official_needs_a_case_for_the_purpose(dana: Official, aigerim: Resident) -> None:
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=dana.actor, purpose="case")


def test_official_reads_only_in_the_region_of_the_role(dana: Official, aigerim: Resident) -> None:
    RoleGrant.objects.filter(user_id=dana.user_id).update(region="710000000")
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=dana.actor, purpose="case", case_id=uuid4())


def test_purpose_the_content_does_not_know_is_refused(dana: Official, aigerim: Resident) -> None:
    with pytest.raises(PurposeUnknownError):
        access_person(aigerim.person_id, by=dana.actor, purpose="curiosity", case_id=uuid4())


def test_resident_reads_themselves_without_a_look(aigerim: Resident) -> None:
    assert access_person(aigerim.person_id, by=aigerim.actor, purpose="own").short_name == "Айгерім"
    assert looks_at(aigerim) == []


def test_spouse_does_not_read_another_adult(aigerim: Resident, bolat: Resident) -> None:
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=bolat.actor, purpose="own")


def test_mother_reads_her_child_while_acting_for_them(aigerim: Resident, now: Moment) -> None:
    dias = resident("dias")
    view = access_person(dias.person_id, by=acting_for(aigerim, dias, now), purpose="representation", at=now)
    assert view.person_id == dias.person_id
    assert looks_at(dias) == ["representation"]


def test_mother_no_longer_reads_a_child_of_sixteen(aigerim: Resident, now: Moment) -> None:
    dias = resident("dias")
    actor = acting_for(aigerim, dias, now)
    Person.objects.filter(id=dias.person_id).update(born_on=now.city_day.replace(year=now.city_day.year - 16, day=1))
    with pytest.raises(NotFoundError):
        access_person(dias.person_id, by=actor, purpose="representation", at=now)


def test_ended_representation_opens_nothing(aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    actor = acting_for(aigerim, gulnara, now)
    assert actor.ground_id is not None
    end_representation(actor.ground_id, by=aigerim.actor, at=now)
    with pytest.raises(NotFoundError):
        access_person(gulnara.person_id, by=actor, purpose="representation", at=now)


def test_ground_of_one_person_does_not_open_another(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    actor = acting_for(aigerim, resident("dias"), now)
    forged = Actor(
        kind=ActorKind.RESIDENT,
        person_id=aigerim.person_id,
        for_person_id=bolat.person_id,
        ground_id=actor.ground_id,
    )
    with pytest.raises(NotFoundError):
        access_person(bolat.person_id, by=forged, purpose="representation", at=now)


def test_desk_visit_opens_the_person_until_it_closes(dana: Official, now: Moment) -> None:
    gulnara = resident("gulnara")
    open_desk_visit(gulnara.person_id, document_kind="identity_card", case_id=None, by=dana.actor, at=now)
    assert access_person(gulnara.person_id, by=dana.actor, purpose="desk_visit", at=now).short_name == "Гүлнара"
    close_desk_visit(by=dana.actor, at=now)
    with pytest.raises(NotFoundError):
        access_person(gulnara.person_id, by=dana.actor, purpose="desk_visit", at=now)


def test_protected_address_is_shown_to_nobody(dana: Official, aigerim: Resident) -> None:
    Person.objects.filter(id=aigerim.person_id).update(address_protected=True)
    view = access_person(aigerim.person_id, by=dana.actor, purpose="case", case_id=uuid4())
    assert view.region is None


@pytest.mark.parametrize("by", [VISITOR, Actor(kind=ActorKind.PARTNER), Actor(kind=ActorKind.SYSTEM)])
def test_visitor_partner_and_nameless_program_read_nothing(aigerim: Resident, by: Actor) -> None:
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=by, purpose="case", case_id=uuid4())


def test_program_reads_under_its_name(aigerim: Resident) -> None:
    access_person(aigerim.person_id, by=system_actor("papers.issue"), purpose="case", case_id=uuid4())
    assert list_lines_about(aigerim.person_id, kinds=[LineKind.LOOK])[0].actor["process"] == "papers.issue"


def test_look_is_undone_only_with_the_transaction_that_read(dana: Official, aigerim: Resident) -> None:
    with transaction.atomic():
        access_person(aigerim.person_id, by=dana.actor, purpose="case", case_id=uuid4())
        transaction.set_rollback(True)
    assert looks_at(aigerim) == []


def test_firm_is_no_person_to_be_read(people: None) -> None:
    nurlan = resident("nurlan")
    with pytest.raises(NotFoundError):
        access_person(PersonId(bakery()), by=nurlan.actor, purpose="own")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([ActorKind.RESIDENT, ActorKind.STAFF, ActorKind.PARTNER, ActorKind.VISITOR]),
    roles=st.frozensets(st.sampled_from(["caseworker", "supervisor", "auditor", "analyst", "administrator"])),
    who=st.sampled_from(["yerlan", "timur", "stranger"]),
    acting=st.sampled_from(["nobody", "aigerim"]),
    purpose=st.sampled_from(["case", "own", "representation", "desk_visit", "audit", "appeal"]),
)
def test_no_actor_without_a_right_ever_gets_a_person(
    aigerim: Resident, kind: ActorKind, roles: frozenset[str], who: str, acting: str, purpose: str
) -> None:
    # Whatever the actor claims of themselves, the tables say that these three hold no right over Aigerim.
    user_id = UserId(uuid4()) if who == "stranger" else official(who).user_id
    actor = Actor(
        kind=kind,
        user_id=user_id,
        person_id=PersonId(uuid4()) if kind is ActorKind.RESIDENT else None,
        for_person_id=aigerim.person_id if acting == "aigerim" else None,
        ground_id=uuid4() if acting == "aigerim" else None,
        roles=roles,
    )
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=actor, purpose=purpose, case_id=uuid4())


def test_look_that_was_given_an_id_is_found_by_it_even_at_oneself(aigerim: Resident) -> None:
    look_id = uuid4()
    access_person(aigerim.person_id, by=aigerim.actor, purpose="own", look_id=look_id)
    assert [line.id for line in list_lines_about(aigerim.person_id, kinds=[LineKind.LOOK])] == [look_id]
    assert list_looks(aigerim.person_id).looks == ()
