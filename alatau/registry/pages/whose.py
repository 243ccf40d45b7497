"""Whose records a resident's page shows: their own, a child's in their care, or those of whom they act for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alatau.access.care import is_address_protected, list_children_in_care
from alatau.core.errors import NotFoundError
from alatau.registry.present.unfold import Reader, ReaderKind

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.requests import CityRequest
    from alatau.access.values import Child
    from alatau.core.values import Actor, Moment, PersonId


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The person whose records are at hand, and as whom the reader reads them."""

    person_id: PersonId
    actor: Actor
    reader: Reader
    #: How the page calls the person when it is another one than the reader.
    name: str
    is_other: bool
    #: Representation by which the reader reads a child's records; None for their own.
    ground_id: UUID | None
    children: tuple[Child, ...]

    @property
    def query(self) -> str:
        """Return what every address of these pages carries on."""
        return f"?of={self.ground_id}" if self.ground_id else ""


def find_whose(request: CityRequest, *, at: Moment) -> Whose:
    """Return whose records the request asks for. The right to them is checked where they are read.

    Raises:
        NotFoundError: the child is not in the reader's care, or a firm's affairs are at hand.
    """
    actor = request.actor
    if actor.person_id is None or actor.for_organisation_id is not None:
        raise NotFoundError
    children = () if actor.for_person_id else tuple(list_children_in_care(actor.person_id, at=at))
    child = _find_child(request.GET.get("of", ""), children)
    if child is not None:
        actor = replace(actor, for_person_id=child.person_id, ground_id=child.ground_id)
    person_id = actor.subject_id
    assert person_id is not None
    kind = ReaderKind.CARER if actor.for_person_id else ReaderKind.SUBJECT
    return Whose(
        person_id=person_id,
        actor=actor,
        reader=Reader(kind=kind, is_protected=is_address_protected(person_id)),
        name=child.short_name if child else "",
        is_other=actor.for_person_id is not None,
        ground_id=child.ground_id if child else None,
        children=children,
    )


def _find_child(given: str, children: tuple[Child, ...]) -> Child | None:
    if not given:
        return None
    found = next((child for child in children if str(child.ground_id) == given), None)
    if found is None:
        raise NotFoundError
    return found
