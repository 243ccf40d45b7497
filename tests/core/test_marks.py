"""Marked values go in through every door of the city, and come out in no log, figure, error page or file name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alatau.access.audience import Outcome, audience_of, judge
from alatau.core.logs import configure
from alatau.core.metrics import FOLDER, show_metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Actor

pytestmark = pytest.mark.django_db

URLCONF = "tests.core.marked_doors"
FIELDS = (
    "address",
    "body",
    "code",
    "email",
    "full_name",
    "given_name",
    "iin",
    "login",
    "message",
    "name",
    "new_password",
    "next",
    "note",
    "number",
    "number_or_phone",
    "organisation",
    "password",
    "patronymic",
    "phone",
    "q",
    "query",
    "reason",
    "reply",
    "surname",
    "text",
    "title",
    "token",
    "url",
)


@pytest.fixture
def city(alatau_home: Path, settings: SettingsWrapper) -> Iterator[Path]:
    """Serve the city with its failing doors, logging into an empty home."""
    settings.ROOT_URLCONF = URLCONF
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    configure({"level": "debug", "keep_days": 30})
    yield alatau_home
    configure({"level": "info", "keep_days": 30})


def _marks() -> tuple[str, ...]:
    from tests.core.marked_doors import MARKS

    return (*MARKS, *(quote(mark) for mark in MARKS), *(mark.encode("unicode_escape").decode() for mark in MARKS))


def _doors(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield an address and the view of every page, with marks wherever a person could put words."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _doors(pattern, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + _filled(str(pattern.pattern)), pattern.callback


def _filled(route: str) -> str:
    for part in [part.split(">")[0] for part in route.split("<")[1:]]:
        kind = part.partition(":")[0] if ":" in part else "str"
        value = {"int": "7", "uuid": str(UUID(int=7))}.get(kind, "AygerimBelgi")
        route = route.replace(f"<{part}>", value)
    return route


def _knock(client: Client, address: str, fields: dict[str, str]) -> Iterator[HttpResponse]:
    headers = {
        "User-Agent": fields["name"].encode().decode("latin-1"),
        "Referer": f"http://testserver/?q={fields['q']}",
    }
    headers |= {"X-Request-ID": fields["phone"], "X-Forwarded-For": fields["number"], "X-Name": fields["surname"]}
    client.cookies["belgi"] = fields["number"]
    yield client.get(address, query_params=fields, headers=headers)
    yield client.post(address, fields, headers={**headers, "HX-Request": "true"})
    yield client.post(address, json.dumps(fields), content_type="application/json", headers=headers)


def _fields() -> dict[str, str]:
    marks = _marks()
    return {field: marks[place % 6] for place, field in enumerate(FIELDS)}


def _assert_clean(texts: Iterable[tuple[str, str]]) -> None:
    found = [f"{mark} in {where}" for where, text in texts for mark in _marks() if mark in text]
    assert found == []


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        yield "a file name", str(path.relative_to(folder))
        if path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def _walk(client: Client, *, under: str = "/", actor: Actor | None = None) -> list[tuple[str, HttpResponse]]:
    """Knock at every door, or at those alone that open to an actor."""
    client.raise_request_exception = False
    fields = _fields()
    return [
        (address, answer)
        for address, view in _doors(get_resolver(URLCONF))
        if address.startswith(under) and "sign-out" not in address
        if actor is None or judge(audience_of(view, "GET"), actor) is Outcome.OPEN
        for answer in _knock(client, address, fields)
    ]


def _sign_in(client: Client, who: str) -> Actor | None:
    """Sign in; of staff return whom doors open to, since at closed ones all signed-in people meet the same."""
    from tests.people import load_people, official, resident, sign_in

    if not who:
        return None
    load_people()
    person = resident(who) if who == "aigerim" else official(who)
    sign_in(client, person)
    return None if who == "aigerim" else person.actor


@pytest.mark.parametrize("who", ["", "aigerim", "dana", "timur"])
def test_nothing_marked_reaches_logs_figures_or_file_names_whoever_knocks(
    city: Path, who: str, capfd: pytest.CaptureFixture[str]
) -> None:
    client = Client()
    answers = _walk(client, actor=_sign_in(client, who))
    assert len(answers) > 100
    told = capfd.readouterr()
    _assert_clean([*_files(city), ("the terminal", told.out + told.err)])
    logged = (city / "logs").glob("*.jsonl")
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in logged) >= len(answers)
    _assert_clean([("the figures", show_metrics().decode()), *_files(FOLDER)])


def test_nothing_marked_reaches_the_pages_of_failures(city: Path) -> None:
    answers = _walk(Client(), under="/fail")
    assert {answer.status_code for _, answer in answers} >= {500, 409}
    _assert_clean((address, answer.content.decode()) for address, answer in answers)


def test_every_failure_leaves_a_line_with_its_kind_and_place(city: Path) -> None:
    client = Client(raise_request_exception=False)
    for address in ("/fail_number", "/fail_statement", "/fail_constraint"):
        assert client.get(address).status_code == 500
    logged = "".join(path.read_text(encoding="utf-8") for path in (city / "logs").glob("*.jsonl"))
    for told in ("builtins.ValueError", "marked_doors.py", '"sqlstate"', '"constraint": "city_'):
        assert told in logged


def test_the_log_of_the_database_holds_nothing_marked(city: Path) -> None:
    from tests.conftest import RUN

    client = Client(raise_request_exception=False)
    for address in ("/fail_statement", "/fail_constraint", "/fail_too_long"):
        client.get(address)
    log = RUN / "logs" / "postgres.log"
    assert log.exists()
    _assert_clean([("the database's log", log.read_text(encoding="utf-8", errors="replace"))])
