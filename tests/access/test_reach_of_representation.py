"""How far a representation reaches on pages: the whole person, a part of their affairs, or a child's years."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse

from alatau.access.dates import birthday_at
from alatau.access.load import access_person
from alatau.access.looks import list_looks
from alatau.access.models import Person, Representation
from alatau.access.read import has_consent
from alatau.access.representations import find_representation
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from tests.access.test_load import acting_for
from tests.people import bakery, resident, sign_in

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client

    from alatau.core.values import Moment, OrganisationId, PersonId
    from tests.people import Official, Resident

PAGES = ("looks", "consents")


def act(client: Client, who: Resident, whom: PersonId | OrganisationId, at: Moment) -> None:
    """Sign in and switch to the representation in force."""
    standing = find_representation(who.person_id, whom, at=at)
    assert standing is not None
    sign_in(client, who)
    assert client.post(reverse("access:act_under"), {"representation": str(standing.id)}).status_code == 302


def looks_at(who: Resident) -> list[object]:
    """Return what was read of a person, look by look."""
    return [line.body["data"] for line in list_lines_about(who.person_id, kinds=[LineKind.LOOK])]


@pytest.mark.parametrize("page", PAGES)
def test_whole_representation_opens_the_page_and_leaves_a_look(
    client: Client, aigerim: Resident, now: Moment, page: str
) -> None:
    gulnara = resident("gulnara")
    act(client, aigerim, gulnara.person_id, now)
    assert client.get(reverse(f"access:{page}")).status_code == 200
    assert looks_at(gulnara) == [[page]]


@pytest.mark.parametrize("page", PAGES)
def test_own_page_leaves_no_look(client: Client, aigerim: Resident, page: str) -> None:
    sign_in(client, aigerim)
    client.get(reverse(f"access:{page}"))
    assert looks_at(aigerim) == []


@pytest.mark.parametrize("page", PAGES)
def test_narrowed_representation_opens_neither_page(client: Client, aigerim: Resident, now: Moment, page: str) -> None:
    gulnara = resident("gulnara")
    Representation.objects.filter(represented_id=gulnara.person_id).update(purposes=["appeal"])
    act(client, aigerim, gulnara.person_id, now)
    assert client.get(reverse(f"access:{page}")).status_code == 404
    assert looks_at(gulnara) == []


def test_narrowed_representation_says_no_yes_for_the_person(client: Client, aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    Representation.objects.filter(represented_id=gulnara.person_id).update(purposes=["appeal"])
    act(client, aigerim, gulnara.person_id, now)
    assert client.post(reverse("access:give_consent", args=["offers"])).status_code == 404
    assert not has_consent(gulnara.person_id, "offers", recipient="city_office")


@pytest.mark.parametrize(("purposes", "status"), [([], 200), (["appeal"], 404)], ids=["whole", "narrowed"])
@pytest.mark.parametrize("page", ["messages:inbox", "messages:choices"])
def test_messages_open_to_the_whole_right_alone(
    client: Client, aigerim: Resident, now: Moment, page: str, purposes: list[str], status: int
) -> None:
    gulnara = resident("gulnara")
    Representation.objects.filter(represented_id=gulnara.person_id).update(purposes=purposes)
    act(client, aigerim, gulnara.person_id, now)
    assert client.get(reverse(page)).status_code == status
    assert client.get("/").status_code == 200


def test_whole_representation_says_yes_for_the_person(client: Client, aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    act(client, aigerim, gulnara.person_id, now)
    client.post(reverse("access:give_consent", args=["offers"]))
    assert has_consent(gulnara.person_id, "offers", recipient="city_office")
    assert not has_consent(aigerim.person_id, "offers", recipient="city_office")


@pytest.mark.parametrize(("days", "status"), [(1, 200), (0, 404)])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_child_close_to_parents_on_the_sixteenth_birthday(
    client: Client, aigerim: Resident, now: Moment, page: str, days: int, status: int
) -> None:
    dias = resident("dias")
    sixteen_in = born_to_be(16, now.city_day + timedelta(days=days))
    Person.objects.filter(id=dias.person_id).update(born_on=sixteen_in)
    act(client, aigerim, dias.person_id, now)
    assert client.get(reverse(f"access:{page}")).status_code == status


def born_to_be(age: int, day: date) -> date:
    """Return the birthday of somebody who reaches the age on the day."""
    born = birthday_at(day, -age)
    assert birthday_at(born, age) == day
    return born


def test_child_without_a_known_birthday_counts_as_grown(client: Client, aigerim: Resident, now: Moment) -> None:
    dias = resident("dias")
    Person.objects.filter(id=dias.person_id).update(born_on=None)
    act(client, aigerim, dias.person_id, now)
    assert client.get(reverse("access:looks")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_head_of_a_firm_reads_nobody_under_it(client: Client, people: None, now: Moment, page: str) -> None:
    nurlan = resident("nurlan")
    act(client, nurlan, bakery(), now)
    assert client.get(reverse(f"access:{page}")).status_code == 404


def test_own_page_stays_ones_own_while_acting_for_another(client: Client, aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    act(client, aigerim, gulnara.person_id, now)
    page = client.get(reverse("access:me")).content.decode()
    assert aigerim.number in page
    assert gulnara.number not in page


def test_representation_ended_meanwhile_makes_one_oneself_again(client: Client, aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    act(client, aigerim, gulnara.person_id, now)
    Representation.objects.filter(represented_id=gulnara.person_id).update(ended_at=now.wall_at)
    answer = client.get(reverse("access:consents"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.subject_id == aigerim.person_id


@pytest.mark.parametrize(("days", "acts"), [(1, True), (0, False), (-1, False)])
def test_last_day_of_a_representation_is_the_one_before_its_end(
    client: Client, aigerim: Resident, now: Moment, days: int, acts: bool
) -> None:
    gulnara = resident("gulnara")
    act(client, aigerim, gulnara.person_id, now)
    start, end = now.city_day - timedelta(days=30), now.city_day + timedelta(days=days)
    Representation.objects.filter(represented_id=gulnara.person_id).update(valid_from=start, valid_until=end)
    actor = client.get(reverse("access:me")).wsgi_request.actor
    assert (actor.for_person_id == gulnara.person_id) is acts


@pytest.mark.parametrize(("days", "acts"), [(0, True), (1, False)])
def test_representation_begins_on_its_first_day(aigerim: Resident, now: Moment, days: int, acts: bool) -> None:
    gulnara = resident("gulnara")
    Representation.objects.filter(represented_id=gulnara.person_id).update(
        valid_from=now.city_day + timedelta(days=days)
    )
    assert (find_representation(aigerim.person_id, gulnara.person_id, at=now) is not None) is acts


def test_look_of_the_other_parent_is_told_to_the_child_by_name(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    dias = resident("dias")
    access_person(dias.person_id, by=acting_for(bolat, dias, now), purpose="representation", at=now)
    assert bolat.person.name in list_looks(dias.person_id).looks[0].sentence


def test_representative_contests_a_look_for_the_person(
    client: Client, dana: Official, aigerim: Resident, now: Moment
) -> None:
    gulnara = resident("gulnara")
    access_person(gulnara.person_id, by=dana.actor, purpose="case", case_id=uuid4(), at=now)
    line_id = list_looks(gulnara.person_id).looks[0].line_id
    act(client, aigerim, gulnara.person_id, now)
    client.post(reverse("access:contest_look", args=[line_id]))
    events = list_lines_about(gulnara.person_id, kinds=[LineKind.EVENT])
    contested = next(line for line in events if line.action == "access.look.contested")
    assert contested.actor["person_id"] == str(aigerim.person_id)
    assert contested.actor["for_person_id"] == str(gulnara.person_id)
