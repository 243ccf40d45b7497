"""How each right is offered, as the content package says: to whom, in which words, when, and who else must say yes.

A file for each group of rights lies in `offers/` of the content's services, beside `rules.toml` for all of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.services.offers.errors import OfferContentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULES = "rules.toml"
FOLDER = "offers"


class SpokenTo(StrEnum):
    """Who is told of a right and answers for it."""

    HOLDER = "holder"  # whose right it is
    CARER = "carer"  # an adult of the family, where the right is a child's
    FAMILY = "family"  # an adult of the family, for all


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How one right is offered."""

    #: The group: the name of its file.
    group: str
    speaks_to: SpokenTo
    #: Keys of the messages that offer it, with a sum and without.
    message: str
    message_in_kind: str
    #: Days of city time that the telling waits, out of respect.
    tell_after_days: int = 0
    #: The law asks every adult of the family.
    all_adults: bool = False
    #: The right is lost if nobody asks for it in time.
    lapses: bool = False


@dataclass(frozen=True, kw_only=True)
class OfferRules:
    """What holds for all offers."""

    #: Days of city time until somebody is reminded, and from then until a person looks after it.
    answer_days: int
    reminder_days: int
    #: Labels of the family's category for which silence ends with a person.
    person_for: frozenset[str]
    #: Keys of messages and of kinds of cases.
    reminder: str
    account_needed: str
    gone: str
    ask_adult: str
    with_person: str
    #: Says why an answer could not be followed.
    refused: str
    task_silent: str
    task_disputed: str
    task_unknown: str
    #: The text of access that stands behind a yes.
    consent: str


_RULES: Mapping[str, type] = {
    "answer_days": int, "reminder_days": int, "person_for": list, "reminder": str, "account_needed": str, "gone": str,
    "ask_adult": str, "with_person": str, "refused": str, "task_silent": str, "task_disputed": str, "task_unknown": str,
    "consent": str,
}  # fmt: skip
_GROUP: Mapping[str, type] = {
    "rights": list, "speaks_to": str, "message": str, "message_in_kind": str, "tell_after_days": int,
    "all_adults": bool, "lapses": bool,
}  # fmt: skip
_GROUP_NEEDS = ("rights", "speaks_to", "message", "message_in_kind")


@cache
def offer_rules() -> OfferRules:
    """Return what the content says of all offers."""
    return read_rules(content().services / FOLDER)


@cache
def list_terms() -> Mapping[str, Terms]:
    """Return how each right is offered, by the key of its benefit."""
    return read_terms(content().services / FOLDER)


def read_rules(folder: Path) -> OfferRules:
    """Return what the folder says of all offers.

    Raises:
        OfferContentError: a value is missing, unknown or of another type.
    """
    raw = read_table(folder / RULES)
    check_table(raw, _RULES, needs=tuple(_RULES), file=RULES)
    return OfferRules(**raw | {"person_for": frozenset(raw["person_for"])})


def read_terms(folder: Path) -> Mapping[str, Terms]:
    """Return how each right is offered by the files of a folder.

    Raises:
        OfferContentError: a value is missing, unknown or of another type, or a right stands twice.
    """
    found: dict[str, Terms] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == RULES:
            continue
        raw = read_table(path)
        check_table(raw, _GROUP, needs=_GROUP_NEEDS, file=path.name)
        if raw["speaks_to"] not in set(SpokenTo):
            raise OfferContentError(file=path.name, problem=f"speaks_to {raw['speaks_to']} is not known")
        rights = raw.pop("rights")
        for right in rights:
            if right in found:
                raise OfferContentError(file=path.name, problem=f"{right} stands in {found[right].group} too")
            found[right] = Terms(**raw | {"group": path.stem, "speaks_to": SpokenTo(raw["speaks_to"])})
    return found


def read_table(path: Path) -> dict[str, Any]:
    """Return a file's table.

    Raises:
        OfferContentError: it is missing, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OfferContentError(file=path.name, problem=f"it is not TOML ({error})") from error


def check_table(raw: Mapping[str, Any], types: Mapping[str, type], *, needs: tuple[str, ...], file: str) -> None:
    """Refuse a table that lacks a value, or has one that is unknown or of another type.

    Raises:
        OfferContentError: it says which.
    """
    if missing := [name for name in needs if name not in raw]:
        raise OfferContentError(file=file, problem=f"{', '.join(missing)} is missing")
    if unknown := sorted(raw.keys() - types.keys()):
        raise OfferContentError(file=file, problem=f"{', '.join(unknown)} is not known")
    for name, value in raw.items():
        # For Python a truth value is a number; for an author it is not.
        if not isinstance(value, types[name]) or (types[name] is int and isinstance(value, bool)):
            raise OfferContentError(file=file, problem=f"{name} is of another type than {types[name].__name__}")
