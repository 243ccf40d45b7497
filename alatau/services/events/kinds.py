"""Kinds of life events as the content package keeps them: one TOML file each, read once and checked.

Adding a kind is adding one file, nothing else.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.registry.declare import get_register
from alatau.registry.errors import RegisterNotFoundError
from alatau.registry.lake.schema import person_name
from alatau.registry.values import ColumnType
from alatau.services.events.errors import EventKindContentError, EventKindNotFoundError
from alatau.services.events.problems import find_problems
from alatau.services.events.values import DayRule, EventKind, Flow, Ground, Needed, Sameness, Takes, Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.registry.values import Register

FOLDER = "events"
#: The table of texts, and the lists and single values that a kind may hold beside its name and description.
_KIND = frozenset(
    {
        *("name", "description", "ground", "flow", "row", "entitlements", "sameness", "within_days", "counts_rows"),
        *("parts", "late_days", "delay_days", "task", "doubt_task", "services", "benefits", "deadlines", "source"),
    }
)
_ROW = frozenset(
    {
        *("key", "register", "day", "when", "unless", "begins", "above", "taken_back", "whose", "takes", "other"),
        *("apart", "lives_in", "step", "part", "earlier", "no_later"),
    }
)
_DAY = frozenset({"column", "days", "years", "age_by", "ages", "year_day"})


@cache
def list_kinds() -> dict[str, EventKind]:
    """Return the content package's kinds of events by key, checked.

    Raises:
        EventKindContentError: one cannot be used; it says which, and what to correct.
    """
    return read_kinds(content().services / FOLDER)


def get_kind(key: str) -> EventKind:
    """Return one kind of event.

    Raises:
        EventKindNotFoundError: the content package has none of that key.
    """
    found = list_kinds().get(key)
    if found is None:
        raise EventKindNotFoundError
    return found


@cache
def triggers_by_register() -> Mapping[str, tuple[Trigger, ...]]:
    """Return what rows of each register tell, by the register's key."""
    found: dict[str, list[Trigger]] = {}
    for kind in list_kinds().values():
        for trigger in kind.triggers:
            found.setdefault(trigger.register, []).append(trigger)
    return {key: tuple(triggers) for key, triggers in found.items()}


@cache
def kinds_by_right() -> Mapping[str, tuple[str, ...]]:
    """Return which kinds a right on a card tells of, by the name of the rule that gives it."""
    found: dict[str, list[str]] = {}
    for kind in list_kinds().values():
        for name in kind.entitlements:
            found.setdefault(name, []).append(kind.key)
    return {name: tuple(keys) for name, keys in found.items()}


def read_kinds(folder: Path) -> dict[str, EventKind]:
    """Read and check every kind of event of a folder against the registers.

    Raises:
        EventKindContentError: one cannot be used; it says which, and what to correct.
    """
    return {path.stem: _read_kind(path) for path in sorted(folder.glob("*.toml"))}


def _read_kind(path: Path) -> EventKind:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        problems = [f"{name} is not a field of a kind of event" for name in sorted(raw.keys() - _KIND)]
        kind = _make_kind(path.stem, raw)
    except KeyError as error:
        raise EventKindContentError(file=path.name, problem=f"{error.args[0]} is missing") from error
    except RegisterNotFoundError as error:
        raise EventKindContentError(file=path.name, problem="a register of it is not declared") from error
    except (TypeError, ValueError, AssertionError, AttributeError) as error:
        raise EventKindContentError(file=path.name, problem=str(error)) from error
    for problem in [*problems, *find_problems(kind)]:
        raise EventKindContentError(file=path.name, problem=problem)
    return kind


def _make_kind(key: str, raw: dict[str, Any]) -> EventKind:
    return EventKind(
        key=key,
        name=Text(**raw["name"]),
        description=Text(**raw["description"]),
        ground=Ground(raw["ground"]),
        flow=Flow(raw["flow"]),
        triggers=tuple(_make_trigger(key, each, number=number) for number, each in enumerate(raw.get("row", []), 1)),
        entitlements=tuple(raw.get("entitlements", [])),
        sameness=Sameness(raw.get("sameness", Sameness.ROW)),
        within_days=int(raw.get("within_days", 0)),
        counts_rows=bool(raw.get("counts_rows", False)),
        parts=tuple(raw.get("parts", [])),
        late_days=int(raw.get("late_days", EventKind.late_days)),
        delay_days=int(raw.get("delay_days", 0)),
        task=raw.get("task", ""),
        doubt_task=raw.get("doubt_task", ""),
        services=tuple(raw.get("services", [])),
        benefits=tuple(raw.get("benefits", [])),
        deadlines=raw.get("deadlines", ""),
        source=raw.get("source", ""),
    )


def _make_trigger(kind: str, raw: dict[str, Any], *, number: int) -> Trigger:
    _refuse_unknown(raw, _ROW, where=f"row {number}")
    register = get_register(raw["register"])
    return Trigger(
        kind=kind,
        key=raw.get("key") or raw.get("step") or raw.get("part") or f"{register.key}.{number}"[:40],
        register=register.key,
        day=_make_day(raw.get("day", {}), where=f"row {number}"),
        when=_choices(raw.get("when", {})),
        unless=_choices(raw.get("unless", {})),
        begins={name: tuple(signs) for name, signs in raw.get("begins", {}).items()},
        above=_scale(register, raw.get("above", {})),
        taken_back=_choices(raw.get("taken_back", {})),
        whose=tuple(_stored(register, name) for name in raw.get("whose", [])),
        takes=Takes(raw.get("takes", Takes.FIRST)),
        other=_stored(register, raw["other"]) if raw.get("other") else "",
        apart=tuple(_stored(register, name) for name in raw.get("apart", [])),
        lives_in=raw.get("lives_in", ""),
        step=raw.get("step", ""),
        part=raw.get("part", ""),
        needed=Needed(earlier=bool(raw.get("earlier", False)), no_later=bool(raw.get("no_later", False))),
    )


def _make_day(raw: dict[str, Any], *, where: str) -> DayRule:
    _refuse_unknown(raw, _DAY, where=f"day of {where}")
    month, day = (int(part) for part in raw["year_day"].split("-")) if "year_day" in raw else (0, 0)
    return DayRule(
        column=raw.get("column", ""),
        days=int(raw.get("days", 0)),
        years=int(raw.get("years", 0)),
        age_by=raw.get("age_by", ""),
        ages=dict(raw.get("ages", {})),
        year_day=(month, day) if month else None,
    )


def _refuse_unknown(raw: dict[str, Any], known: frozenset[str], *, where: str) -> None:
    if unknown := sorted(raw.keys() - known):
        message = f"{', '.join(unknown)} is not known in {where}"
        raise ValueError(message)


def _choices(raw: dict[str, list[str | bool]]) -> dict[str, tuple[str | bool, ...]]:
    return {name: tuple(values) for name, values in raw.items()}


def _stored(register: Register, name: str) -> str:
    """Return the stored column that holds the id of the person whom a declared one names."""
    column = register.columns.get(name)
    return person_name(column) if column else name


def _scale(register: Register, raw: dict[str, int]) -> dict[str, int]:
    """Return bounds in the units in which rows keep them: of money, the smallest."""
    return {name: int(number) * _units(register, name) for name, number in raw.items()}


def _units(register: Register, name: str) -> int:
    column = register.columns.get(name)
    return 10 ** content().currency.exponent if column and column.type is ColumnType.AMOUNT else 1
