"""Which language a page speaks: the reader's own choice, else what their browser asks for, else the city's first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from alatau.core.content import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: A year: the choice outlives a visit, and names nobody.
COOKIE_SECONDS = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """Speak one language for the whole of a request, and say so in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = choose_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # A view may speak another language than the reader chose, for example a letter's preview.
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def choose_language(request: HttpRequest) -> str:
    """Return a language the city speaks: the cookie's, else the first of the browser's, else the city's own."""
    spoken = list_codes()
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in spoken:
        return chosen
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (code := asked.split("-")[0]) in spoken:
            return code
    return spoken[0]


def list_codes() -> list[str]:
    """Return the codes of the city's languages, in the order a reader is offered them."""
    return [language.code for language in content().languages]


def remember_language(response: HttpResponse, code: str) -> None:
    """Keep the reader's choice on their device."""
    assert code in list_codes(), "doors refuse languages the city does not speak"
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_SECONDS,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
