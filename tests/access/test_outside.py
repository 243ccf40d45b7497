"""Sign-in with an outside OpenID provider, against a written double of one on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from alatau.access.models import OutsideIdentity, SignIn
from tests.access.provider import CLIENT, Provider, running
from tests.people import resident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.people import Resident

CLAIM = "individual_identification_number"


@pytest.fixture
def provider(settings: SettingsWrapper) -> Iterator[Provider]:
    """A provider that the city is set to trust."""
    with running() as answering:
        app = {"provider_id": "outside", "name": "eGov", "client_id": CLIENT, "secret": "s"}
        app["settings"] = {"server_url": answering.address, "scope": ["openid"]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        settings.ALATAU_OPENID_NUMBER_CLAIM = CLAIM
        yield answering


def go_there_and_back(client: Client, *, state: str = "", following: str = "/me/") -> str:
    """Go to the provider and come back with its answer; return where the city leads then."""
    session = client.session
    session["access.next"] = following
    session.save()
    client.cookies["alatau_session"] = session.session_key
    going = client.get(reverse("access:outside_sign_in", args=["outside"]))["Location"]
    sent = parse_qs(urlsplit(going).query)
    assert sent["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/outside/outside/return/"]
    back = {"code": "c", "state": state or sent["state"][0]}
    answer = client.get(reverse("access:outside_return", args=["outside"]), back)
    return answer.headers.get("Location", f"status {answer.status_code}")


def test_sign_in_page_offers_the_configured_provider(client: Client, provider: Provider, db: None) -> None:
    assert "eGov" in client.get(reverse("access:sign_in")).content.decode()


def test_provider_that_is_not_configured_reads_as_absent(client: Client, db: None) -> None:
    assert client.get(reverse("access:outside_sign_in", args=["outside"])).status_code == 404


def test_resident_signs_in_by_the_number_the_provider_claims(
    client: Client, aigerim: Resident, provider: Provider
) -> None:
    provider.claims[CLAIM] = aigerim.number
    assert go_there_and_back(client) == "/me/"
    assert aigerim.person.name in client.get("/me/").content.decode()
    assert "code_verifier" in provider.asked[0]


def test_identity_stays_bound_when_the_claim_is_gone(client: Client, aigerim: Resident, provider: Provider) -> None:
    provider.claims[CLAIM] = aigerim.number
    go_there_and_back(client)
    client.post(reverse("access:sign_out"))
    del provider.claims[CLAIM]
    assert go_there_and_back(client) == "/me/"


def test_identity_of_one_person_never_opens_another(client: Client, aigerim: Resident, provider: Provider) -> None:
    provider.claims[CLAIM] = aigerim.number
    go_there_and_back(client)
    client.post(reverse("access:sign_out"))
    provider.claims[CLAIM] = resident("bolat").number
    assert go_there_and_back(client) == reverse("access:sign_in")
    assert OutsideIdentity.objects.get().person_id == aigerim.person_id


@pytest.mark.parametrize("number", ["", "010101700016", "nonsense", 17, None])
def test_claim_that_names_nobody_opens_nothing(
    client: Client, people: None, provider: Provider, number: object
) -> None:
    provider.claims[CLAIM] = number
    assert go_there_and_back(client) == reverse("access:sign_in")
    assert not SignIn.objects.exists()


def test_answer_with_a_foreign_state_is_refused(client: Client, aigerim: Resident, provider: Provider) -> None:
    provider.claims[CLAIM] = aigerim.number
    assert go_there_and_back(client, state="of-another-browser") == reverse("access:sign_in")
    assert not SignIn.objects.exists()


def test_token_for_another_client_is_refused(client: Client, aigerim: Resident, provider: Provider) -> None:
    provider.claims[CLAIM] = aigerim.number
    provider.audience = "another-city"
    assert go_there_and_back(client) == reverse("access:sign_in")


def test_outside_sign_in_leads_out_of_the_city_nowhere(client: Client, aigerim: Resident, provider: Provider) -> None:
    provider.claims[CLAIM] = aigerim.number
    assert go_there_and_back(client, following="https://evil.example/") == "/"


def test_provider_that_does_not_answer_leads_back_with_a_sentence(client: Client, provider: Provider, db: None) -> None:
    provider.shutdown()
    provider.server_close()
    answer = client.get(reverse("access:outside_sign_in", args=["outside"]), follow=True)
    assert [str(message) for message in answer.context["messages"]]
