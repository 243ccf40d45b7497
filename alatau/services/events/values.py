"""What a life event is, and what tells of one. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.text import Text
    from alatau.core.values import PersonId

LifeEventId = NewType("LifeEventId", UUID)
#: What officials find out of a doubtful event; outcomes of cases are named so.
HAPPENED, NOT_HAPPENED = "happened", "not_happened"


class EventStatus(StrEnum):
    """How an event stands."""

    WAITING = "waiting"  # seen, and told nobody yet: some news comes gently, days later
    DETECTED = "detected"
    WITHDRAWN = "withdrawn"  # no row tells of it any more; told again, it stands again


class Flow(StrEnum):
    """How people may hear of an event."""

    MESSAGE = "message"
    STAFF_ONLY = "staff_only"  # never by any message: in person, or through those who care for the person


class Ground(StrEnum):
    """How far it is known that the state acts on such events."""

    DOCUMENTED = "documented"
    PARTLY = "partly_documented"
    REASONED = "reasoned"


class Takes(StrEnum):
    """Whose event it is, where a row names several people."""

    FIRST = "first"  # the first of the columns that is filled
    EACH = "each"  # everybody whom the columns name


class Sameness(StrEnum):
    """When two rows tell of one event of a person."""

    ROW = "row"  # only a corrected row is the same: each row tells of an event of its own
    PERSON = "person"  # it happens once in a life
    DAYS = "days"  # what happens within some days of each other is one


class Doubt(StrEnum):
    """Why an official looks at an event."""

    DAYS_DIFFER = "days_differ"  # two registers name different days
    TAKEN_BACK = "taken_back"  # one register took back what another still says
    SAME_PERSON = "same_person"  # a row names one person in two parts that nobody can both play


@dataclass(frozen=True, kw_only=True)
class DayRule:
    """On which day an event happens, counted from a column of a row."""

    #: Column with a day, a month or a moment; empty: the day on which the city hears of it.
    column: str = ""
    #: Days after it; below zero, before.
    days: int = 0
    #: Full years of age, where the column is a day of birth; beside an age by law, years after it or before.
    years: int = 0
    #: Parameters that hold the age instead, by the value of another column: {"male": "pension_age_men"}.
    age_by: str = ""
    ages: Mapping[str, str] = field(default_factory=dict)
    #: The first such day of a year, as (month, day), on which the age is reached.
    year_day: tuple[int, int] | None = None

    @property
    def comes_with_time(self) -> bool:
        """Tell whether the day may come after the row: then each day of the city asks for it."""
        return bool(self.days < 0 or self.years or self.ages or self.year_day)


@dataclass(frozen=True, kw_only=True)
class Needed:
    """What else the registers must say of the person for a row to tell of an event."""

    #: "earlier": an earlier row about the same person in the same register; "no_later": none whose day is later.
    earlier: bool = False
    no_later: bool = False


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Rows of one register that tell of a kind of event."""

    kind: str
    #: Names it among the triggers of its kind: each step is an event of its own, each part one half of an event.
    key: str
    register: str
    day: DayRule
    #: Columns hold one of these values, and none of those; texts begin with these; numbers exceed those.
    when: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    begins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    above: Mapping[str, int] = field(default_factory=dict)
    #: A state that turns into one of these values takes the event back; every other one is what came later.
    taken_back: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    whose: tuple[str, ...] = ()
    takes: Takes = Takes.FIRST
    #: Column with another person whom the event is about: a child.
    other: str = ""
    #: Columns of which no two may name the same person.
    apart: tuple[str, ...] = ()
    #: Column with a place: the event is everybody's who lives there.
    lives_in: str = ""
    step: str = ""
    part: str = ""
    needed: Needed = Needed()

    @property
    def is_alone(self) -> bool:
        """Tell whether a row is enough: neither other rows of the person nor people of a place have to be read."""
        return not (self.lives_in or self.needed.earlier or self.needed.no_later)


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """One kind of event, as the content package declares it."""

    key: str
    name: Text
    #: What staff read of it.
    description: Text
    ground: Ground
    flow: Flow
    triggers: tuple[Trigger, ...]
    #: Names of rules: a right that one of these gives, gained on a family's card, tells of the event.
    entitlements: tuple[str, ...] = ()
    sameness: Sameness = Sameness.ROW
    #: Days within which rows tell of the same event.
    within_days: int = 0
    #: Rows of one register tell of so many events, however near: twins are two births.
    counts_rows: bool = False
    #: Parts that have to be told of before the event stands.
    parts: tuple[str, ...] = ()
    #: What happened longer ago when the city hears of it is history.
    late_days: int = 365
    #: Days between the event and the first word about it.
    delay_days: int = 0
    #: Kind of case that officials get for each event: those that nobody is told of by a message.
    task: str = ""
    #: Kind of case that officials get where rows contradict each other; empty where nothing hangs on it.
    doubt_task: str = ""
    #: Eight-digit codes of services that it brings.
    services: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    #: What the law or the practice says of times, and where it is written.
    deadlines: str = ""
    source: str = ""

    def find_trigger(self, key: str) -> Trigger | None:
        """Return the trigger of that key; None for what no row tells but a family's card."""
        return next((trigger for trigger in self.triggers if trigger.key == key), None)

    @property
    def is_staff_only(self) -> bool:
        """Tell whether no message may ever speak of it."""
        return self.flow is Flow.STAFF_ONLY


@dataclass(frozen=True, kw_only=True)
class RowPointer:
    """A row that tells of an event, without what it says."""

    register: str
    #: Keyed digest of the row's identity.
    row: str
    on_day: date
    is_standing: bool


@dataclass(frozen=True, kw_only=True)
class LifeEvent:
    """What happened to somebody."""

    id: LifeEventId
    kind: str
    #: Tells this event from others of its kind in the same life.
    identity: str
    person_id: PersonId
    #: The child that was born, the person who died; None where it is nobody else.
    other_id: PersonId | None
    on_day: date
    status: EventStatus
    #: The day from which people may hear of it.
    ripe_on: date
    detected_at: datetime
    rows: tuple[RowPointer, ...] = ()

    @property
    def register(self) -> str:
        """Return the key of the register that told of it first."""
        return self.rows[0].register if self.rows else ""
