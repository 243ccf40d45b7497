"""Refusals as programs and people receive them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from alatau.core.errors import (
    AlatauError,
    AmountNotReadableError,
    CurrencyMismatchError,
    Mistake,
    NotFoundError,
    NumberNotValidError,
    ParameterNotKnownError,
)
from alatau.core.problems import problem_response
from qazaqstan.money import TENGE
from qazaqstan.roles import ROLES


class ShortError(AlatauError):
    """The account holds less than is needed; for these tests alone."""

    code = "core.test_short"

    def sentence(self) -> str:
        return self.fill("This needs %(needed)s by %(due_on)s.")


def answer(error: AlatauError) -> tuple[dict[str, object], dict[str, str]]:
    request = RequestFactory().get("/api/accounts")
    request.request_id = "11111111-1111-4111-8111-111111111111"
    response = problem_response(request, error)
    return json.loads(response.content), {**response.headers, "status": str(response.status_code)}


def test_a_refusal_is_told_by_code_facts_and_sentence() -> None:
    error = ShortError(needed=TENGE.whole(500), due_on=date(2026, 5, 3), share=Decimal("0.5"), roles=["a"])
    with override("en"):
        details, headers = answer(error)
    assert details["code"] == "core.test_short"
    assert details["detail"] == "This needs 500\u00a0tenge by 3\u00a0May\u00a02026."
    assert details["facts"] == {
        "needed": {"units": 50000, "currency": "KZT"},
        "due_on": "2026-05-03",
        "share": "0.5",
        "roles": ["a"],
    }
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Content-Language"] == "en"


def test_the_status_of_the_answer_and_of_its_body_are_one() -> None:
    details, headers = answer(NotFoundError())
    assert details["status"] == HTTPStatus.NOT_FOUND
    assert headers["status"] == "404"
    assert details["type"] == "urn:alatau:problem:core.not_found"
    assert details["request_id"] == "11111111-1111-4111-8111-111111111111"


def test_a_refusal_for_a_while_says_when_to_come_back() -> None:
    assert answer(ShortError(needed=1, due_on=2, wait_seconds=30))[1]["Retry-After"] == "30"


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
@pytest.mark.parametrize("mistake", list(Mistake))
def test_every_mistake_in_a_number_has_a_sentence_in_every_language(mistake: Mistake, language: str) -> None:
    with override(language):
        sentence = NumberNotValidError(number=ROLES[0].name, mistake=mistake.value, length=11).sentence()
    assert "%(" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "error",
    [
        AlatauError(),
        NotFoundError(),
        CurrencyMismatchError(expected="KZT", given="USD"),
        AmountNotReadableError(example="1 250"),
        ParameterNotKnownError(name="mci"),
    ],
)
def test_every_refusal_of_the_ground_speaks_four_languages_differently(error: AlatauError) -> None:
    said = set()
    for language in ("kk", "ru", "en", "ar"):
        with override(language):
            said.add(error.sentence())
    assert len(said) == 4
