"""How a row that came alone cuts short what was believed about the same thing. Plain values in and out.

A row that arrives ends every other version of the same identity, whichever load brought it: from its own first day on
where rows are states, altogether where rows are facts. Readers apply this to the inbox each time; folding writes it
down once, as versions with numbers of their own knowledge, and so no answer changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from alatau.registry.values import History

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A fact that was corrected was never true.
NEVER = date.min


@dataclass(frozen=True)
class Arrival:
    """A row that came alone: from when it is known, and from which day on it takes the place of others."""

    number: int
    cut: date


@dataclass(frozen=True)
class Version:
    """When a row is true, and when that was believed; ends are excluded, and empty for "still"."""

    valid_from: date
    valid_until: date | None
    known_from: int
    known_until: int | None = None


def cut_of(history: History, valid_from: date) -> date:
    """Return the day from which a row takes the place of others that have its identity."""
    return NEVER if history is History.FACTS else valid_from


def clip(version: Version, arrivals: Sequence[Arrival]) -> tuple[Version | None, list[Version]]:
    """Return what is left of the version itself, and what has to be added for later knowledge.

    The first is the version with an earlier end of its knowledge, or as it was; empty when it was never believed. The
    arrivals are those of its identity, without itself, in the order of their numbers.
    """
    pieces = _pieces(version, arrivals)
    if pieces and pieces[0].valid_until == version.valid_until and pieces[0].known_from == version.known_from:
        return pieces[0], pieces[1:]
    return None, pieces


def _pieces(version: Version, arrivals: Sequence[Arrival]) -> list[Version]:
    """Return the versions that tell the same at every number, each with one end of validity."""
    pieces: list[Version] = []
    until, number = version.valid_until, version.known_from
    for arrival in arrivals:
        if version.known_until is not None and arrival.number >= version.known_until:
            break
        shorter = arrival.cut if until is None else min(until, arrival.cut)
        if shorter == until:
            continue
        _add(pieces, version, until=until, known=(number, max(arrival.number, version.known_from)))
        until, number = shorter, max(arrival.number, version.known_from)
    _add(pieces, version, until=until, known=(number, version.known_until))
    return pieces


def _add(pieces: list[Version], version: Version, *, until: date | None, known: tuple[int, int | None]) -> None:
    known_from, known_until = known
    is_true = until is None or version.valid_from < until
    is_believed = known_until is None or known_from < known_until
    if is_true and is_believed:
        pieces.append(Version(version.valid_from, until, known_from, known_until))
