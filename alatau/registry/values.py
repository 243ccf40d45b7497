"""What a register is, as the content package declares it. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.text import Text


class ColumnType(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    PERSON_NUMBER = "person_number"
    ORGANISATION_NUMBER = "organisation_number"
    PERSON_OR_ORGANISATION_NUMBER = "person_or_organisation_number"
    PLACE_CODE = "place_code"
    ADDRESS_CODE = "address_code"
    CADASTRE_NUMBER = "cadastre_number"
    ACCOUNT_NUMBER = "account_number"
    PHONE_NUMBER = "phone_number"
    DAY = "day"
    MONTH = "month"  # a calendar month, "2026-03"
    YEAR = "year"
    MOMENT = "moment"
    WHOLE_NUMBER = "whole_number"
    DECIMAL = "decimal"  # four places at most
    AMOUNT = "amount"  # money, kept in the smallest unit of the currency that `unit` names
    YES_NO = "yes_no"
    CHOICE = "choice"


#: Types whose values mean nothing without a unit.
MEASURED = frozenset({ColumnType.DECIMAL, ColumnType.AMOUNT})
#: Types that can say whose row it is.
SUBJECTS = frozenset(
    {
        ColumnType.PERSON_NUMBER,
        ColumnType.ORGANISATION_NUMBER,
        ColumnType.PERSON_OR_ORGANISATION_NUMBER,
        ColumnType.PLACE_CODE,
        ColumnType.ADDRESS_CODE,
    }
)


class PersonalClass(StrEnum):
    """How closely a column touches a person. The last five never unfold to another person."""

    ORDINARY = "ordinary"
    IDENTITY = "identity"
    CONTACT = "contact"
    FAMILY = "family"
    ECONOMIC = "economic"
    BIOMETRIC = "biometric"
    SENSITIVE = "sensitive"
    HEALTH = "health"
    CONVICTION = "conviction"
    ADOPTION = "adoption"
    VIOLENCE = "violence"


#: Columns that the lake itself keeps beside the declared ones.
RESERVED_COLUMNS = frozenset(
    {
        *("part", "bucket", "load", "line", "slot", "subject"),
        *("valid_from", "valid_until", "known_from", "known_until", "closed_by", "row_slot", "row_subject"),
    }
)

NEVER_UNFOLDED = frozenset(
    {
        PersonalClass.SENSITIVE,
        PersonalClass.HEALTH,
        PersonalClass.CONVICTION,
        PersonalClass.ADOPTION,
        PersonalClass.VIOLENCE,
    }
)


class Rhythm(StrEnum):
    """How often the owner sends the register."""

    LIVE = "live"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


#: Days after which a register that was not sent again is stale: one beat, and time to repeat a failed one.
FRESH_DAYS: Mapping[Rhythm, int] = {
    Rhythm.LIVE: 1,
    Rhythm.HOURLY: 1,
    Rhythm.DAILY: 3,
    Rhythm.WEEKLY: 14,
    Rhythm.MONTHLY: 45,
    Rhythm.YEARLY: 400,
}


class Coverage(StrEnum):
    """Whom a missing row says something about."""

    EVERYONE = "everyone"  # a person without a row is known to have none
    LISTED = "listed"  # a person without a row is unknown: the register never claimed to hold everybody
    CONSENTED = "consented"  # only those who agreed
    ORGANISATIONS = "organisations"
    PLACES = "places"


class Delivery(StrEnum):
    """What a source of the owner holds."""

    CHANGES = "changes"  # rows that are new or different; what is missing stays as it was
    WHOLE = "whole"  # the whole register: what is missing has ended


class History(StrEnum):
    """What another content under the same identity means."""

    FACTS = "facts"  # the earlier row was wrong: the new one takes its place, with its own days
    STATES = "states"  # something changed: the earlier row was right until then


class LoadKind(StrEnum):
    """Where the rows of a load come from."""

    SOURCE = "source"  # a file or a table of the register's owner
    INBOX = "inbox"  # rows that came alone, folded into the lake
    RELEASE = "release"  # corrected rows out of quarantine, and rows linked after all
    DERIVED = "derived"  # computed from other registers: kinship, residence, membership
    COMPACTION = "compaction"  # the same answers in fewer files


class LoadState(StrEnum):
    """How far a load came."""

    PLANNED = "planned"  # files may lie there; nobody sees them
    WRITTEN = "written"  # the lake's log names them; nobody sees them yet
    ANNOUNCED = "announced"  # the journal says so: everybody sees them
    ABANDONED = "abandoned"  # it never came to be


class ErrandKind(StrEnum):
    """What an operator asks the worker to do."""

    FILE = "file"  # take in a file of the register's owner
    RELEASE = "release"  # take in a quarantined row, corrected


class ErrandState(StrEnum):
    """How far the worker is with it."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class QuarantineAct(StrEnum):
    """What was done with a quarantined row."""

    RELEASED = "released"  # corrected, and taken into the register
    RETURNED = "returned"  # reported to the owner


class Judgement(StrEnum):
    """Whether a row is a person's."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class ContestAnswer(StrEnum):
    """What the register's owner answered to "this is wrong"."""

    CORRECTED = "corrected"
    UPHELD = "upheld"


#: A bound of a column's values.
Bound = Decimal | date
#: Signs of a text column that declares nothing else.
DEFAULT_MAX_LENGTH = 1000


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a register."""

    name: str
    type: ColumnType
    personal_class: PersonalClass
    is_required: bool = False
    #: ISO 4217 code for amounts; in words for decimals; empty for all else.
    unit: str = ""
    #: Allowed codes of a choice.
    choices: tuple[str, ...] = ()
    #: What people call the column; without one they see its name in words.
    label: Text | None = None
    #: What people call the codes of a choice.
    choice_labels: Mapping[str, Text] = field(default_factory=dict)
    #: What else the owner's files call the column.
    also: tuple[str, ...] = ()
    #: Least and greatest value that can be true; of amounts in whole units of the currency, of days a day.
    least: Bound | None = None
    most: Bound | None = None
    #: What a text has to match as a whole; a regular expression that RE2 and Python read alike.
    pattern: str = ""
    #: Signs at most; texts alone.
    max_length: int = DEFAULT_MAX_LENGTH
    #: Day column that this day cannot come before.
    not_before: str = ""
    #: The day lies in the past of the source: something happened on it.
    is_past: bool = False

    def title(self, language: str | None = None) -> str:
        """Return what people call the column."""
        return self.label.say(language) if self.label else self.name.replace("_", " ").capitalize()

    def say_choice(self, code: str, language: str | None = None) -> str:
        """Return what people call a code of a choice; an unknown code stays as it is."""
        label = self.choice_labels.get(code)
        return label.say(language) if label else code


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One kind of fact that a register's rows tell of people. `people.told` names the kinds and their parts."""

    #: "birth", "marriage", "death", "residence" and so on.
    what: str
    #: Which column plays which part: {"child": "child_number"}.
    parts: Mapping[str, str]
    #: Rows tell it only where the columns hold one of these values, and not where they hold one of those.
    when: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Register:
    """One register that the state keeps."""

    #: The state's own code, for example `DB06`.
    code: str
    #: What rules call it, for example `births`.
    key: str
    name: Text
    owner: Text
    #: What one row stands for.
    row: str
    #: Column that says whose row it is: it chooses the bucket and never changes.
    subject: str
    #: Columns that together name a row: the same ones again are the same row, corrected.
    identity: tuple[str, ...]
    covers: Coverage
    rhythm: Rhythm
    #: The act by which the state keeps it.
    legal_ground: Text
    #: Rows of the whole country, as published or estimated.
    approximate_rows: int
    is_in_family_card: bool
    #: Where the knowledge of this register comes from.
    evidence: tuple[str, ...]
    columns: Mapping[str, Column]
    note: str = ""
    #: What residents call what it holds; without it they read its name.
    called: Text | None = None
    delivery: Delivery = Delivery.CHANGES
    history: History = History.STATES
    #: Columns that say from when and until when a row is true; without one it is true from the source's day on.
    valid_from: str = ""
    valid_until: str = ""
    #: The day in `valid_until` is the last one on which the row is true.
    is_last_day_included: bool = False
    #: "person": its subjects become known to the city by it. "address": its rows say in which place an address lies.
    declares: str = ""
    #: Columns that name somebody else whose row it is too: a mother on a birth act, the second of two spouses.
    also_about: tuple[str, ...] = ()
    #: "family": its rows speak of a home or a family as a whole, whoever of it they are written under.
    shared_by: str = ""
    #: What a row tells of people: births, marriages, homes; families are computed from it.
    tells: tuple[Telling, ...] = ()

    @property
    def title(self) -> Text:
        """Return what residents call what the register holds."""
        return self.called or self.name

    @property
    def fresh_days(self) -> int:
        """Days after which the register is stale when it was not sent again."""
        return FRESH_DAYS[self.rhythm]
