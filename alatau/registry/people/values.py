"""What goes in and out of questions about kin, homes and families. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.core.values import PersonId
    from alatau.registry.lake.values import Counts

FamilyId = NewType("FamilyId", UUID)


class Record(NamedTuple):
    """The record behind a bond: a register's row. Load and line are zero for a row that had come alone."""

    register: str
    load: int
    line: int


class FaultCount(NamedTuple):
    """How often a fault stands in one load of a register."""

    code: str
    #: Empty when the fault is that no register says it.
    register: str
    load: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Something that is so between two days, how sure it is (in ten-thousandths), and the record that says so."""

    valid_from: date
    #: Excluded; None for "still".
    valid_until: date | None
    confidence: int
    record: Record


@dataclass(frozen=True, kw_only=True)
class Kinsman(Dated):
    """Somebody's kin: what they are to the person, and what the person is to them; keys of the content's kinship."""

    person_id: PersonId
    kin: str
    seen_as: str
    #: An adoption cut this bond: only who has the right to know of adoptions is told.
    is_hidden: bool


@dataclass(frozen=True, kw_only=True)
class Home(Dated):
    """Where somebody is registered."""

    place: str
    is_temporary: bool


@dataclass(frozen=True, kw_only=True)
class Member(Dated):
    """Somebody in a family, and by what: spouse, child, ward, parent, sibling, single and so on."""

    person_id: PersonId
    role: str


@dataclass(frozen=True, kw_only=True)
class Family:
    """A family on a day."""

    id: FamilyId
    members: tuple[Member, ...]


@dataclass(frozen=True, kw_only=True)
class PeopleReport:
    """What a computation of families found and wrote."""

    known_number: int
    #: Everybody was computed; else only those whom the news can concern, and the figures are of these and around.
    is_whole: bool
    people: int
    families: int
    #: By derived register.
    rows: Mapping[str, Counts]
    faults: tuple[FaultCount, ...]


@dataclass(frozen=True, kw_only=True)
class FamilyCheck:
    """Whether everybody is in exactly one family on each day of their life here, and of nobody else."""

    people: int
    #: People with a day here and no family on it.
    without: int
    #: People with a day in several families.
    in_several: int
    #: People in a family on a day on which they do not live here.
    strangers: int

    @property
    def holds(self) -> bool:
        """Tell whether the promise is kept."""
        return not (self.without or self.in_several or self.strangers)
