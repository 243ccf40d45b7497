"""What a service is, as the content package writes it. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from alatau.core.text import Text
    from alatau.services.catalogue.conditions import When

#: Digits of a code: the field, the life situation in it, the number of the service.
FIELD_DIGITS, SITUATION_DIGITS, CODE_DIGITS = 2, 3, 8

#: Who asks for themselves; others ask under a kind of representation that the content package names.
SELF = "self"


class Sureness(StrEnum):
    """How the act and article of a service are known."""

    DOCUMENTED = "documented"  # compared with a published source
    REASONED = "reasoned"  # general knowledge: to be compared with the official text


class FieldType(StrEnum):
    """What a question of a form asks for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"  # money in the state's currency
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ROW = "row"  # one of the rows that a register holds about the person: which car, which dwelling
    PERSON_NUMBER = "person_number"
    ORGANISATION_NUMBER = "organisation_number"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    FILES = "files"


class DayCount(StrEnum):
    """Which days a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class FeeTime(StrEnum):
    """When a fee is due."""

    BEFORE = "before"  # nothing begins until it is paid
    AFTER = "after"  # the bill comes with what was granted


class OutcomeKind(StrEnum):
    """What a service ends in."""

    DOCUMENT = "document"
    REGISTER_ROW = "register_row"
    RIGHT = "right"
    QUEUE = "queue"
    RESTRICTION = "restriction"
    CASE = "case"


class Judge(StrEnum):
    """Who decides. What a machine may not grant goes to an official; no machine refuses."""

    MACHINE = "machine"
    OFFICIAL = "official"


class Otherwise(StrEnum):
    """What follows where a condition does not hold."""

    OFFICIAL = "official"  # an official decides, with the reason before them
    STOP = "stop"  # the form cannot be sent: only for what the person says themselves, or their age


class Found(StrEnum):
    """What a register said about one piece of evidence."""

    FOUND = "found"
    ABSENT = "absent"  # the register covers this person, and holds nothing
    UNKNOWN = "unknown"  # it could not be asked, or does not cover this person


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A situation of life under which people look for services."""

    code: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class ServiceField:
    """A field of services: the first two digits of their codes, and the folder their files lie in."""

    code: str
    folder: str
    icon: str
    name: Text
    #: Who gives the services of the field, where one does not name another.
    authority: Text
    situations: Mapping[str, Situation]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """How long the law gives; none of days is at once."""

    days: int
    count: DayCount


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What a service costs: a multiple of the index of the law, or a sum."""

    mci: Decimal | None
    units: int | None
    when: FeeTime
    law: Text
    #: Who pays nothing.
    free: When | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the state already knows and the service needs, so that nobody is asked for a paper."""

    key: str
    name: Text
    #: Key of the register whose rows are read; empty where an event of life is the evidence.
    register: str = ""
    #: Kind of the event of life; empty where a register is read.
    event: str = ""
    #: Of whom it is: the person concerned, or the asker where they act for somebody.
    of_asker: bool = False
    #: Rows count only with these values.
    where: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    #: Columns that the person sees on the page of review.
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose."""

    key: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question. What a register already answers is shown and not asked."""

    key: str
    type: FieldType
    label: Text
    hint: Text | None = None
    is_required: bool = True
    options: tuple[Option, ...] = ()
    #: Least and most: of a number, of days from today for a day, of files.
    least: int | None = None
    most: int | None = None
    length_max: int = 0
    #: Where the answer is known: "residence.address_code".
    known_from: str = ""
    #: Evidence whose rows are offered, and the columns that name each.
    row_of: str = ""
    row_shows: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One thing that is asked at a time."""

    key: str
    title: Text
    hint: Text | None
    fields: tuple[FormField, ...]
    when: When | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What the law asks for, where a machine can see it."""

    when: When
    otherwise: Otherwise
    #: What the person reads, and the official finds as the prepared reason.
    says: Text


@dataclass(frozen=True, kw_only=True)
class Constant:
    """A value that the service itself gives."""

    value: str | int | bool


@dataclass(frozen=True, kw_only=True)
class Cases:
    """The first of several sources whose condition holds; one without a condition always does."""

    cases: tuple[tuple[When | None, str | Constant], ...]


#: Where a value comes from: the name of an answer, of evidence or of the request; a constant; or one of these by case.
Source = str | Constant | Cases


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the paper that a service gives."""

    label: Text
    value: Source


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the person gets in the end, and from whose decision."""

    kind: OutcomeKind
    by: Judge
    #: What the person gets, as the page says it.
    says: Text
    #: Lines of the paper that the person gets, drawn by the letter that all services share.
    lines: tuple[Line, ...] = ()
    #: A letter of its own instead, and where its facts come from.
    letter: str = ""
    facts: Mapping[str, Source] = field(default_factory=dict)
    #: Register that gets a row, and where its columns come from.
    register: str = ""
    row: Mapping[str, Source] = field(default_factory=dict)
    #: Benefits of the law.
    rights: tuple[str, ...] = ()
    queue: str = ""
    #: What the neighbour is told beside the person: classes of a queue, months of a restriction.
    details: Mapping[str, Source] = field(default_factory=dict)
    #: Kind of the desk's cases; empty where the service's own serves.
    task: str = ""
    decided_by: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service of the state."""

    code: str
    #: Name of its file.
    key: str
    field_code: str
    situation_code: str
    name: Text
    #: What it is, in a sentence or two.
    what: Text
    law: Text
    sureness: Sureness
    #: `self`, and kinds of representation under which others may ask.
    who: tuple[str, ...]
    who_says: Text
    deadline: Deadline
    fee: Fee | None
    steps: tuple[Text, ...]
    evidence: Mapping[str, Evidence]
    pages: tuple[Page, ...]
    conditions: tuple[Condition, ...]
    outcome: Outcome
    #: Everyday words under which people look for it, by language.
    words: Mapping[str, tuple[str, ...]]
    #: Who gives it; empty for the authority of its field.
    authority: Text | None
    #: Digest of the file: a request keeps which wording it was asked under.
    version: str

    @property
    def fields(self) -> Iterator[FormField]:
        """Every question of the form, in order."""
        return (each for page in self.pages for each in page.fields)

    def field_of(self, key: str) -> FormField:
        """Return a question by its key."""
        return next(each for each in self.fields if each.key == key)
