"""Search over the services for programs: a partner's page, a kiosk, an assistant."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from alatau.core.content import find_language
from alatau.core.routes import Who, open_to
from alatau.services.search.find import ANSWERS, LETTERS_MOST, search

router = Router(tags=["services"])


class FoundOut(Schema):
    """A service that a question may mean."""

    code: str
    name: str
    what: str


class TakenOut(Schema):
    """A word that no service uses, and the known word that was taken for it."""

    word: str
    known: str


class AnswerOut(Schema):
    """What a question found, best first."""

    services: list[FoundOut]
    taken_for: list[TakenOut]


@router.get("/services/search", response=AnswerOut, summary="Find services by everyday words")
@open_to(Who.EVERYONE)
def find_services(
    request: HttpRequest,  # noqa: ARG001  # django-ninja hands it to every operation
    *,
    q: Annotated[str, Query(min_length=1, max_length=LETTERS_MOST)],
    language: str = "",
    limit: Annotated[int, Query(ge=1, le=ANSWERS)] = ANSWERS,
) -> AnswerOut:
    """Return the services a question means, in any of the city's languages; nothing of it is kept."""
    spoken = find_language(language).code
    found = search(q, spoken, limit=limit)
    return AnswerOut(
        services=[
            FoundOut(code=each.code, name=each.name.say(spoken), what=each.what.say(spoken)) for each in found.services
        ],
        taken_for=[TakenOut(word=word, known=known) for word, known in found.taken_for],
    )
