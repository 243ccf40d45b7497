"""Small parts everything stands on: kill points, files that survive, numbers of processes, audiences, scrapers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from alatau.core import faults
from alatau.core.durable import sync_filesystem, sync_folder, write_durably
from alatau.core.faults import arm, declare_points, list_points, reach
from alatau.core.keyfiles import read_or_make_secret
from alatau.core.names import PersonName
from alatau.core.routes import Audience, Who, find_audience, open_to
from alatau.core.say import say_fact
from alatau.core.scrape import FORWARDED, may_scrape
from alatau.core.slots import Slot
from alatau.core.values import VISITOR, Actor, ActorKind, Moment, PersonId, system_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

AIGERIM, GULNARA = PersonId(uuid4()), PersonId(uuid4())


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The signals that a kill point would send; afterwards no point is armed."""
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: sent.append(number))
    monkeypatch.setattr(faults, "_declared", {"tests.fault.first", "tests.fault.second"})
    yield sent
    arm("")


def test_a_point_that_is_not_armed_does_nothing(killed: list[int]) -> None:
    arm("tests.fault.second")
    reach("tests.fault.first")

    assert killed == []


@pytest.mark.parametrize(("fault", "passes"), [("tests.fault.first", 1), ("tests.fault.first:3", 3)])
def test_an_armed_point_kills_at_its_pass_and_at_no_other(killed: list[int], fault: str, passes: int) -> None:
    arm(fault)
    for _ in range(passes - 1):
        reach("tests.fault.first")
    assert killed == []
    reach("tests.fault.first")
    reach("tests.fault.first")

    assert killed == [9]


def test_a_point_that_was_not_declared_is_our_mistake(killed: list[int]) -> None:
    with pytest.raises(AssertionError, match="is missing"):
        reach("tests.fault.third")


@pytest.mark.parametrize("name", ["fault", "tests.fault", "Tests.fault.first", "tests.fault.1st", "tests..first", ""])
def test_a_point_is_named_by_room_use_case_and_step(killed: list[int], name: str) -> None:
    with pytest.raises(AssertionError):
        declare_points(name)


def test_a_point_is_declared_once(killed: list[int]) -> None:
    declare_points("tests.fault.third")
    with pytest.raises(AssertionError, match="declared twice"):
        declare_points("tests.fault.third")

    assert list_points("tests.fault.t") == ["tests.fault.third"]


def test_a_production_city_is_never_killed_on_purpose(killed: list[int], settings: SettingsWrapper) -> None:
    settings.ALATAU_FAULT, settings.PRODUCTION = "tests.fault.first", True
    faults._armed = None
    reach("tests.fault.first")

    assert killed == []


@given(contents=st.lists(st.binary(max_size=50), min_size=1, max_size=4))
@examples(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_holds_the_last_content_and_no_draft_is_left(tmp_path: Path, contents: list[bytes]) -> None:
    for content in contents:
        write_durably(tmp_path / "file", content)

    assert (tmp_path / "file").read_bytes() == contents[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_is_open_to_those_it_is_meant_for(tmp_path: Path, mode: int) -> None:
    write_durably(tmp_path / "file", "слово", mode=mode)

    assert (tmp_path / "file").stat().st_mode & 0o777 == mode
    assert (tmp_path / "file").read_text(encoding="utf-8") == "слово"


def test_a_write_into_no_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_durably(tmp_path / "missing" / "file", b"")
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        sync_filesystem(tmp_path / "missing")


def test_a_secret_is_long_random_and_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: read_or_make_secret(tmp_path, "one"), range(16)))

    assert len(made) == 1
    assert len(made.pop()) >= 60
    assert read_or_make_secret(tmp_path, "two") != read_or_make_secret(tmp_path, "one")
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["one", "two"]


def test_each_holder_of_a_slot_has_a_number_of_its_own(tmp_path: Path) -> None:
    slots = [Slot(tmp_path) for _ in range(3)]
    assert [slot() for slot in slots] == [1, 2, 3]
    assert [slot() for slot in slots] == [1, 2, 3]
    os.close(slots[1].file)

    assert Slot(tmp_path)() == 2


def view(request: object) -> None:
    """Stand in for a page."""


def test_a_view_without_a_declaration_has_no_audience() -> None:
    assert find_audience(view) is None


@pytest.mark.parametrize(
    ("who", "roles"),
    [((Who.EVERYONE,), ()), ((Who.STAFF,), ("operator", "auditor")), ((Who.RESIDENT, Who.STAFF), ("a",))],
)
def test_a_view_carries_what_it_declared(who: tuple[Who, ...], roles: tuple[str, ...]) -> None:
    declared = open_to(*who, roles=roles)(lambda _request: None)

    assert find_audience(declared) == Audience(who=frozenset(who), roles=frozenset(roles))


@pytest.mark.parametrize(
    ("who", "roles"), [((), ()), ((Who.RESIDENT,), ("operator",)), ((Who.EVERYONE,), ("operator",))]
)
def test_a_declaration_without_sense_is_our_mistake(who: tuple[Who, ...], roles: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError):
        open_to(*who, roles=roles)


def test_a_page_of_a_class_is_looked_through() -> None:
    page = type("Page", (), {})
    open_to(Who.EVERYONE)(page)
    shown = type("Shown", (), {"view_class": page, "__call__": view})()

    assert find_audience(shown) == Audience(who=frozenset({Who.EVERYONE}))


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("", True),
        ("10.0.0.1", False),
        ("8.8.8.8", False),
        ("x", False),
    ],
)
def test_without_a_token_the_address_decides(settings: SettingsWrapper, address: str, may: bool) -> None:
    settings.ALATAU_METRICS_TOKEN = ""

    assert may_scrape(RequestFactory().get("/metrics", REMOTE_ADDR=address)) is may


@pytest.mark.parametrize("header", FORWARDED)
def test_whoever_comes_through_a_proxy_is_from_outside(settings: SettingsWrapper, header: str) -> None:
    settings.ALATAU_METRICS_TOKEN = ""
    request = RequestFactory().get("/metrics", REMOTE_ADDR="127.0.0.1", headers={header: "127.0.0.1"})

    assert not may_scrape(request)


@pytest.mark.parametrize(
    "given_header", ["", "Bearer", "Bearer ", "Bearer wrong", "bearer right", "right", "Bearer right "]
)
def test_anything_but_the_token_itself_is_refused(settings: SettingsWrapper, given_header: str) -> None:
    settings.ALATAU_METRICS_TOKEN = "right"
    request = RequestFactory().get("/metrics", REMOTE_ADDR="127.0.0.1", headers={"Authorization": given_header})

    assert not may_scrape(request)


def test_an_actor_speaks_for_the_person_represented() -> None:
    alone = Actor(kind=ActorKind.RESIDENT, person_id=AIGERIM)
    represents = Actor(kind=ActorKind.RESIDENT, person_id=AIGERIM, for_person_id=GULNARA, ground_id=uuid4())

    assert (alone.subject_id, represents.subject_id, VISITOR.subject_id) == (AIGERIM, GULNARA, None)


def test_an_actor_has_the_roles_it_was_given_and_no_others() -> None:
    dana = Actor(kind=ActorKind.STAFF, roles=frozenset({"caseworker"}))

    assert dana.has_role("auditor", "caseworker")
    assert not dana.has_role("auditor")
    assert not dana.has_role()
    assert not system_actor("core.test").has_role("caseworker")


def test_who_acted_and_when_never_change(moment: Moment) -> None:
    with pytest.raises(FrozenInstanceError):
        VISITOR.kind = ActorKind.STAFF
    with pytest.raises(FrozenInstanceError):
        moment.wall_at = moment.city_at


def test_the_citys_day_begins_at_its_own_midnight(moment: Moment) -> None:
    before = moment.city_at.replace(hour=23, minute=59)
    after = moment.city_at.replace(day=11, hour=0, minute=0)

    assert Moment(city_at=before, wall_at=before).city_day.day == 10
    assert Moment(city_at=after, wall_at=after).city_day.day == 11


def test_a_name_may_lack_a_part_and_not_both() -> None:
    assert PersonName(surname="Ахметова").given_name == ""
    assert PersonName(given_name="Yusuf").surname == ""
    with pytest.raises(AssertionError):
        PersonName(patronymic="Серікқызы")


@pytest.mark.parametrize(("fact", "said"), [(True, "True"), (1250, "1\u202f250"), ("1250", "1250"), (None, "None")])
def test_a_fact_that_is_no_value_of_the_city_is_said_as_it_stands(fact: object, said: str) -> None:
    assert say_fact(fact, "en") == said
