"""The gate: what it answers to pages, fragments and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.audience import Outcome, judge
from alatau.access.device import name_device
from alatau.access.requests import client_address, safe_next
from alatau.core.routes import Audience, Who
from alatau.core.values import Actor, ActorKind
from tests.people import sign_in

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.people import Official, Resident

ROLES = ("caseworker", "supervisor", "auditor")
audiences = st.builds(
    Audience,
    who=st.frozensets(st.sampled_from(list(Who)), min_size=1),
    roles=st.frozensets(st.sampled_from(ROLES)),
)
actors = st.builds(Actor, kind=st.sampled_from(list(ActorKind)), roles=st.frozensets(st.sampled_from(ROLES)))


@given(audience=audiences, actor=actors)
def test_nobody_passes_whom_the_declaration_does_not_name(audience: Audience, actor: Actor) -> None:
    named = {ActorKind.RESIDENT: Who.RESIDENT, ActorKind.STAFF: Who.STAFF}.get(actor.kind)
    is_open_to_all = bool(audience.who & {Who.EVERYONE, Who.MACHINE})
    if judge(audience, actor) is Outcome.OPEN and not is_open_to_all:
        assert named in audience.who
        assert named is Who.RESIDENT or not audience.roles or actor.roles & audience.roles


def test_visitor_is_led_to_the_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/me/looks/?purpose=case")
    assert answer["Location"] == "/sign-in/?next=%2Fme%2Flooks%2F%3Fpurpose%3Dcase"


def test_fragment_moves_the_whole_page_to_the_sign_in(client: Client, db: None) -> None:
    answer = client.get("/me/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/sign-in/")


def test_resident_gets_a_refusal_at_a_staff_page(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    assert client.get(reverse("access:staff_list")).status_code == 403


def test_official_gets_a_refusal_at_a_residents_page(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    assert client.get(reverse("access:me")).status_code == 403


def test_taken_role_stops_at_the_next_page(client: Client, dana: Official) -> None:
    from alatau.access.models import RoleGrant

    sign_in(client, dana)
    assert client.get(reverse("access:people")).status_code == 200
    RoleGrant.objects.filter(user_id=dana.user_id).delete()
    assert client.get(reverse("access:people")).status_code == 403


def test_form_of_a_signed_in_browser_needs_its_token(aigerim: Resident) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, aigerim)
    assert client.post(reverse("access:give_consent", args=["offers"])).status_code == 403


def test_forged_session_of_a_removed_sign_in_is_a_visitor(client: Client, aigerim: Resident) -> None:
    from alatau.access.models import SignIn

    sign_in(client, aigerim)
    SignIn.objects.all().delete()
    assert client.get("/me/").status_code == 302


def test_address_behind_the_proxy_is_the_one_the_proxy_saw(settings: SettingsWrapper) -> None:
    settings.PRODUCTION = True
    forged = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.4"}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **forged)) == "198.51.100.4"
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **forged)) == "192.0.2.1"


@given(address=st.text(max_size=60))
def test_next_page_is_always_inside_the_city(address: str) -> None:
    following = safe_next(RequestFactory().get("/"), address)
    assert "//" not in following.partition("?")[0][:2]
    assert following == "/" or following == address


def test_browser_is_named_as_its_owner_knows_it() -> None:
    firefox = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    assert name_device(firefox) == "Firefox, Android"
    assert name_device("") == ""
