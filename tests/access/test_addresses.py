"""Every address of the room, asked for with each method, by each party, with ids of others and with fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from alatau.access.consent import give_consent
from alatau.access.desk_visit import open_desk_visit
from alatau.access.models import RoleGrant, SignIn
from alatau.access.pages import urlpatterns
from alatau.access.representations import find_representation
from alatau.core.clock import read_clocks
from tests.people import official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official, Resident

NOBODY = UUID("00000000-0000-4000-8000-000000000000")
#: Pages that only take forms: everything that changes something.
FORMS = (
    "sign_in_code_again",
    "sign_in_passkey",
    "prove_code",
    "sign_out",
    "add_passkey",
    "rename_passkey",
    "remove_factor",
    "end_session",
    "contest_look",
    "give_consent",
    "withdraw_consent",
    "act_under",
    "withdraw_requests",
    "accept_representation",
    "end_representation",
    "new_recovery_codes",
    "set_password",
    "close_visit",
    "visit_consent",
    "visit_representation",
    "visit_end_representation",
    "new_staff",
    "give_role",
    "tell_record",
    "confirm_role",
    "take_role",
)
#: Those among them that are closed to visitors.
CLOSED_FORMS = tuple(name for name in FORMS if not name.startswith("sign_"))
READERS = tuple(sorted({str(pattern.name) for pattern in urlpatterns} - set(FORMS)))
FILLERS = {"uuid": NOBODY, "int": 7, "slug": "offers"}
LEADERS = {"yerlan": "analyst", "saule": "operator"}


def address_of(name: str) -> str:
    """Return the address with ids that nobody has."""
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    kinds = {key: type(taker).__name__.removesuffix("Converter").lower() for key, taker in _converters(pattern)}
    return reverse(f"access:{name}", kwargs={key: FILLERS[kind] for key, kind in kinds.items()})


def _converters(pattern: object) -> list[tuple[str, object]]:
    return list(pattern.pattern.converters.items())  # type: ignore[attr-defined]  # Django's own attribute


def browser_for(client: Client, name: str) -> None:
    """Sign in somebody to whom the address is open."""
    if name in {"people", "visit"} or name.startswith(("visit", "close_visit")):
        sign_in(client, official("dana"))
    elif name in {"staff_list", "staff_roles", "new_staff", "give_role", "take_role", "tell_record", "confirm_role"}:
        sign_in(client, official("timur"))
    elif name in {"staff_me", "new_recovery_codes", "set_password"}:
        sign_in(client, official("yerlan"))
    else:
        sign_in(client, resident("aigerim"))


@pytest.mark.parametrize("name", FORMS)
def test_address_of_a_form_answers_no_reading(client: Client, people: None, name: str) -> None:
    browser_for(client, name)
    assert client.get(address_of(name)).status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", ["me", "consents", "looks", "sign_in", "prove", "my_sign_in", "give_consent"])
def test_unusual_methods_are_refused(client: Client, people: None, name: str, method: str) -> None:
    browser_for(client, name)
    assert getattr(client, method)(address_of(name)).status_code == 405


def test_form_of_a_visitor_leads_to_the_sign_in(client: Client, db: None) -> None:
    led = {name: client.post(address_of(name)).headers.get("Location") for name in CLOSED_FORMS}
    assert led == dict.fromkeys(CLOSED_FORMS, reverse("access:sign_in"))


def test_fragment_of_a_visitor_moves_the_whole_page(client: Client, db: None) -> None:
    answers = {name: client.post(address_of(name), headers={"HX-Request": "true"}) for name in CLOSED_FORMS}
    moved = {name: (answer.status_code, answer.headers.get("HX-Redirect")) for name, answer in answers.items()}
    assert moved == dict.fromkeys(CLOSED_FORMS, (204, reverse("access:sign_in")))


def test_no_page_breaks_for_a_resident(client: Client, aigerim: Resident) -> None:
    assert ask_for_all(client, aigerim) == {}


def test_no_page_breaks_for_an_administrator(client: Client, timur: Official) -> None:
    assert ask_for_all(client, timur) == {}


def ask_for_all(client: Client, who: Resident | Official) -> dict[str, int]:
    """Return the pages that answer a signed-in person with what no page answers."""
    sign_in(client, who)
    statuses = {name: client.get(address_of(name)).status_code for name in READERS}
    assert SESSION_KEY in client.session, "a page on the way signed out"
    return {name: status for name, status in statuses.items() if status not in {200, 302, 403, 404}}


@pytest.mark.parametrize("name", ["staff_list", "people", "visit", "staff_me", "staff_roles"])
def test_staff_pages_are_closed_to_residents(client: Client, aigerim: Resident, name: str) -> None:
    sign_in(client, aigerim)
    assert client.get(address_of(name)).status_code == 403


@pytest.mark.parametrize("login", ["yerlan", "saule", "timur", "aliya"])
@pytest.mark.parametrize("name", ["people", "visit"])
def test_desks_are_closed_to_those_who_serve_nobody(client: Client, people: None, name: str, login: str) -> None:
    sign_in(client, official(login))
    assert client.get(address_of(name)).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "contest_look",
        "consent_history",
        "accept_representation",
        "end_representation",
        "end_session",
        "remove_factor",
        "rename_passkey",
        "staff_roles",
        "give_role",
        "tell_record",
        "take_role",
        "confirm_role",
    ],
)
def test_id_that_nobody_has_reads_as_absent(client: Client, people: None, name: str) -> None:
    browser_for(client, name)
    asked = client.get if name in READERS else client.post
    assert asked(address_of(name), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("route", ["accept_representation", "end_representation"])
def test_representation_of_others_reads_as_absent(client: Client, now: Moment, people: None, route: str) -> None:
    theirs = find_representation(resident("aigerim").person_id, resident("gulnara").person_id, at=now)
    assert theirs is not None
    sign_in(client, resident("yusuf"))
    assert client.post(reverse(f"access:{route}", args=[theirs.id])).status_code == 404


def test_consent_of_another_is_not_withdrawn_by_its_key(
    client: Client, aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    from alatau.access.read import has_consent

    give_consent(aigerim.person_id, "offers", language="kk", by=aigerim.actor, at=now)
    sign_in(client, bolat)
    assert client.post(reverse("access:withdraw_consent", args=["offers"])).status_code == 404
    assert has_consent(aigerim.person_id, "offers", recipient="city_office")


@pytest.mark.parametrize("key", ["everything", "Offers", "offers-2", "-", "0"])
@pytest.mark.parametrize("route", ["give_consent", "withdraw_consent"])
def test_consent_the_city_does_not_ask_for_is_absent(client: Client, aigerim: Resident, route: str, key: str) -> None:
    sign_in(client, aigerim)
    assert client.post(reverse(f"access:{route}", args=[key])).status_code == 404


def test_browser_of_a_colleague_is_not_ended(client: Client, dana: Official, timur: Official) -> None:
    sign_in(client, dana)
    theirs = SignIn.objects.get().id
    sign_in(client, timur)
    assert client.post(reverse("access:end_session", args=[theirs])).status_code == 404
    assert SignIn.objects.get(id=theirs).ended_at is None


def test_administrator_takes_no_own_role_on_the_page(client: Client, timur: Official) -> None:
    sign_in(client, timur)
    grant = RoleGrant.objects.get(user_id=timur.user_id)
    assert client.post(reverse("access:take_role", args=[timur.user_id, grant.id])).status_code == 403
    assert "administrator" in timur.actor.roles


def test_visit_of_one_official_is_not_shown_to_another(
    client: Client, dana: Official, marat: Official, aigerim: Resident
) -> None:
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=read_clocks())
    sign_in(client, marat)
    assert client.get(reverse("access:visit"))["Location"] == reverse("access:people")


def test_representation_of_a_stranger_is_not_ended_at_a_desk(
    client: Client, dana: Official, bolat: Resident, now: Moment
) -> None:
    theirs = find_representation(resident("aigerim").person_id, resident("gulnara").person_id, at=now)
    assert theirs is not None
    open_desk_visit(bolat.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    sign_in(client, dana)
    assert client.post(reverse("access:visit_end_representation", args=[theirs.id])).status_code == 404


@pytest.mark.parametrize("chosen", ["x", "1", "00000000-0000-4000-8000-000000000001", "' OR 1=1", "\x00", "9" * 500])
def test_switch_to_what_one_does_not_hold_reads_as_absent(client: Client, aigerim: Resident, chosen: str) -> None:
    sign_in(client, aigerim)
    assert client.post(reverse("access:act_under"), {"representation": chosen}).status_code == 404


@pytest.mark.parametrize("page", ["me", "my_sign_in", "looks", "consents", "representations", "staff_me", "visit"])
def test_no_personal_page_is_kept_by_a_cache_of_others(client: Client, people: None, page: str) -> None:
    browser_for(client, page)
    answer = client.get(address_of(page))
    said = answer.headers.get("Cache-Control", "") + answer.headers.get("Vary", "")
    assert "Cookie" in said or "no-store" in said or "private" in said


@pytest.mark.parametrize("key", ["aigerim", "bolat", "yusuf", "emma", "nurlan"])
def test_no_address_on_the_pages_of_a_resident_holds_their_number(client: Client, people: None, key: str) -> None:
    import re

    who = resident(key)
    sign_in(client, who)
    for page in ("me", "my_sign_in", "looks", "consents", "representations"):
        words = client.get(reverse(f"access:{page}")).content.decode()
        links = re.findall(r'(?:href|action|src)="([^"]*)"', words)
        assert not [link for link in links if who.number in link]
