"""Conditions on what is known: for branches of a form, for what the law asks, for who pays nothing. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Facts(Protocol):
    """What is known, by name."""

    def get(self, name: str, /) -> object:
        """Return what a name stands for; None where nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Test:
    """What one named value has to be: one of some, or within bounds."""

    name: str
    one_of: tuple[str | int | bool, ...] = ()
    least: int | None = None
    most: int | None = None

    def holds(self, value: object) -> bool:
        """Tell whether a value passes. Of several answers one is enough; nothing known passes no test."""
        if value is None:
            return False
        if isinstance(value, list | tuple):
            return any(self.holds(each) for each in value)
        if self.one_of:
            return any(type(each) is type(value) and each == value for each in self.one_of)
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, kw_only=True)
class When:
    """Any of several sets of tests, each of which holds as a whole."""

    sets: tuple[tuple[Test, ...], ...]

    def holds(self, known: Facts) -> bool:
        """Tell whether one set holds."""
        return any(all(test.holds(known.get(test.name)) for test in tests) for tests in self.sets)

    @property
    def tests(self) -> Iterator[Test]:
        """Every test of every set."""
        return (test for tests in self.sets for test in tests)

    @property
    def names(self) -> frozenset[str]:
        """What the condition asks about."""
        return frozenset(test.name for test in self.tests)
