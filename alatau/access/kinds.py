"""What a content package says about rights: kinds of representation, texts of consents, rights of roles. No Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class RepresentationKind:
    """One way the law lets a person act for another, or for a firm."""

    key: str
    #: What the representative is called: "mother or father", "guardian".
    name: Text
    #: The act and article.
    law: str
    #: True when it is an organisation that is represented.
    for_organisation: bool = False
    #: True when the represented person gives it themselves, on a page or at a desk; else a register states it.
    given_by_person: bool = False
    #: Age of the represented person at which it ends by itself; None when no age ends it.
    ends_at_age: int | None = None
    #: Age from which the representative no longer unfolds the person's data, though they may still act.
    looks_until_age: int | None = None
    #: Purposes it may cover; empty means all.
    purposes: tuple[str, ...] = ()
    #: False where the law lets the representative take nothing of the represented person's for themselves.
    may_be_paid: bool = True
    #: Years it may last at most, and years it lasts when no end was said; None for no such rule.
    longest_years: int | None = None
    unless_said_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office that staff sit in, as people read it."""

    key: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """One agreement a person may say yes to. A changed text is a new version beside the old one."""

    key: str
    version: int
    title: Text
    #: What the person agrees to, in at most a few plain sentences.
    body: Text
    #: Purpose the data are used for, a key of the content's purposes.
    purpose: str
    #: Keys of the data words the consent covers.
    data: tuple[str, ...]
    #: Who may use them: the name people read, and the key machines use. Empty key: another person, named when given.
    recipient: str = ""
    recipient_name: Text | None = None
    valid_from: date
    #: The act and article, as the person reads them.
    law: Text


@dataclass(frozen=True, kw_only=True)
class StaffRight:
    """What a role lets its holder read: people's data for these purposes."""

    role: str
    purposes: tuple[str, ...]
    #: False lets the role read without naming a case, as an auditor does.
    needs_case: bool = True


@dataclass(frozen=True, kw_only=True)
class SamplePerson:
    """An invented resident."""

    key: str
    name: str
    short_name: str
    born_on: date
    woman: bool
    serial: int
    language: str
    #: Serial of the synthetic phone; None for a person without one.
    phone_serial: int | None = None
    #: What a newcomer should know, in one line.
    about: Text


@dataclass(frozen=True, kw_only=True)
class SampleStaff:
    """An invented member of staff. The password and the secret of the code generator are for samples alone."""

    login: str
    name: str
    office: str
    roles: tuple[str, ...]
    language: str
    password: str
    totp_secret: str
    about: Text


@dataclass(frozen=True, kw_only=True)
class SampleOrganisation:
    """An invented firm."""

    key: str
    name: str
    serial: int


@dataclass(frozen=True, kw_only=True)
class SampleRepresentation:
    """Who acts for whom in the sample city, by keys."""

    kind: str
    representative: str
    represented: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class SampleCity:
    """The invented people that a sample database starts with."""

    region: str
    residents: tuple[SamplePerson, ...]
    staff: tuple[SampleStaff, ...]
    organisations: tuple[SampleOrganisation, ...] = ()
    representations: tuple[SampleRepresentation, ...] = field(default_factory=tuple)
    #: Why the staff hold their roles. A ground is kept as it was written, in the language of the state's papers.
    role_ground: str = ""
