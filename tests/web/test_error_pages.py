"""What a person reads when something went wrong: short sentences in their own language, and a way on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import AlatauError, NotAllowedError, NotFoundError
from alatau.web import failures
from alatau.web.errors import (
    FormExpiredError,
    FormsOnlyError,
    RequestTooLargeError,
    RequestUnreadableError,
    ServerFaultError,
)
from alatau.web.language import list_codes

if TYPE_CHECKING:
    from django.http import HttpRequest

ERRORS = (
    NotFoundError,
    NotAllowedError,
    RequestUnreadableError,
    RequestTooLargeError,
    FormExpiredError,
    FormsOnlyError,
    ServerFaultError,
)
LANGUAGES = list_codes()
#: Ends of sentences in the scripts of the city.
ENDS = re.compile(r"[.!?؟]")
MOST_WORDS = 20
#: Signs that people see; almost nothing drawn from these has to be drawn again.
PRINTABLE = st.characters(exclude_categories=("C", "Z"))


def ask(path: str = "/here/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.csp_nonce = ""
    return request


def show(error: AlatauError, *, language: str) -> str:
    with override(language):
        return failures.show_refusal(ask(), error).content.decode()


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_error_is_told_in_sentences_of_at_most_twenty_words(error: type[AlatauError], language: str) -> None:
    with override(language):
        sentences = ENDS.split(error().sentence())
    assert max(len(sentence.split()) for sentence in sentences) <= MOST_WORDS


@pytest.mark.parametrize("error", ERRORS)
def test_error_is_told_differently_in_every_language(error: type[AlatauError]) -> None:
    told = set()
    for language in LANGUAGES:
        with override(language):
            told.add(error().sentence())
    assert len(told) == len(LANGUAGES)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_error_page_speaks_the_readers_language_and_leads_on(error: type[AlatauError], language: str) -> None:
    page = show(error(), language=language)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1>") == 1
    assert 'class="button button-main" href="/"' in page


@pytest.mark.parametrize("error", ERRORS)
def test_error_page_shows_no_key_of_ours(error: type[AlatauError]) -> None:
    page = show(error(), language="kk")
    assert error.code not in strip_tags(page)
    assert f'data-code="{error.code}"' in page


def test_error_page_hands_over_the_number_that_support_needs(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert re.search(r'<code class="code" dir="ltr">[0-9a-f-]{8,}</code>', answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_page_has_a_heading_of_its_own(language: str) -> None:
    headings = [re.search(r"<h1>(.*?)</h1>", show(error(), language=language)).group(1) for error in ERRORS]
    assert len(set(headings)) == len(ERRORS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kept_link_to_a_form_shows_a_page_instead_of_an_empty_sheet(client: Client, language: str) -> None:
    client.cookies["alatau_language"] = language
    answer = client.get("/language/", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "web.forms_only" in answer.content.decode()


def test_program_that_uses_the_wrong_method_reads_the_status_alone(client: Client) -> None:
    answer = client.get("/language/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")


def test_refused_method_that_explains_itself_is_left_as_it_is() -> None:
    told = HttpResponseNotAllowed(["POST"], "Send a form.")
    middleware = failures.RefusalMiddleware(lambda _request: told)
    assert middleware(ask(Accept="text/html")) is told


def test_good_answer_passes_the_gate_of_refusals_untouched() -> None:
    good = HttpResponse("good")
    assert failures.RefusalMiddleware(lambda _request: good)(ask(Accept="text/html")) is good


def test_refusal_a_page_let_pass_becomes_a_page() -> None:
    middleware = failures.RefusalMiddleware(lambda _request: HttpResponse())
    answer = middleware.process_exception(ask(), NotFoundError())
    assert answer is not None
    assert answer.status_code == 404


def test_unknown_kind_of_refusal_still_has_a_heading() -> None:
    assert re.search(r"<h1>[^<]+</h1>", show(AlatauError(), language="ar"))


@pytest.mark.parametrize(("view", "status"), [(failures.not_allowed, 403), (failures.not_found, 404)])
def test_handlers_of_django_answer_with_pages_of_the_city(view: object, status: int) -> None:
    answer = view(ask(), ValueError("inside"))
    assert answer.status_code == status
    assert "inside" not in answer.content.decode()


@given(wait=st.integers(min_value=1, max_value=10**6))
def test_time_to_wait_is_told_to_programs_in_whole_seconds(wait: int) -> None:
    assert failures.show_refusal(ask(), NotFoundError(wait_seconds=wait)).headers["Retry-After"] == str(wait)


@given(typed=st.text(PRINTABLE, min_size=failures.WORTH_KEEPING, max_size=200))
def test_long_text_comes_back_exactly_as_it_was_typed(typed: str) -> None:
    request = RequestFactory().post("/here/", {"note": typed})
    assert failures._typed_at_length(request) == (typed,)


@given(typed=st.text(max_size=failures.WORTH_KEEPING - 1))
def test_short_text_is_not_worth_handing_back(typed: str) -> None:
    assert failures._typed_at_length(RequestFactory().post("/here/", {"note": typed})) == ()
