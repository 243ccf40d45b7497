"""The city's addresses, and beside them doors that fail in every way, each with a mark in what it fails on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.models import City, JournalLine
from alatau.core.routes import Who, open_to
from alatau.web.urls import handler400, handler403, handler404, handler500
from alatau.web.urls import urlpatterns as city

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

NAME = "Айгерім-Белгі"
LATIN = "AygerimBelgi"
PHONE = "+77011234567"
NUMBER = "050101700013"
EMAIL = "belgi@example.kz"
MARKS = (NAME, LATIN, PHONE, PHONE[1:], NUMBER, EMAIL)


class MarkedError(AlatauError):
    """A refusal whose facts hold what no fact may hold."""

    code = "core.test_marked"


def _number(_request: HttpRequest) -> None:
    int(NAME)


def _key(_request: HttpRequest) -> None:
    {}[NUMBER]  # the error is what the door is for


def _refusal(_request: HttpRequest) -> None:
    raise MarkedError(name=NAME, phone=PHONE)


def _chain(_request: HttpRequest) -> None:
    try:
        int(PHONE + "x")
    except ValueError as error:
        message = f"could not reach {EMAIL}"
        raise RuntimeError(message) from error


def _statement(_request: HttpRequest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [NAME])


def _constraint(_request: HttpRequest) -> None:
    City.objects.create(id=2, kind=LATIN, created_at=read_clocks().wall_at)


def _too_long(_request: HttpRequest) -> None:
    at = read_clocks()
    JournalLine.objects.create(
        id=uuid4(), kind=NAME, action=NAME * 30, city_at=at.city_at, wall_at=at.wall_at, contents_hash=b""
    )


def _logged(request: HttpRequest) -> None:
    structlog.get_logger("alatau.test").warning(
        "core.thing.done", phone=PHONE, found=[NUMBER, EMAIL], by=f"tel {PHONE}"
    )
    logging.getLogger("library").error("could not greet %s", NAME)
    logging.getLogger("library").error(f"could not greet {NAME} by {request.path}")  # noqa: G004  # what libraries do
    logging.getLogger("library").exception("no error here, %s", NAME)  # noqa: LOG004  # what libraries do


FAILURES = (_number, _key, _refusal, _chain, _statement, _constraint, _too_long, _logged)


def _door(fail: Callable[[HttpRequest], None]) -> Callable[[HttpRequest], HttpResponse]:
    @open_to(Who.EVERYONE)
    def door(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            fail(request)
        return HttpResponse("nothing failed")

    return door


urlpatterns = [*city, *(path(f"fail{fail.__name__}", _door(fail), name=f"fail{fail.__name__}") for fail in FAILURES)]
