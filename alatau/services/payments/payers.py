"""Who pays which right, and what the law says of appeals and of money paid by mistake, as the content keeps it.

One file, `payers.toml`: the treasury's programmes, the programme of each right by its key, and the law's terms.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.services.decisions.errors import NotPaidHereError, PayersContentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "payers.toml"
#: What is no sum of the city's: help in kind, and money that another body keeps and pays.
IN_KIND, ELSEWHERE = "in_kind", "elsewhere"
#: Letters of a programme's key, and of what people read beside a payment.
KEY_MOST, WORDS_MOST = 20, 140


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A programme of the treasury that pays rights."""

    key: str
    name: Text
    #: Key of the treasury's account.
    account: str
    #: What people read beside a payment: of every language a word, since a batch has one text.
    words: str


@dataclass(frozen=True, kw_only=True)
class AppealTerms:
    """How long the law gives for an appeal, and for its answer."""

    months: int
    law: Text
    #: "sourced" or "unverified".
    verification: str


@dataclass(frozen=True, kw_only=True)
class RecoveryTerms:
    """How money that was not due comes back."""

    #: Ten-thousandths of a payment that may be kept back from it, where the person agreed.
    share_most_bp: int
    #: Days that a bill for it gives.
    bill_days: int
    law: Text
    verification: str


@dataclass(frozen=True, kw_only=True)
class Payers:
    """Everything that the file says."""

    programmes: Mapping[str, Programme]
    #: The programme of each right by its key, or one of the two words for what is no sum of the city's.
    benefits: Mapping[str, str]
    #: Keys of rights that take each other's place, by any name.
    instead: Mapping[str, tuple[str, ...]]
    appeal: AppealTerms
    recovery: RecoveryTerms
    #: For so long what is paid once is not paid again without an event of its own.
    once_months: int

    def programme_of(self, benefit_key: str) -> Programme | None:
        """Return what pays a right; nothing for help in kind.

        Raises:
            NotPaidHereError: another body pays it. PayersContentError: the file does not name the right.
        """
        named = self.benefits.get(benefit_key)
        if named is None:
            raise PayersContentError(problem=f"{benefit_key} has no payer")
        if named == ELSEWHERE:
            raise NotPaidHereError
        return None if named == IN_KIND else self.programmes[named]

    def alike(self, benefit_key: str) -> tuple[str, ...]:
        """Return the keys of rights of which a holder gets one: the right itself, where it stands alone."""
        return next((keys for keys in self.instead.values() if benefit_key in keys), (benefit_key,))


@cache
def get_payers() -> Payers:
    """Return what the content says, checked."""
    return read_payers(content().services / FILE)


def read_payers(path: Path) -> Payers:
    """Read and check the file.

    Raises:
        PayersContentError: it cannot be used; it says why.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        programmes = {each["key"]: _programme(each) for each in raw["programme"]}
        read = Payers(
            programmes=programmes,
            benefits=dict(raw["benefit"]),
            instead={name: tuple(keys) for name, keys in raw.get("instead", {}).items()},
            appeal=AppealTerms(**_with_law(raw["appeal"])),
            recovery=RecoveryTerms(**_with_law(raw["recovery"])),
            once_months=int(raw["once"]["months"]),
        )
    except (OSError, KeyError, TypeError, ValueError, AssertionError) as error:
        raise PayersContentError(problem=repr(error)) from error
    _check(read, named=[each["key"] for each in raw["programme"]])
    return read


def _programme(raw: Mapping[str, Any]) -> Programme:
    return Programme(key=raw["key"], name=Text(**raw["name"]), account=raw["account"], words=raw["words"])


def _with_law(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {**raw, "law": Text(**raw["law"])}


def _check(read: Payers, *, named: list[str]) -> None:
    known = {*read.programmes, IN_KIND, ELSEWHERE}
    problems = [f"{key} names no programme: {value}" for key, value in read.benefits.items() if value not in known]
    problems += [f"programme {key} stands twice" for key in read.programmes if named.count(key) > 1]
    problems += [f"the key {key} is too long" for key in read.programmes if len(key) > KEY_MOST]
    strangers = {key for keys in read.instead.values() for key in keys} - read.benefits.keys()
    problems += [f"{key} takes another's place and has no payer" for key in sorted(strangers)]
    long = [each.key for each in read.programmes.values() if len(each.words) > WORDS_MOST]
    problems += [f"the words of {key} are too long" for key in long]
    if read.appeal.months < 1 or not 0 < read.recovery.share_most_bp < 10_000 or read.recovery.bill_days < 1:
        problems.append("a term of appeals or recoveries is out of range")
    if problems:
        raise PayersContentError(problem=problems[0])
