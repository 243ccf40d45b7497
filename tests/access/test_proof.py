"""A fresh proof before sensitive acts: asked for when the last one is old, and back to the page afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access import factors
from alatau.access.models import SignInCode
from alatau.access.pages.prove import PROVE_PER_USER
from alatau.access.requests import page_before
from alatau.access.sessions import PROVED_AT
from alatau.access.sign_in_code import make_code
from tests.access.test_sign_in_code import code_for
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment
    from tests.people import Official, Resident

HOST = "http://testserver"


def grow_old(client: Client, *, by: float = 3600) -> None:
    """Let the proof of the session be some seconds old."""
    session = client.session
    session[PROVED_AT] -= by
    session.save()


def following(location: str) -> str:
    """Return where the proof leads to."""
    return parse_qs(urlsplit(location).query)["next"][0]


@pytest.mark.parametrize("route", ["add_passkey", "ask_representation"])
def test_old_proof_of_a_resident_is_asked_for_anew(client: Client, aigerim: Resident, route: str) -> None:
    sign_in(client, aigerim)
    grow_old(client)
    answer = client.post(reverse(f"access:{route}"))
    assert answer["Location"].startswith(reverse("access:prove"))


@pytest.mark.parametrize("route", ["add_passkey", "new_recovery_codes", "set_password"])
def test_old_proof_of_staff_is_asked_for_anew(client: Client, dana: Official, route: str) -> None:
    sign_in(client, dana)
    grow_old(client)
    assert client.post(reverse(f"access:{route}"))["Location"].startswith(reverse("access:prove"))


@pytest.mark.parametrize("route", ["new_staff", "give_role", "tell_record"])
def test_administrator_proves_themselves_before_changing_colleagues(
    client: Client, timur: Official, dana: Official, route: str
) -> None:
    sign_in(client, timur)
    grow_old(client)
    address = reverse(f"access:{route}", args=[] if route == "new_staff" else [dana.user_id])
    assert client.post(address)["Location"].startswith(reverse("access:prove"))


@pytest.mark.parametrize(("early", "is_fresh"), [(2, True), (-1, False)])
def test_proof_lasts_as_long_as_the_setting_says(
    client: Client, dana: Official, settings: SettingsWrapper, early: int, is_fresh: bool
) -> None:
    sign_in(client, dana)
    grow_old(client, by=settings.ALATAU_PROOF_SECONDS - early)
    answer = client.post(reverse("access:new_recovery_codes"))
    assert (answer.status_code == 200) is is_fresh


def test_proof_from_the_future_is_none(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    grow_old(client, by=-3600)
    assert client.post(reverse("access:new_recovery_codes")).status_code == 302


def test_proof_leads_back_to_the_page_with_the_form(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    grow_old(client)
    page = reverse("access:my_sign_in")
    answer = client.post(reverse("access:add_passkey"), headers={"referer": HOST + page})
    assert following(answer["Location"]) == page
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("referer", ["", "https://evil.example/me/", "nonsense", "//evil.example", "javascript:x"])
def test_proof_without_a_page_before_leads_to_the_own_page(client: Client, dana: Official, referer: str) -> None:
    sign_in(client, dana)
    grow_old(client)
    answer = client.post(reverse("access:new_recovery_codes"), headers={"referer": referer})
    assert "evil" not in answer["Location"]
    assert client.get(following(answer["Location"])).status_code in {200, 404}


@given(referer=st.text(max_size=40) | st.builds(lambda path: HOST + "/" + path, st.text(max_size=40)))
def test_page_before_is_always_inside_the_city(referer: str) -> None:
    request = RequestFactory().get("/", HTTP_REFERER=referer)
    before = page_before(request, "/me/")
    assert not before.startswith(("//", "http", "\\"))


def test_resident_proves_by_a_code_and_goes_on(client: Client, aigerim: Resident, now: Moment) -> None:
    sign_in(client, aigerim)
    grow_old(client)
    client.post(reverse("access:prove_code"), {"next": "/me/sign-in/"})
    make_code(SignInCode.objects.get().id, at=now)
    answer = client.post(reverse("access:prove"), {"code": code_for(aigerim), "next": "/me/sign-in/"})
    assert answer["Location"] == "/me/sign-in/"
    assert client.post(reverse("access:ask_representation")).status_code == 200


def test_code_of_another_proves_nothing(client: Client, aigerim: Resident, bolat: Resident, now: Moment) -> None:
    sign_in(client, aigerim)
    grow_old(client)
    client.post(reverse("access:prove_code"))
    from tests.access.test_sign_in_code import asked

    asked(bolat, now)
    assert client.post(reverse("access:prove"), {"code": code_for(bolat)}).status_code == 403


def test_staff_prove_by_the_generator(client: Client, dana: Official, now: Moment) -> None:
    sign_in(client, dana)
    grow_old(client)
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    assert client.post(reverse("access:prove"), {"code": code, "next": "/staff/me/"})["Location"] == "/staff/me/"
    assert client.post(reverse("access:new_recovery_codes")).status_code == 200


def test_generator_of_a_colleague_proves_nothing(client: Client, dana: Official, marat: Official, now: Moment) -> None:
    sign_in(client, dana)
    code = factors.totp_code(marat.staff.totp_secret, at=now)
    assert client.post(reverse("access:prove"), {"code": code}).status_code == 403


def test_guessing_in_a_found_browser_is_stopped(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    statuses = [
        client.post(reverse("access:prove"), {"code": "000000"}).status_code for _ in range(PROVE_PER_USER.most + 1)
    ]
    assert set(statuses[:-1]) == {403}
    assert statuses[-1] == 429


@pytest.mark.parametrize("code", ["", " ", "abc", "9" * 400, "\x00", "١٢٣٤٥٦", "<script>"])
def test_nonsense_as_a_proof_is_refused(client: Client, aigerim: Resident, code: str) -> None:
    sign_in(client, aigerim)
    assert client.post(reverse("access:prove"), {"code": code}).status_code == 403


def test_proof_gives_the_session_a_new_key(client: Client, dana: Official, now: Moment) -> None:
    sign_in(client, dana)
    before = client.session.session_key
    client.post(reverse("access:prove"), {"code": factors.totp_code(dana.staff.totp_secret, at=now)})
    assert client.session.session_key != before


def test_person_without_a_number_is_told_so(client: Client, aigerim: Resident) -> None:
    from alatau.access.models import PersonNumber

    sign_in(client, aigerim)
    PersonNumber.objects.filter(person_id=aigerim.person_id).delete()
    assert client.post(reverse("access:prove_code")).status_code == 404


@pytest.mark.parametrize("following_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_proof_leads_out_of_the_city_nowhere(client: Client, dana: Official, now: Moment, following_page: str) -> None:
    sign_in(client, dana)
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    assert client.post(reverse("access:prove"), {"code": code, "next": following_page})["Location"] == "/"


def test_codes_for_proofs_share_the_limit_of_sign_in(client: Client, people: None) -> None:
    emma = resident("emma")
    sign_in(client, emma)
    statuses = [client.post(reverse("access:prove_code")).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
