"""Pages for what went wrong: in the reader's language, with nothing of the inside, and what was typed kept."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory

from alatau.core.errors import AlatauError, NotAllowedError
from alatau.web import failures

LONG = "My letter went to the old flat, and I moved in May."


class TooQuickError(AlatauError):
    """The reader knocked too often."""

    code = "web.too_quick"
    http_status = HTTPStatus.TOO_MANY_REQUESTS


def ask(method: str = "get", path: str = "/here/", **extra: object) -> object:
    request = getattr(RequestFactory(), method)(path, **extra)
    request.csp_nonce = ""
    return request


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_absent_page_says_so_in_every_language(client: Client, language: str) -> None:
    client.cookies["alatau_language"] = language
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "core.not_found" in text_of(answer)
    assert "nowhere" not in text_of(answer).replace('value="/nowhere/"', "")


@pytest.mark.parametrize(
    ("exception", "status"), [(SuspiciousOperation("Invalid HTTP_HOST"), 400), (RequestDataTooBig("too big"), 413)]
)
def test_request_nobody_can_take_shows_its_own_page(exception: Exception, status: int) -> None:
    answer = failures.bad_request(ask(), exception)
    assert answer.status_code == status
    assert str(exception) not in text_of(answer)


def test_server_error_shows_nothing_of_the_inside() -> None:
    answer = failures.server_error(ask())
    assert answer.status_code == 500
    assert "Traceback" not in text_of(answer)


def test_server_error_page_asks_nothing_of_the_database(client: Client) -> None:
    client.raise_request_exception = False
    answer = failures.server_error(ask())
    assert "web.server_fault" in text_of(answer)


def test_refusal_tells_when_to_come_back() -> None:
    answer = failures.show_refusal(ask(), TooQuickError(wait_seconds=30))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")


def test_refused_form_hands_back_the_long_text() -> None:
    answer = failures.csrf_failure(ask("post", data={"note": LONG, "house": "12"}))
    assert answer.status_code == 403
    assert LONG in text_of(answer)


@pytest.mark.parametrize("name", ["password", "one_time_code", "csrfmiddlewaretoken", "totp_secret"])
def test_refused_form_never_shows_a_secret(name: str) -> None:
    answer = failures.csrf_failure(ask("post", data={name: "s" * 64}))
    assert "s" * 64 not in text_of(answer)


def test_what_was_typed_is_shown_as_text_and_never_run() -> None:
    answer = failures.csrf_failure(ask("post", data={"note": "<script>alert('a long enough text')</script>"}))
    assert "<script>alert" not in text_of(answer)


def test_api_gets_a_problem_and_no_page() -> None:
    answer = failures.show_refusal(ask(path="/api/letters"), NotAllowedError())
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b'"code": "core.not_allowed"' in answer.content


def test_fragment_gets_a_note_on_top_of_the_page() -> None:
    answer = failures.show_refusal(ask(headers={"HX-Request": "true"}), NotAllowedError())
    assert answer.headers["HX-Retarget"] == "#main"
    assert "<html" not in text_of(answer)


def test_exception_that_is_no_refusal_goes_on_to_the_next_handler() -> None:
    middleware = failures.RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(ask(), ValueError("defect")) is None


def test_form_without_proof_of_origin_is_refused_with_a_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "ru"})
    assert answer.status_code == 403
    assert "web.form_expired" in text_of(answer)
