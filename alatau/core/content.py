"""What a content package gives the machinery, and how the package named in `ALATAU_CONTENT` is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.translation import get_language

from alatau.core.environment import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.core.calendar import WorkingCalendar
    from alatau.core.identifiers import PersonNumbers, PlaceCodes, SerialNumbers
    from alatau.core.languages import Language
    from alatau.core.money import Currency
    from alatau.core.names import NameForms
    from alatau.core.parameters import ParameterBook
    from alatau.core.roundings import Rounding
    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Role:
    """What a member of staff may be, as the city names it to people."""

    key: str
    name: Text
    #: True for a role that watches or changes what others do: a second administrator has to confirm each grant.
    needs_two: bool = False


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """A lawful reason to read a person's data, as that person reads it in the list of looks."""

    key: str
    name: Text
    #: The act and article that allow it, as that person reads them.
    law: Text


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """A class of data and how long the law lets it be kept; rooms name it by its key."""

    key: str
    name: Text
    #: Months of city time; None keeps it for good.
    kept_months: int | None
    #: The act and article that set the period, or the ground on which the city chose it.
    law: str
    #: Whether a person may ask to have their own data of this class erased before.
    is_erased_on_request: bool = False


@dataclass(frozen=True, kw_only=True)
class NamedRounding:
    """Which rounding the law prescribes for a kind of sum."""

    key: str
    rounding: Rounding
    source: str


class Content(Protocol):
    """Everything a state brings with it. Filled by ``<package>.content.CONTENT``.

    Tuples that a room above defines the items of (templates, task types) are typed by that room when it reads them.
    """

    #: ISO 3166-1 alpha-2 code.
    code: str
    name: Text
    city_name: Text
    #: In the order a reader is offered them; the first is the one for people who have not chosen.
    languages: tuple[Language, ...]
    #: IANA name of the zone that city time is told in.
    time_zone: str
    currency: Currency
    #: Currencies and tokens that the ledger keeps beside the state's own.
    currencies: tuple[Currency, ...]
    #: How far holders of money are known, and what they may pay and hold for it: `money` names their type.
    money_tiers: tuple[Any, ...]
    #: How payment codes of the city's scheme are filled, what shops sell by four digits of ISO 18245, and the wallets
    #: that a sample database starts with: `money` names the types.
    payment_qr: Any
    trades: Mapping[str, Text]
    sample_wallets: Any
    #: Programmes that pay people, kinds of vouchers and waiting payouts of a sample database: `money` names the type.
    sample_payouts: Any
    #: The bank that wallets are topped up from and withdrawn to; None where there is none: `money` names its type.
    bank_link: Any
    #: Issuer, operator, participants, treasury and revenue, with their accounts: `money` names their type.
    money_bodies: tuple[Any, ...]
    #: Kinds of marked money (`money` names their type), and what is bought by the codes that some of them name.
    mark_kinds: tuple[Any, ...]
    goods: Mapping[str, Text]
    roundings: Mapping[str, NamedRounding]
    calendar: WorkingCalendar
    parameters: ParameterBook

    person_numbers: PersonNumbers
    organisation_numbers: SerialNumbers
    place_codes: PlaceCodes
    account_numbers: SerialNumbers
    phone_numbers: SerialNumbers
    name_forms: NameForms
    #: How much the agreement of names and birth days weighs, as learned by `registry`; None: rows always carry numbers.
    name_weights: Path | None

    roles: tuple[Role, ...]
    purposes: tuple[Purpose, ...]

    #: Folder of TOML files: `rules.toml` and the templates; `messages` reads and checks it.
    message_templates: Path
    #: Folder of TOML files and typst layouts; `papers` reads and checks it.
    letter_templates: Path
    #: Folder of TOML files; `desk` reads and checks it.
    task_types: Path
    #: Folder of TOML files, one for each register of the state; `registry` reads and checks it.
    registers: Path
    #: Folder of what `services` brings to people, a folder or file for each part of that room: `events/` and others.
    services: Path
    #: Kinds of representation, texts of consents, what roles may read, offices of staff: `access` names their types.
    representation_kinds: tuple[Any, ...]
    consent_texts: tuple[Any, ...]
    staff_rights: tuple[Any, ...]
    offices: tuple[Any, ...]
    #: Kinds of kinship, pairs of people that rules ask for, and who forms a family: `registry` names their types.
    kinship: tuple[Any, ...]
    relations: tuple[Any, ...]
    family_rules: Any
    #: Which rules play which part on a family's card: `family` names its type.
    family_card: Any
    retention_classes: tuple[RetentionClass, ...]
    #: GeoJSON files of places by level; each feature names its `place`, and its `region` where it lies in one.
    boundaries: Mapping[str, Path]
    sample_city: Any
    #: Dotted name of the module whose `NATION` draws an invented nation; `registry` names its type, and loads it when
    #: one is drawn.
    synthetic_nation: str
    #: Dotted name of the package whose modules declare the rules of the law; `rules` reads and checks them.
    law: str


@cache
def content() -> Content:
    """Return the loaded content package; the same object in every call of a process.

    Raises:
        SettingError: the package leaves something out, or a text does not speak all of its languages.
    """
    # What reads texts needs the loaded content itself.
    from alatau.core.completeness import list_incomplete_texts  # noqa: PLC0415

    name: str = settings.ALATAU_CONTENT
    loaded: Content = import_module(f"{name}.content").CONTENT
    missing = sorted(member for member in CONTENT_MEMBERS if not hasattr(loaded, member))
    if missing:
        message = f"The content package {name!r} lacks {', '.join(missing)}. Add them to {name}/content.py."
        raise SettingError(message)
    parts = {member: getattr(loaded, member) for member in sorted(CONTENT_MEMBERS)}
    incomplete = list_incomplete_texts(parts, languages=[language.code for language in loaded.languages])
    if incomplete:
        message = f"Texts of the content package {name!r} are not complete: {'; '.join(incomplete[:5])}."
        raise SettingError(message)
    return loaded


CONTENT_MEMBERS = frozenset(Content.__annotations__)


def find_language(code: str | None = None) -> Language:
    """Return the content's language for a code such as ``kk`` or ``en-gb``.

    Without a code the reader's language; for a language the city does not speak, its first.
    """
    wanted = (code or get_language() or "").partition("-")[0]
    languages = content().languages
    return next((language for language in languages if language.code == wanted), languages[0])
