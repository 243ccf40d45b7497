"""A resident's own family card, and what each of its figures is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from alatau.access.care import list_children_in_care
from alatau.access.requests import subject_of
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import PersonId
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.family.pages.names import name_parts
from alatau.family.present.card import show_card
from alatau.family.present.explain import show_explained
from alatau.family.read import access_card, explain_figure

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor, Moment


@open_to(Who.RESIDENT)
@require_safe
def home(request: CityRequest) -> HttpResponse:
    """Show the family card: rights, category, who is counted, and figures that unfold."""
    at = read_clocks()
    person = subject_of(request.actor)
    try:
        card = access_card(person, by=request.actor, at=at)
    except (CardsNotComputedError, CardNotFoundError) as error:
        return render(request, "family/no_card.html", {"words": error.sentence()})
    return render(request, "family/home.html", show_card(card, names=_names(request.actor, at=at)))


@open_to(Who.RESIDENT)
@require_safe
def figure(request: CityRequest, name: str) -> HttpResponse:
    """Show what one figure is made of, down to the rows of registers."""
    at = read_clocks()
    names = _names(request.actor, at=at)
    explained = explain_figure(
        subject_of(request.actor), name, of=read_person(request.GET.get("of", "")), by=request.actor, at=at
    )
    return render(request, "family/figure.html", {"node": show_explained(explained, names=names)})


def read_person(given: str) -> PersonId | None:
    """Return whose figure an address asks for; nothing for the family's.

    Raises:
        NotFoundError: it names nobody.
    """
    if not given:
        return None
    try:
        return PersonId(UUID(given))
    except ValueError as error:
        raise NotFoundError from error


def _names(actor: Actor, *, at: Moment) -> dict[PersonId, str]:
    """Return how to call the reader, and children in their care; other adults are called by their part alone."""
    subject = subject_of(actor)
    children = () if actor.for_person_id else list_children_in_care(subject, at=at)
    return name_parts(subject, children, is_acting=actor.for_person_id is not None)
