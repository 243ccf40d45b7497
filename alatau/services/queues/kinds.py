"""Kinds of queues as the content package keeps them: one TOML file each, read once and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.calendar import ONE_DAY
from alatau.core.content import content
from alatau.core.text import Text
from alatau.services.queues.errors import QueueContentError, QueueNotFoundError
from alatau.services.queues.problems import find_problems
from alatau.services.queues.values import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

FOLDER = "queues"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What of a family's card proves a right: a figure that is true, as large as this, or one of these words."""

    figure: str
    at_least: int | None
    one_of: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class PriorityClass:
    """A right to go before others."""

    key: str
    name: Text
    law: Text
    #: 1 goes before 2; both go in the turns that the mix gives to privileged ones.
    rank: int
    #: None where no register can prove it: then an official looks at a paper.
    proof: Proof | None
    #: It holds only for providers where a brother or sister has a place already.
    is_sibling: bool


@dataclass(frozen=True, kw_only=True)
class AgeGroup:
    """Children who reach these ages on the day on which ages are counted; the end is excluded."""

    key: str
    name: Text
    from_years: int
    to_years: int


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who gives places: a kindergarten, a school, a building."""

    key: str
    name: Text
    zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a person has time for, as the law counts it."""

    consent_working_days: int
    contract_working_days: int
    #: Calendar days in which a silent person may take the ticket up again, and how often.
    restore_days: int
    restores: int
    law: Text


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """How the state's register keeps tickets: its columns by what they hold, its words for each status."""

    register: str
    columns: Mapping[str, str]
    status: Mapping[str, str]
    #: Columns that say the same in every row.
    fixed: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class QueueKind:
    """One queue."""

    key: str
    name: Text
    #: What it is for, and what comes of waiting.
    about: Text
    law: Text
    #: Of so many turns the first goes to a privileged one; 0 where rank alone decides.
    mix: int
    classes: Mapping[str, PriorityClass]
    groups: tuple[AgeGroup, ...]
    #: Month and day on which ages are counted; the year is the one in which the place begins.
    ages_on: tuple[int, int] | None
    zones: Mapping[str, Text]
    languages: tuple[str, ...]
    providers: Mapping[str, Provider]
    terms: Terms
    recorded: Recorded | None

    def group_of(self, born_on: date | None, *, on: date) -> AgeGroup | None:
        """Return the group of somebody born on a day, as counted today; None for who is in none."""
        if self.ages_on is None or born_on is None:
            return None
        years = self._count_years(born_on, on=on)
        return next((group for group in self.groups if group.from_years <= years < group.to_years), None)

    def births_of(self, group: AgeGroup, *, on: date) -> tuple[date, date]:
        """Return days between which everybody of a group was born; a day more on either side, for leap years."""
        counted = self._count_day(on)
        first, last = counted.year - group.to_years, counted.year - group.from_years
        return counted.replace(year=first) - ONE_DAY, counted.replace(year=last) + ONE_DAY

    def is_outgrown(self, born_on: date | None, *, on: date) -> bool:
        """Tell whether somebody is too old for every group; whoever is too young may wait until they are old enough."""
        if self.ages_on is None or born_on is None:
            return bool(self.groups)
        return self._count_years(born_on, on=on) >= max(group.to_years for group in self.groups)

    def first_day_of(self, born_on: date, *, on: date) -> date:
        """Return the first day on which somebody who is too young takes part in the sharing out."""
        assert self.ages_on is not None, "a queue without groups has no ages"
        month, day = self.ages_on
        first = on.replace(month=month, day=day)
        while self.group_of(born_on, on=first) is None or first < on:
            first = first.replace(year=first.year + 1)
        return first

    def _count_years(self, born_on: date, *, on: date) -> int:
        counted = self._count_day(on)
        born = born_on if (born_on.month, born_on.day) != (2, 29) else born_on + ONE_DAY
        return counted.year - born.year - ((counted.month, counted.day) < (born.month, born.day))

    def _count_day(self, on: date) -> date:
        """Return the day on which ages are counted: within a school year they stay as at its beginning."""
        assert self.ages_on is not None, "a queue without groups has no ages"
        month, day = self.ages_on
        counted = on.replace(month=month, day=day)
        return counted if counted <= on else counted.replace(year=on.year - 1)

    def stream_of(self, classes: frozenset[str]) -> Stream:
        """Return the line in which somebody with these rights waits."""
        ranked = [key for key in classes if key in self.classes and not self.classes[key].is_sibling]
        return Stream.PRIVILEGED if ranked else Stream.GENERAL


@cache
def list_queues() -> dict[str, QueueKind]:
    """Return the content package's queues by key, checked. Raises: QueueContentError."""
    return read_queues(content().services / FOLDER)


def get_queue(key: str) -> QueueKind:
    """Return a queue. Raises: QueueNotFoundError."""
    found = list_queues().get(key)
    if found is None:
        raise QueueNotFoundError(queue=key)
    return found


def read_queues(folder: Path) -> dict[str, QueueKind]:
    """Read and check every queue of a folder.

    Raises:
        QueueContentError: one cannot be used; it says which, and what to correct.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def _read(path: Path) -> QueueKind:
    try:
        kind = _make(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError, AssertionError) as error:
        raise QueueContentError(queue=path.stem, problem=repr(error)) from error
    for problem in find_problems(kind):
        raise QueueContentError(queue=path.stem, problem=problem)
    return kind


def _make(key: str, raw: dict[str, Any]) -> QueueKind:
    ages = raw.get("ages_on")
    return QueueKind(
        key=key,
        name=Text(**raw["name"]),
        about=Text(**raw["about"]),
        law=Text(**raw["law"]),
        mix=int(raw["mix"]),
        classes={each["key"]: _make_class(each) for each in raw.get("class", [])},
        groups=tuple(
            AgeGroup(key=each["key"], name=Text(**each["name"]), from_years=each["from"], to_years=each["to"])
            for each in raw.get("group", [])
        ),
        ages_on=(int(ages["month"]), int(ages["day"])) if ages else None,
        zones={each["key"]: Text(**each["name"]) for each in raw.get("zone", [])},
        languages=tuple(raw.get("languages", ())),
        providers={each["key"]: _make_provider(each) for each in raw.get("provider", [])},
        terms=Terms(law=Text(**raw["terms"].pop("law")), **raw["terms"]),
        recorded=Recorded(**raw["recorded"]) if "recorded" in raw else None,
    )


def _make_class(raw: dict[str, Any]) -> PriorityClass:
    proof = raw.get("proof")
    return PriorityClass(
        key=raw["key"],
        name=Text(**raw["name"]),
        law=Text(**raw["law"]),
        rank=int(raw["rank"]),
        proof=_make_proof(proof) if proof else None,
        is_sibling=bool(raw.get("sibling", False)),
    )


def _make_proof(raw: dict[str, Any]) -> Proof:
    at_least = raw.get("at_least")
    return Proof(
        figure=str(raw["figure"]),
        at_least=None if at_least is None else int(at_least),
        one_of=frozenset(raw.get("one_of", ())),
    )


def _make_provider(raw: dict[str, Any]) -> Provider:
    return Provider(
        key=raw["key"],
        name=Text(**raw["name"]),
        zone=raw.get("zone", ""),
        languages=tuple(raw.get("languages", ())),
    )
