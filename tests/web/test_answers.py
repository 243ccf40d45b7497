"""Every kind of answer is guarded alike: pages, redirects, refusals, fragments, files and problems for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alatau.web.security import PERMISSIONS, ContentSecurityPolicyMiddleware, write_policy
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

#: How an answer comes about, by the name a reader of a failed test understands.
ANSWERS: dict[str, Callable[[Client], Any]] = {
    "page": lambda client: client.get("/"),
    "form": lambda client: client.get("/verify/"),
    "redirect to sign in": lambda client: client.get("/me/"),
    "redirect after a form": lambda client: client.post("/language/", {"language": "ru"}),
    "absent": lambda client: client.get("/nowhere/"),
    "forms only": lambda client: client.get("/language/", headers={"Accept": "text/html"}),
    "forms only, to a program": lambda client: client.get("/language/"),
    "form without proof": lambda _client: Client(enforce_csrf_checks=True).post("/look/", {"look": "dark"}),
    "description of the API": lambda client: client.get("/api/openapi.json"),
    "text": lambda client: client.get("/robots.txt"),
    "manifest": lambda client: client.get("/manifest.webmanifest"),
    "fragment refused": lambda client: client.get("/nowhere/", headers={"HX-Request": "true"}),
}
nonces = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="';, "), max_size=40)


@pytest.fixture(params=sorted(ANSWERS))
def answer(request: pytest.FixtureRequest, client: Client) -> HttpResponse:
    return ANSWERS[request.param](client)


def test_answer_may_load_only_what_is_the_citys_own(answer: HttpResponse) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_answer_cannot_be_framed_by_another_site(answer: HttpResponse) -> None:
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_answer_is_taken_for_what_it_says_it_is(answer: HttpResponse) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_answer_tells_other_sites_nothing_of_where_the_reader_was(answer: HttpResponse) -> None:
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_answer_lets_no_page_use_camera_or_place(answer: HttpResponse) -> None:
    permissions = answer.headers["Permissions-Policy"]
    assert all(f"{device}=()" in permissions for device in ("camera", "microphone", "geolocation", "payment"))


def test_answer_depends_on_the_language_asked_for(answer: HttpResponse) -> None:
    assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", answer.headers["Vary"]))


def test_answer_names_no_program_behind_it(answer: HttpResponse) -> None:
    assert not {"Server", "X-Powered-By"} & set(answer.headers)


def test_passkeys_alone_are_left_to_the_city_itself() -> None:
    assert re.findall(r"([a-z-]+)=\(self\)", PERMISSIONS) == [
        "publickey-credentials-create",
        "publickey-credentials-get",
    ]


@given(nonce=nonces)
def test_policy_opens_inline_scripts_only_by_their_nonce(nonce: str) -> None:
    rules = dict(rule.split(" ", 1) for rule in write_policy(nonce).split("; "))
    assert rules["script-src"] == (f"'self' 'nonce-{nonce}'" if nonce else "'self'")
    assert rules["img-src"] == "'self' data:"


@pytest.mark.parametrize("name", ["Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Resource-Policy"])
def test_page_that_knows_better_keeps_its_own_rule(name: str) -> None:
    middleware = ContentSecurityPolicyMiddleware(lambda _request: HttpResponse(headers={name: "own"}))
    assert middleware(RequestFactory().get("/")).headers[name] == "own"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/services/", "/me/", "/messages/", "/documents/", "/cases/", "/feed/"])
def test_what_a_resident_reads_stays_out_of_every_cache(client: Client, path: str) -> None:
    load_people()
    sign_in(client, resident("aigerim"))
    assert client.get(path).headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/desk/queue/", "/staff/people/", "/staff/me/", "/design/"])
def test_what_an_official_reads_stays_out_of_every_cache(client: Client, path: str) -> None:
    load_people()
    sign_in(client, official("dana"))
    answer = client.get(path)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("path", ["/robots.txt", "/manifest.webmanifest"])
def test_what_concerns_nobody_may_be_kept_for_a_day(client: Client, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "max-age=86400, public"
