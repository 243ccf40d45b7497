"""Doors lead somewhere, open to the reader, and are few."""

from __future__ import annotations

import pytest
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.audience import Outcome, audience_of, judge
from alatau.core.content import content
from alatau.core.values import Actor, ActorKind
from alatau.web.desk_doors import DESK_ENTRANCES
from alatau.web.doors import list_desk_doors, list_resident_doors

RESIDENT = Actor(kind=ActorKind.RESIDENT)
roles = st.frozensets(st.sampled_from([role.key for role in content().roles]))


def opens(address: str, actor: Actor) -> bool:
    return judge(audience_of(resolve(address).func, "GET"), actor) is Outcome.OPEN


def staff_doors(*held: str) -> list[str]:
    actor = Actor(kind=ActorKind.STAFF, roles=frozenset(held))
    return [door.key for door in list_desk_doors("/desk/", actor=actor, entrances=DESK_ENTRANCES)]


def test_resident_has_at_most_five_doors_and_all_of_them_open() -> None:
    doors = list_resident_doors("/")
    assert 3 <= len(doors) <= 5
    assert all(opens(door.address, RESIDENT) for door in doors)


@pytest.mark.parametrize(
    ("path", "key"),
    [("/", "home"), ("/messages/", "services"), ("/me/looks/", "me"), ("/me/representations/", "family")],
)
def test_door_the_reader_is_behind_is_marked(path: str, key: str) -> None:
    assert [door.key for door in list_resident_doors(path) if door.is_open] == [key]


def test_door_is_marked_nowhere_on_a_page_behind_none() -> None:
    assert [door.key for door in list_resident_doors("/verify/") if door.is_open] == []


@given(roles)
def test_no_door_at_a_desk_leads_to_a_refusal(held: frozenset[str]) -> None:
    actor = Actor(kind=ActorKind.STAFF, roles=held)
    doors = list_desk_doors("/desk/", actor=actor, entrances=DESK_ENTRANCES)
    assert doors
    assert all(opens(door.address, actor) for door in doors)


def test_caseworker_sees_the_queue_and_not_the_roles() -> None:
    assert "queue" in staff_doors("caseworker")
    assert "staff" not in staff_doors("caseworker")


def test_administrator_sees_the_roles_and_not_the_queue() -> None:
    assert "staff" in staff_doors("administrator")
    assert "queue" not in staff_doors("administrator")


def test_every_key_of_the_desk_leads_to_one_door() -> None:
    keys = [entrance.shortcut for entrance in DESK_ENTRANCES if entrance.shortcut]
    assert len(keys) == len(set(keys))
