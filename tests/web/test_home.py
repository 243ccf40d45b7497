"""Home: a welcome for visitors, what needs them for residents, their first door for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.money.wallet.sample import load_sample_wallets
from tests.money.bills.notes import issue
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    load_people()


@pytest.fixture(autouse=True)
def _kazakh(client: Client) -> None:
    client.cookies["alatau_language"] = "kk"


def test_visitor_is_welcomed_and_told_how_to_come_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Қала сізге өзі келеді" in page
    assert 'href="/sign-in/"' in page


def test_resident_is_greeted_by_name_and_told_that_nothing_waits(client: Client) -> None:
    sign_in(client, resident("aigerim"))
    page = client.get("/").content.decode()
    assert "Сәлеметсіз бе, Айгерім" in page
    assert "Қазір сізден ештеңе керек емес" in page


@pytest.mark.parametrize(("login", "door"), [("dana", "/desk/queue/"), ("timur", "/staff/roles/")])
def test_staff_begin_at_the_first_door_that_opens_to_them(client: Client, login: str, door: str) -> None:
    sign_in(client, official(login))
    assert client.get("/").headers["Location"] == door


def test_news_of_home_comes_without_the_frame(client: Client) -> None:
    sign_in(client, resident("bolat"))
    page = client.get("/feed/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page


def test_visitor_who_asks_for_news_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/feed/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_page_about_a_person_is_stored_nowhere(client: Client) -> None:
    sign_in(client, resident("aigerim"))
    assert client.get("/").headers["Cache-Control"] == "no-store, private"


def test_resident_finds_every_service_of_this_release(client: Client) -> None:
    sign_in(client, resident("aigerim"))
    page = client.get("/services/").content.decode()
    for address in ("/messages/", "/documents/", "/cases/", "/me/looks/", "/me/consents/"):
        assert f'href="{address}"' in page


def test_components_are_shown_to_staff_alone(client: Client) -> None:
    sign_in(client, resident("aigerim"))
    assert client.get("/design/").status_code == 403


def test_every_component_draws_for_staff(client: Client) -> None:
    sign_in(client, official("dana"))
    page = client.get("/design/").content.decode()
    for mark in (
        "button-main",
        "status-needs-you",
        "amount-large",
        "timeline",
        "table-folds",
        "unfold",
        "empty",
        "dialog",
    ):
        assert mark in page


def test_api_is_described_for_programs(client: Client) -> None:
    assert client.get("/api/openapi.json").json()["info"]["title"] == "Alatau"


def test_phone_can_keep_the_city_on_its_first_screen(client: Client) -> None:
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"


def test_bill_stands_first_on_the_home_of_who_owes_it(client: Client) -> None:
    load_sample_wallets()
    owed = issue(words="Той наны")
    sign_in(client, resident("aigerim"))
    page = client.get("/").content.decode()
    assert "Той наны" in page
    assert f"/money/bills/{owed}/" in page
