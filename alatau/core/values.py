"""Values that every room speaks in: ids, actors and moments. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import date, datetime

PersonId = NewType("PersonId", UUID)
OrganisationId = NewType("OrganisationId", UUID)
UserId = NewType("UserId", UUID)


class ActorKind(StrEnum):
    """Which kind of party acts."""

    RESIDENT = "resident"
    STAFF = "staff"
    PARTNER = "partner"
    SYSTEM = "system"
    VISITOR = "visitor"  # not signed in


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, and for whom.

    ``person_id`` is the signed-in resident. ``for_person_id`` or ``for_organisation_id`` is set while that resident, or
    a member of staff at a desk, acts for somebody else; then ``ground_id`` names the representation or desk visit that
    allows it. Every trace keeps all of them.
    """

    kind: ActorKind
    user_id: UserId | None = None
    person_id: PersonId | None = None
    for_person_id: PersonId | None = None
    for_organisation_id: OrganisationId | None = None
    ground_id: UUID | None = None
    #: Acting for another person with a right that reaches only some of their affairs, for example a narrowed power.
    is_narrowed: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)
    #: Name of the process for SYSTEM ("messages.send"), empty otherwise.
    process: str = ""

    @property
    def subject_id(self) -> PersonId | None:
        """The person whose affairs are at hand: the represented one, else the actor."""
        return self.for_person_id or self.person_id

    def has_role(self, *roles: str) -> bool:
        """Tell whether the actor holds any of the roles."""
        return not self.roles.isdisjoint(roles)


VISITOR = Actor(kind=ActorKind.VISITOR)


def system_actor(process: str) -> Actor:
    """Return the actor for work that no person started; ``process`` is ``room.job``."""
    return Actor(kind=ActorKind.SYSTEM, process=process)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One instant on both clocks: city time for law and deadlines, wall time for records and signatures."""

    city_at: datetime
    wall_at: datetime

    @property
    def city_day(self) -> date:
        """The calendar day in the city's own time zone."""
        return self.city_at.date()
