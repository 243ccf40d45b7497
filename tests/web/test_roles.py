"""Which doors each role sees, and that a desk is usable by keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from alatau.core.values import Actor, ActorKind
from alatau.web.desk_doors import DESK_ENTRANCES
from alatau.web.doors import Entrance, list_desk_doors, list_resident_doors
from alatau.web.language import list_codes
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

OWN = {"me", "design"}
DOORS = {
    "caseworker": {"queue", "mine", "cases", "people", "write", "payments", "bank"},
    "supervisor": {
        *("queue", "mine", "cases", "load", "people", "nation", "reforms", "payments", "bank"),
        *("events", "figures", "queues"),
    },
    "auditor": {
        *("queue", "cases", "load", "staff", "registers", "supply", "issue", "treasury", "payments", "bank"),
        *("events", "figures", "gambling", "queues"),
    },
    "administrator": {"staff", "operation", "deliveries", "webhooks", "gambling"},
    "operator": {"write", "registers", "operation", "deliveries", "webhooks", "supply", "bank", "events", "queues"},
    "registrar": {"registers"},
    "analyst": {"nation", "reforms", "events", "figures"},
    "issuer": {"supply", "issue"},
    "treasurer": {"treasury"},
}
DESK_LINK = re.compile(r'<nav class="desk-doors".*?</nav>', re.DOTALL)


def doors_of(*held: str, path: str = "/desk/") -> dict[str, bool]:
    actor = Actor(kind=ActorKind.STAFF, roles=frozenset(held))
    return {door.key: door.is_open for door in list_desk_doors(path, actor=actor, entrances=DESK_ENTRANCES)}


@pytest.mark.parametrize("role", sorted(DOORS))
def test_role_sees_its_doors_and_no_others(role: str) -> None:
    assert set(doors_of(role)) == DOORS[role] | OWN


@pytest.mark.parametrize("role", sorted(DOORS))
def test_second_role_takes_no_door_away(role: str) -> None:
    assert set(doors_of(role)) <= set(doors_of(role, "auditor"))


def test_doors_keep_the_order_of_a_working_day() -> None:
    declared = [entrance.key for entrance in DESK_ENTRANCES]
    assert list(doors_of(*DOORS)) == declared


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/desk/queue/", "queue"),
        ("/desk/mine/", "mine"),
        ("/desk/cases/0f7df11c-7196-40bc-92d8-30775b56be82/", "cases"),
        ("/operator/messages/", "deliveries"),
        ("/operator/messages/new/", "write"),
        ("/desk/tasks/0f7df11c-7196-40bc-92d8-30775b56be82/", "queue"),
        ("/staff/visit/", "people"),
        ("/staff/roles/", "staff"),
        ("/staff/me/", "me"),
    ],
)
def test_desk_marks_the_one_door_the_reader_is_behind(path: str, key: str) -> None:
    assert [door for door, is_open in doors_of(*DOORS, path=path).items() if is_open] == [key]


def test_entrance_to_a_room_that_does_not_exist_is_not_drawn() -> None:
    absent = Entrance(key="lake", label="Lake", icon="home", routes=("lake:home",))
    assert list_desk_doors("/", actor=Actor(kind=ActorKind.STAFF), entrances=[absent]) == ()


@pytest.mark.parametrize("language", list_codes())
def test_doors_are_named_in_every_language(language: str) -> None:
    with override(language):
        named = [door.label for door in list_resident_doors("/")]
    with override("en"):
        english = [door.label for door in list_resident_doors("/")]
    assert all(named)
    assert language == "en" or not set(named) & set(english)


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["dana", "marat", "yerlan", "saule", "timur", "aliya", "asel", "kamila"])
def test_every_door_of_sample_staff_opens_when_pressed(client: Client, login: str) -> None:
    load_people()
    sign_in(client, official(login))
    nav = DESK_LINK.search(client.get("/staff/me/").content.decode()).group()
    doors = re.findall(r'href="([^"]+)"', nav)
    assert doors
    assert {door: client.get(door).status_code for door in doors} == dict.fromkeys(doors, 200)


@pytest.mark.django_db
def test_help_with_keys_lists_every_door_of_the_reader(client: Client) -> None:
    load_people()
    sign_in(client, official("dana"))
    page = client.get("/desk/queue/").content.decode()
    keys = set(re.findall(r'data-key="(\w)"', DESK_LINK.search(page).group()))
    help_with_keys = page[page.index('<dialog id="shortcuts"') :]
    assert set(re.findall(r"<kbd>G</kbd> <kbd>(\w)</kbd>", help_with_keys)) == {key.upper() for key in keys}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/services/", "/messages/", "/documents/", "/cases/", "/me/", "/me/looks/"])
def test_resident_page_has_one_heading_and_a_way_past_the_doors(client: Client, path: str) -> None:
    load_people()
    sign_in(client, resident("bolat"))
    page = client.get(path).content.decode()
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert '<a class="skip" href="#main">' in page
    assert '<main id="main" tabindex="-1"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/messages/", "/services/"),
        ("/documents/", "/services/"),
        ("/cases/", "/services/"),
        ("/me/looks/", "/me/"),
        ("/me/consents/", "/me/"),
        ("/me/sign-in/", "/me/"),
        ("/me/messages/", "/me/"),
    ],
)
def test_page_behind_a_door_leads_back_to_it(client: Client, path: str, door: str) -> None:
    load_people()
    sign_in(client, resident("bolat"))
    assert f'<p class="back"><a href="{door}">' in client.get(path).content.decode()


@pytest.mark.django_db
def test_page_about_one_colleague_leads_back_to_all_of_them(client: Client) -> None:
    load_people()
    sign_in(client, official("timur"))
    page = client.get(f"/staff/roles/{official('dana').user_id}/").content.decode()
    assert '<p class="back"><a href="/staff/roles/">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/services/", "/me/", "/family/"])
def test_door_itself_has_no_way_back(client: Client, path: str) -> None:
    load_people()
    sign_in(client, resident("bolat"))
    assert 'class="back"' not in client.get(path).content.decode()
