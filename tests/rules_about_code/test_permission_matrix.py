"""Every route states who may use it, and is open to them and to nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from alatau.access.audience import Outcome, judge
from alatau.access.matrix import Route, draw_table, list_routes
from alatau.access.middleware import AudienceMiddleware
from alatau.access.pending import begin_pending
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.routes import Who
from alatau.core.values import VISITOR, Actor, ActorKind
from tests.people import load_people, official, resident, sign_in

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
#: Who walks: signed-in browsers by sign-in name, and those who are not signed in.
STAFF = {"caseworker": "dana", "supervisor": "marat", "analyst": "yerlan"} | {
    "operator": "saule",
    "administrator": "timur",
    "auditor": "aliya",
    "issuer": "asel",
    "treasurer": "kamila",
}
#: Of whoever holds more than the role they walk for.
HELD = {"supervisor": {"caseworker", "supervisor"}, "operator": {"operator", "registrar"}}
PARTIES = ("visitor", "staff without second factor", "machine", "resident", *STAFF)
FILLERS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uuidstr": "00000000-0000-4000-8000-000000000000",
    "int": "7",
    "slug": "some-key",
    "str": "some",
    "path": "some",
}
NAMED = re.compile(r"<(?:(?P<kind>\w+):)?\w+>|\{\w+\}")


def fill(address: str) -> str:
    """Return an address with its placeholders filled, so that it can be asked for."""
    return NAMED.sub(lambda found: FILLERS.get(found["kind"] or "str", "some"), address)


def expected(route: Route, party: str) -> Outcome:
    """Say from the declaration alone what a party meets; written apart from the gate, so that both are checked."""
    assert route.audience is not None
    who, roles = route.audience.who, route.audience.roles
    if who & {Who.EVERYONE, Who.MACHINE}:
        return Outcome.OPEN
    if party in ("visitor", "staff without second factor", "machine"):
        return Outcome.SIGN_IN
    if party == "resident":
        return Outcome.OPEN if Who.RESIDENT in who else Outcome.REFUSED
    held = HELD.get(party, {party})
    return Outcome.OPEN if Who.STAFF in who and (not roles or roles & held) else Outcome.REFUSED


def browser_of(party: str) -> tuple[Client, Actor]:
    """Return a browser of the party, and the actor it stands for."""
    load_people()
    match party:
        case "visitor":
            return Client(), VISITOR
        case "machine":
            return Client(headers={"Authorization": "Bearer x"}), VISITOR
        case "staff without second factor":
            return _between_factors(), VISITOR
    who = resident("aigerim") if party == "resident" else official(STAFF[party])
    client = Client()
    sign_in(client, who)
    return client, who.actor


def _between_factors() -> Client:
    client, dana = Client(), official("dana")
    request = RequestFactory().get("/")
    request.session = SessionStore()
    begin_pending(request, dana.user_id, "dana", at=read_clocks())
    request.session.save()
    client.cookies["alatau_session"] = request.session.session_key
    return client


def test_every_route_states_who_may_use_it() -> None:
    silent = [f"{route.method} {route.address}" for route in list_routes() if route.audience is None]
    assert silent == [], "add @open_to(...) to these"


def test_every_role_a_route_names_is_one_of_the_content() -> None:
    known = {role.key for role in content().roles}
    named = {role for route in list_routes() if route.audience for role in route.audience.roles}
    assert named <= known


def test_every_role_of_the_content_walks_in_this_test() -> None:
    assert {role.key for role in content().roles} == set(STAFF).union(*HELD.values())


def test_committed_table_says_what_the_code_says() -> None:
    assert TABLE.read_text(encoding="utf-8") == draw_table(), "write it anew: alatau access matrix"


@pytest.mark.parametrize("party", PARTIES)
def test_each_party_meets_what_the_routes_declare(db: None, party: str) -> None:
    client, actor = browser_of(party)
    wrong = [
        f"{route.method} {route.address}: {outcome}"
        for route in list_routes()
        for outcome in [_meet(client, actor, route)]
        if outcome is not expected(route, party)
    ]
    assert wrong == []


def _meet(client: Client, actor: Actor, route: Route) -> Outcome:
    """Ask as the party: the closed ones over HTTP, the open ones at the gate, so that nothing behind it runs."""
    outcome = judge(route.audience, actor)
    if outcome is Outcome.OPEN:
        return outcome if _gate_lets_through(actor, route) else Outcome.REFUSED
    method = "GET" if route.method == "page" else route.method
    answer = client.generic(method, fill(route.address))
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith(reverse("access:sign_in")):
        return Outcome.SIGN_IN
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.OPEN


def _gate_lets_through(actor: Actor, route: Route) -> bool:
    request = RequestFactory().generic("GET" if route.method == "page" else route.method, fill(route.address))
    request.actor, request.user, request._dont_enforce_csrf_checks = actor, AnonymousUser(), True
    return AudienceMiddleware(lambda _request: None).process_view(request, route.view, [], {}) is None


def test_route_without_a_declaration_is_refused_to_everybody() -> None:
    for kind in ActorKind:
        assert judge(None, Actor(kind=kind)) is Outcome.REFUSED


def test_pages_of_allauth_itself_cannot_be_reached() -> None:
    for address in ("/accounts/login/", "/accounts/signup/", "/login/", "/signup/", "/2fa/", "/social/signup/"):
        assert resolve_or_none(address) is None


def resolve_or_none(address: str) -> object:
    """Return what answers an address; None when nothing does."""
    from django.http import Http404

    try:
        return resolve(address)
    except Http404:
        return None
