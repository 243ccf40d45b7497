"""Which language a page speaks, and how a reader changes it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alatau.web.language import choose_language, list_codes, remember_language


def ask(*, accept: str = "", cookie: str = "") -> str:
    request = RequestFactory().get("/", headers={"Accept-Language": accept})
    if cookie:
        request.COOKIES["alatau_language"] = cookie
    return choose_language(request)


def test_reader_without_a_choice_gets_the_first_language_of_the_city() -> None:
    assert ask() == list_codes()[0]


def test_browser_that_asks_for_arabic_of_egypt_gets_arabic() -> None:
    assert ask(accept="ar-EG,en;q=0.4") == "ar"


def test_cookie_outweighs_what_the_browser_asks_for() -> None:
    assert ask(accept="en", cookie="ru") == "ru"


def test_unknown_language_in_the_cookie_is_passed_over() -> None:
    assert ask(accept="ru", cookie="xx") == "ru"


@given(accept=st.text(max_size=60).filter(str.isprintable), cookie=st.text(max_size=10))
def test_any_header_leads_to_a_language_of_the_city(accept: str, cookie: str) -> None:
    assert ask(accept=accept.encode("latin-1", "ignore").decode("latin-1"), cookie=cookie) in list_codes()


def test_remembering_a_language_the_city_does_not_speak_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        remember_language(HttpResponse(), "xx")


@pytest.mark.parametrize(("code", "direction"), [("kk", "ltr"), ("ru", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_page_states_its_language_and_direction(client: Client, code: str, direction: str) -> None:
    client.cookies["alatau_language"] = code
    answer = client.get("/")
    assert f'<html lang="{code}" dir="{direction}"'.encode() in answer.content
    assert answer.headers["Content-Language"] == code


def test_choosing_a_language_shows_the_same_page_in_it(client: Client) -> None:
    answer = client.post("/language/", {"language": "ar", "next": "/verify/?code=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/verify/?code=1")
    assert answer.cookies["alatau_language"].value == "ar"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", ""]
)
def test_choosing_a_language_never_leads_off_the_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/language/", {"language": "ru", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_choosing_an_unknown_language_changes_nothing(client: Client) -> None:
    assert "alatau_language" not in client.post("/language/", {"language": "xx", "next": "/"}).cookies
