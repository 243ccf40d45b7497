"""Which rule is being read just now: reductions without a term count its rows or members."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.rules.nodes import Level

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Building:
    """At which level the rule gives its value, and of what it is reduced."""

    level: Level
    #: What a reduction without terms goes over: rows in a measure, members in a family's rule, nothing elsewhere.
    source: Level | None


_now: ContextVar[Building] = ContextVar("rule_being_read")


@contextmanager
def building(level: Level, *, source: Level | None) -> Iterator[None]:
    """Read a rule of this level."""
    token = _now.set(Building(level, source))
    try:
        yield
    finally:
        _now.reset(token)


def current_building() -> Building:
    """Return the rule being read; a person's rule where none is."""
    return _now.get(Building(Level.PERSON, None))
