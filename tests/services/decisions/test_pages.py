"""A resident's decisions, two taps to object, and what officials and analysts see."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings

from alatau.core.clock import read_clocks
from alatau.core.journal.read import last_number
from alatau.services.models import Appeal, Decision
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def decision() -> Decision:
    load_people()
    return decide_about("emma")


@pytest.fixture(autouse=True)
def _speak_english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def decide_about(key: str) -> Decision:
    at, person_id = read_clocks(), resident(key).person_id
    return Decision.objects.create(
        kind="granted",
        right="silver_mother_allowance",
        benefit_key="MOTHER_SILVER",
        person_id=person_id,
        holder_id=person_id,
        family_id=uuid4(),
        ground="request",
        case_id=uuid4(),
        law="Social Code",
        amount=2_768_000,
        currency="KZT",
        paid="monthly",
        period_from=at.city_day,
        on=at.city_day,
        known_number=last_number(),
        known_at=at.wall_at,
        decided_by="officials",
        proposed_by=official("dana").user_id,
        confirmed_by=official("marat").user_id,
        decided_at=at.wall_at,
        decided_city_at=at.city_at,
    )


def test_a_resident_reads_what_was_decided_and_why(client: Client, decision: Decision) -> None:
    sign_in(client, resident("emma"))
    page = client.get(f"/services/decisions/{decision.id}/").content.decode()
    assert "27" in page
    assert "Two officials" in page
    assert "Object to this decision" in page
    assert str(decision.id) in client.get("/services/decisions/").content.decode()


def test_anothers_decision_is_not_there(client: Client, decision: Decision) -> None:
    sign_in(client, resident("bolat"))
    assert client.get(f"/services/decisions/{decision.id}/").status_code == HTTPStatus.NOT_FOUND
    assert str(decision.id) not in client.get("/services/decisions/").content.decode()


def test_two_taps_file_an_appeal(client: Client, decision: Decision) -> None:
    sign_in(client, resident("emma"))
    answer = client.post(f"/services/decisions/{decision.id}/appeal/", {"words": ""}, follow=True)
    assert Appeal.objects.get().decision == decision
    assert "Other officials look at the decision now" in answer.content.decode()


def test_words_that_are_too_long_stay_in_the_box(client: Client, decision: Decision) -> None:
    sign_in(client, resident("emma"))
    answer = client.post(f"/services/decisions/{decision.id}/appeal/", {"words": "a" * 3000})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "a" * 3000 in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Шешіммен келіспеймін"), ("ru", "Оспорить решение"), ("ar", "أعترض على القرار")]
)
def test_the_page_speaks_the_readers_language(client: Client, decision: Decision, language: str, words: str) -> None:
    sign_in(client, resident("emma"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert words in client.get(f"/services/decisions/{decision.id}/").content.decode()


def test_analysts_see_figures_and_caseworkers_do_not(client: Client, decision: Decision) -> None:
    sign_in(client, official("yerlan"))
    assert client.get("/services/appeals/").status_code == HTTPStatus.OK
    sign_in(client, official("dana"))
    assert client.get("/services/appeals/").status_code == HTTPStatus.FORBIDDEN
