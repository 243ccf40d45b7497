"""Whose inbox a page shows: the resident's, or that of the person they act for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from alatau.core.errors import NotFoundError

if TYPE_CHECKING:
    from alatau.core.values import Actor, PersonId


class CityRequest(HttpRequest):
    """A request after the gate: it knows who acts."""

    actor: Actor


def get_subject(request: CityRequest) -> PersonId:
    """Return the person whose affairs are at hand. A firm has no inbox of its own.

    Raises:
        NotFoundError: the reader acts for a firm, or for a person with a right that does not reach their messages.
    """
    actor = request.actor
    if actor.subject_id is None or actor.for_organisation_id is not None or actor.is_narrowed:
        raise NotFoundError
    return actor.subject_id
