"""Where people live, as far as cases and places need it: place codes of people, and the people of a place.

Tells nothing else about anybody, so it leaves no look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.models import Person
from alatau.access.regions import covers
from alatau.core.values import PersonId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def find_regions(people: Collection[PersonId]) -> dict[PersonId, str]:
    """Return the place code of each of some people; of whom none is known is left out."""
    rows = Person.objects.filter(id__in=[*people]).exclude(region="").values_list("id", "region")
    return {PersonId(person): region for person, region in rows}


def list_people_within(place: str) -> Iterator[PersonId]:
    """Give everybody who lives in a place or in one inside it, in order of ids.

    Cost: one pass over all people for the place codes in use, and one over those found.
    """
    used = Person.objects.exclude(region="").values_list("region", flat=True).distinct()
    inside = [region for region in used if covers(place, region)]
    people = Person.objects.filter(region__in=inside).order_by("id").values_list("id", flat=True)
    yield from (PersonId(person) for person in people.iterator(chunk_size=10_000))
