"""What is wrong with a queue of the content, in words for its author."""

from __future__ import annotations

import itertools
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.text import Text
from alatau.registry.declare import list_registers
from alatau.services.queues.history import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.services.queues.kinds import QueueKind, Recorded

#: What a column of the register can hold of a ticket.
HELD = frozenset({"number", "asked_by", "entered_on", "status", "classes", "offered_on", "left_on"})


def find_problems(kind: QueueKind) -> list[str]:
    """Return what is wrong with a queue."""
    languages = [language.code for language in content().languages]
    problems = [f"a text lacks {', '.join(lacks)}" for text in _texts(kind) if (lacks := text.missing(languages))]
    if kind.mix < 0:
        problems.append("mix is less than zero")
    if bool(kind.groups) != bool(kind.ages_on):
        problems.append("groups and ages_on go together")
    if kind.ages_on == (2, 29):
        problems.append("ages_on is a day that most years lack")
    problems += [f"class {each.key} has a rank below 1" for each in kind.classes.values() if each.rank < 1]
    problems += [
        f"group {each.key} ends before it begins" for each in kind.groups if not each.from_years < each.to_years
    ]
    problems += _find_overlaps(kind)
    problems += _find_provider_problems(kind)
    return problems + _find_register_problems(kind.recorded)


def _find_overlaps(kind: QueueKind) -> list[str]:
    ordered = sorted(kind.groups, key=lambda group: group.from_years)
    pairs = itertools.pairwise(ordered)
    return [
        f"groups {one.key} and {next_one.key} overlap" for one, next_one in pairs if one.to_years > next_one.from_years
    ]


def _find_provider_problems(kind: QueueKind) -> list[str]:
    problems = []
    for provider in kind.providers.values():
        if provider.zone and provider.zone not in kind.zones:
            problems.append(f"provider {provider.key} lies in an unknown zone {provider.zone}")
        if set(provider.languages) - set(kind.languages):
            problems.append(f"provider {provider.key} speaks a language that the queue does not name")
    return problems


def _find_register_problems(recorded: Recorded | None) -> list[str]:
    if recorded is None:
        return []
    register = next((each for each in list_registers() if each.key == recorded.register), None)
    if register is None:
        return [f"register {recorded.register} is unknown"]
    problems = [f"nothing is held as {held}" for held in recorded.columns if held not in HELD]
    problems += [
        f"register {recorded.register} has no column {name}"
        for name in (*recorded.columns.values(), *recorded.fixed)
        if name not in register.columns
    ]
    return problems + [f"status {status} is unknown" for status in recorded.status if status not in set(Status)]


def _texts(value: object) -> Iterator[Text]:
    """Yield every text of a queue."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        yield from _texts_of(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _texts_of(items: Mapping[str, object]) -> Iterator[Text]:
    for item in items.values():
        yield from _texts(item)
