"""The page of the person, the desk of operators, and the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.services.models.restriction import Operator, Restriction
from alatau.services.restriction import check, keep_checks
from alatau.services.restriction.keep_checks import keep_questions
from alatau.services.restriction.pseudonyms import make_identifier
from tests.people import load_people, official, resident, sign_in
from tests.services.restriction.stage import admit, restrict_for

if TYPE_CHECKING:
    from tests.people import Resident

PAGE = "/services/restriction/"


@pytest.fixture
def aigerim(db: None) -> Resident:
    load_people()
    return resident("aigerim")


@pytest.fixture
def browser(aigerim: Resident) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, aigerim)
    return client


def ask(browser: Client, **changes: str) -> object:
    return browser.post(PAGE, {"months": "12", "agreed": "on"} | changes)


@pytest.mark.django_db
def test_resident_asks_on_the_page_and_reads_until_when(browser: Client, alatau_home: object) -> None:
    assert ask(browser).status_code == 302
    shown = browser.get(PAGE).content.decode()
    assert "Casinos and bookmakers do not let you play" in shown
    assert "Make it longer" in shown
    assert Restriction.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"agreed": ""}, {"months": "3"}, {"months": ""}], ids=str)
def test_nothing_is_entered_without_agreement_and_period(browser: Client, changes: dict[str, str]) -> None:
    given = {"months": "12", "agreed": "on"} | changes
    assert browser.post(PAGE, {name: value for name, value in given.items() if value}).status_code == 422
    assert Restriction.objects.count() == 0


@pytest.mark.django_db
def test_page_lists_who_asked(browser: Client, aigerim: Resident) -> None:
    keys, asker = admit("Altyn Bet", at=read_clocks())
    from alatau.services.restriction.pseudonyms import pseudonym_of

    keep_questions([(asker, [pseudonym_of(keys.identifiers, aigerim.number)])])
    shown = browser.get(PAGE).content.decode()
    assert "Altyn Bet" in shown
    assert "not restricted" in shown


@pytest.mark.django_db
def test_visitor_signs_in_first() -> None:
    assert Client().get(PAGE).status_code == 302


@pytest.mark.django_db
def test_administrator_admits_an_operator_and_sees_its_keys_once(aigerim: Resident) -> None:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, official("timur"))
    page = reverse("services:operators")
    given = {"name": "Altyn Bet", "licence": "L-1", "customers": "2000"}
    first = client.post(page, given)
    assert "Key for identifiers" in first.content.decode()
    assert first["Cache-Control"].startswith("max-age=0")
    assert "Key for identifiers" not in client.get(page).content.decode()
    assert client.post(page, given).status_code == 409
    assert Operator.objects.count() == 1


@pytest.mark.django_db
def test_administrator_changes_keys_counts_customers_and_ends(aigerim: Resident) -> None:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, official("timur"))
    keys, _asker = admit("Altyn Bet", at=read_clocks())
    for name, given in (("rotate", {}), ("count", {"customers": "7"}), ("count", {"customers": "many"}), ("end", {})):
        assert client.post(reverse(f"services:operator_{name}", args=[keys.operator_id]), given).status_code in (
            200,
            302,
        )
    operator = Operator.objects.get()
    assert (operator.customers, operator.ended_at is None) == (7, False)
    assert operator.keys.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["dana", "yerlan"])
def test_other_officials_do_not_see_operators(aigerim: Resident, login: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, official(login))
    assert client.get(reverse("services:operators")).status_code == 403


@pytest.fixture
def api(committed_db: None, alatau_home: object, monkeypatch: pytest.MonkeyPatch) -> Client:
    keep = keep_checks.keep_questions

    def keep_and_close(requests):
        try:
            return keep(requests)
        finally:
            connections.close_all()

    monkeypatch.setattr(check, "keep_questions", keep_and_close)
    monkeypatch.setattr("alatau.services.api.restriction.CHECKER", check.Checker())
    return Client()


def call(api: Client, path: str, body: object, *, key: str) -> tuple[int, object]:
    headers = {"Authorization": f"Bearer {key}"}
    answer = api.post(f"/api/services/restriction/{path}", body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_operator_asks_about_one_and_about_many(api: Client) -> None:
    load_people()
    aigerim, at = resident("aigerim"), read_clocks()
    keys, _asker = admit("Altyn Bet", at=at)
    restrict_for(6, by=aigerim.actor, at=at)
    own, other = (make_identifier(keys.identifiers, number) for number in (aigerim.number, resident("bolat").number))
    assert call(api, "check", {"identifier": own}, key=keys.bearer) == (200, {"restricted": True})
    answer = call(api, "checks", {"identifiers": [other, own]}, key=keys.bearer)
    assert answer == (200, {"restricted": [False, True]})


def test_api_refuses_strangers_and_what_is_no_identifier(api: Client) -> None:
    keys, _asker = admit("Altyn Bet", at=read_clocks())
    assert call(api, "check", {"identifier": "0" * 64}, key="wrong")[0] == 401
    for body in ({"identifier": "900101400011"}, {"identifier": "0" * 64, "name": "x"}, {}):
        assert call(api, "check", body, key=keys.bearer)[0] == 422
    assert call(api, "checks", {"identifiers": []}, key=keys.bearer)[0] == 422
