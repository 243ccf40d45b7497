"""What programs get from the API: problem details that name a code, in the language they ask for."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.errors import AlatauError, NotAllowedError, NotFoundError
from alatau.core.money import Amount
from alatau.core.text import Text
from alatau.web.api import answer_refusal
from alatau.web.errors import RequestTooLargeError, ServerFaultError
from alatau.web.failures import show_refusal
from alatau.web.language import list_codes

if TYPE_CHECKING:
    from django.http import HttpResponse

MEMBERS = {"type", "title", "status", "detail", "code", "facts", "request_id"}
ERRORS = (NotFoundError, NotAllowedError, RequestTooLargeError, ServerFaultError)


def refuse(error: AlatauError, *, language: str = "en") -> HttpResponse:
    with override(language):
        return answer_refusal(RequestFactory().get("/api/anything"), error)


def facts_of(**facts: object) -> dict[str, object]:
    return json.loads(refuse(NotFoundError(**facts)).content)["facts"]


@pytest.mark.parametrize("error", ERRORS)
def test_problem_has_every_member_of_the_standard_and_ours(error: type[AlatauError]) -> None:
    answer = refuse(error())
    problem = json.loads(answer.content)
    assert set(problem) == MEMBERS
    assert (problem["status"], problem["code"]) == (answer.status_code, error.code)
    assert problem["type"] == f"urn:alatau:problem:{error.code}"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("language", list_codes())
def test_problem_speaks_the_language_that_was_asked_for(language: str) -> None:
    answer = refuse(NotFoundError(), language=language)
    with override(language):
        assert json.loads(answer.content)["detail"] == NotFoundError().sentence()
    assert answer.headers["Content-Language"] == language


@given(units=st.integers(min_value=-(10**15), max_value=10**15))
def test_money_in_a_problem_is_whole_units_beside_its_currency(units: int) -> None:
    currency = content().currency
    assert facts_of(sum=Amount(units, currency)) == {"sum": {"units": units, "currency": currency.code}}


@given(day=st.dates(), rate=st.decimals(allow_nan=False, allow_infinity=False))
def test_day_and_rate_in_a_problem_can_be_read_back_exactly(day: date, rate: Decimal) -> None:
    facts = facts_of(day=day, rate=rate)
    assert date.fromisoformat(str(facts["day"])) == day
    assert Decimal(str(facts["rate"])) == rate


def test_text_in_a_problem_is_said_in_the_readers_language() -> None:
    assert facts_of(what=Text(kk="су", en="water"))["what"] == "water"


def test_list_in_a_problem_stays_a_list() -> None:
    assert facts_of(days=(date(2026, 5, 3), None), ok=True) == {"days": ["2026-05-03", None], "ok": True}


def test_refusal_of_a_page_below_the_api_is_the_same_problem() -> None:
    request = RequestFactory().get("/api/anything")
    assert show_refusal(request, NotFoundError()).content == answer_refusal(request, NotFoundError()).content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/verify/AAAAA-AAAAA-AAAAA-AAAAA", "/api/verify/!", "/api/nowhere"])
def test_api_answers_what_it_does_not_find_with_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == answer.json()["status"]
    assert 400 <= answer.status_code < 500


@pytest.mark.django_db
def test_api_hears_which_language_a_program_asks_for(client: Client) -> None:
    answer = client.get("/api/nowhere", headers={"Accept-Language": "ar"})
    with override("ar"):
        assert answer.json()["detail"] == NotFoundError().sentence()


def test_description_names_each_operation_with_a_summary(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    operations = [operation for methods in paths.values() for operation in methods.values()]
    assert operations
    assert all(operation["summary"] and operation["responses"] for operation in operations)


def test_description_names_every_address_from_the_root(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert all(path.startswith("/api/") for path in paths)
