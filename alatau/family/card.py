"""A family's card as one reader sees it: values alone. Texts of keys come from the law's own tables, through `rules`.

What a reader may not see carries no value at all, so that no page has to hide anything. `wire` reads the types of the
fields while it runs, so all of them are imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from alatau.core.values import PersonId
from alatau.family.values import RunId, State
from alatau.registry.people.values import FamilyId

if TYPE_CHECKING:
    from alatau.core.parameters import Parameter

#: A figure as rules give it: money in its smallest unit, a day, a flag, a code.
FigureValue: TypeAlias = int | Decimal | bool | str | date | None


class ReaderKind(StrEnum):
    """Who reads a card."""

    RESIDENT = "resident"  # somebody of the family, or who acts for one
    STAFF = "staff"  # an official with a right, a purpose and perhaps a case


class Seen(StrEnum):
    """Whether a value is shown, and if not, why. Only `OPEN` carries one."""

    OPEN = "open"
    #: It is another adult's, or would tell something of theirs; their consent opens it.
    ADULT = "adult"
    #: Health, conviction, adoption, violence: never shown to another person.
    NEVER = "never"
    #: It would tell a protected address.
    PROTECTED = "protected"


class PartOf(StrEnum):
    """Who somebody on a card is to its reader."""

    SELF = "self"
    CHILD = "child"  # under the age the law says, and in the reader's care: unfolds
    ADULT = "adult"  # one line, until they consent
    OPENED = "opened"  # an adult who consented
    SUBJECT = "subject"  # to staff: everybody


class EntitlementState(StrEnum):
    """What the law gives, as far as the registers tell."""

    YES = "yes"
    NO = "no"
    #: It hangs on something that nobody knows: nothing is refused, the person is asked.
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value of a person or a family."""

    #: The rule's name: what `explain` takes.
    name: str
    #: The key of its texts: an indicator's code, a status' key.
    key: str
    #: "indicator", "benefit", "status", "need", "category", "rule", "points" or "measure".
    kind: str
    domain: str
    unit: str
    state: State
    seen: Seen
    value: FigureValue = None
    #: Somebody of the family says that a row behind it is wrong, and has no answer yet.
    is_contested: bool = False
    #: "sourced", "derived", "unverified" or "proposed".
    verification: str = "sourced"
    #: Keys of the registers that would have to tell, where the value is unknown.
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """One benefit, and what stands against paying it without a question."""

    name: str
    key: str
    state: EntitlementState
    #: Whose it is; None for the family's.
    person_id: PersonId | None
    #: In the currency's smallest unit, or in that of the rule; None for help that is no sum, and where the state is not
    #: `YES`.
    amount: int | Decimal | None
    unit: str
    payer: str
    #: "monthly", "once", "yearly" and so on.
    paid: str
    law: str
    life_event: str
    verification: str
    is_proactive: bool = False
    #: Whoever may ask for it gets it only if others do not get it instead.
    is_by_competition: bool = False
    #: A contested row, or one register alone, speaks against it: no machine may end it on that.
    is_contested: bool = False
    is_single_source: bool = False
    #: Keys of the registers that would have to tell, where the state is `ASK`.
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cliff:
    """How near help that depends on income is to its line."""

    benefit: str
    #: What is missing to the line; below zero by how much income is above it. In the smallest unit a month.
    distance: int | None
    line: int | None
    now: EntitlementState
    #: What the next quarter brings if everything stays as it is, where the law says: from which day, whether there is
    #: a right, how much a month, and how far income is from the line then.
    next_day: date | None = None
    next: EntitlementState | None = None
    next_amount: int | None = None
    next_distance: int | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody on a card."""

    person_id: PersonId
    #: By what they are of the family: spouse, child, parent and so on.
    role: str
    part: PartOf
    #: Empty for another adult who has not opened their part.
    figures: tuple[Figure, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether this reader sees their figures."""
        return self.part is not PartOf.ADULT

    @property
    def is_other_adult(self) -> bool:
        """Tell whether it is somebody to whom the reader can show their own part."""
        return self.part in {PartOf.ADULT, PartOf.OPENED}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A family's card on a day."""

    family_id: FamilyId
    run_id: RunId
    #: The day whose law and facts it shows, and until when the registers had spoken.
    day: date
    known_at: datetime
    reader: ReaderKind
    members: tuple[Member, ...]
    #: Of the family as a whole.
    figures: tuple[Figure, ...]
    #: None where a family has no data to have one.
    category: Figure | None
    entitlements: tuple[Entitlement, ...]
    cliffs: tuple[Cliff, ...] = ()

    def member(self, person_id: UUID) -> Member | None:
        """Return somebody on the card."""
        return next((each for each in self.members if each.person_id == person_id), None)

    def figure(self, name: str, person_id: UUID | None = None) -> Figure | None:
        """Return one figure, of the family or of somebody in it."""
        member = self.member(person_id) if person_id else None
        figures = self.figures if person_id is None else member.figures if member else ()
        return next((each for each in figures if name in (each.name, each.key)), None)


@dataclass(frozen=True, kw_only=True)
class RecordName:
    """A record of the state that a row of the city's own was derived from."""

    register_key: str
    #: None for a record that had come alone.
    load: int | None
    line: int | None


@dataclass(frozen=True, kw_only=True)
class RowLeaf:
    """A register's row at the foot of an explanation."""

    register_key: str
    #: Load and line in the lake; None for a row that came alone, which has an id.
    load: int | None
    line: int | None
    inbox_id: UUID | None
    valid_from: date
    valid_until: date | None
    #: What the rule read of it, as far as this reader may see it.
    columns: Mapping[str, object]
    #: The rule's condition took it in.
    is_counted: bool = True
    is_contested: bool = False
    #: Of a row that the city derived, the record behind it.
    behind: RecordName | None = None


@dataclass(frozen=True, kw_only=True)
class ParameterLeaf:
    """A number of the law at the foot of an explanation."""

    name: str
    value: FigureValue
    unit: str
    valid_from: date
    source: str


def leaf_of(row: Parameter) -> ParameterLeaf:
    """Return a number of the law as the foot of an explanation has it."""
    return ParameterLeaf(name=row.label, value=row.value, unit=row.unit, valid_from=row.valid_from, source=row.source)


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One node of an explanation: a value, the rule that gave it, and what it was made of.

    A part that this reader may not see is a node without value and without anything below it.
    """

    figure: Figure
    person_id: PersonId | None
    #: The rule in plain English; its words in other languages are under the figure's key.
    doc: str
    law: str
    source: str
    valid_from: date | None = None
    inputs: tuple[Explained, ...] = ()
    parameters: tuple[ParameterLeaf, ...] = ()
    rows: tuple[RowLeaf, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """One value that was another between two days."""

    before: Figure
    after: Figure
    #: Whose it is; None for the family's.
    person_id: PersonId | None


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """A row that came or went between two days, behind a value that changed."""

    row: RowLeaf
    person_id: PersonId
    #: It counts on the later day and did not on the earlier one; else the other way round.
    is_new: bool
    #: Names of the measures that changed with it.
    measures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class History:
    """What changed on a family's card between two days, and which rows changed it."""

    family_id: FamilyId
    day_before: date
    day_after: date
    figures: tuple[FigureChange, ...]
    rows: tuple[RowChange, ...]
    #: What changed by the law alone: another day, other numbers, no other rows.
    is_by_law_alone: bool = False
