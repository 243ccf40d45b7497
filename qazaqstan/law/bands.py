"""Bands of the method: half-open, so that a bound belongs to the band above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules import cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.rules.values import Value


def half_open(value: Value, bounds: Sequence[Value], labels: Sequence[str]) -> Value:
    """Return the label of the first bound that lies above the value, and the last label beyond all bounds."""
    below = zip(bounds, labels[:-1], strict=True)
    return cases(*((value < bound, label) for bound, label in below), otherwise=labels[-1])


def rows(table: object, count: int) -> list[Value]:
    """Return the first rows of a table of parameters, by their numbers from 1."""
    return [table[number] for number in range(1, count + 1)]  # type: ignore[index]  # a table of the engine
