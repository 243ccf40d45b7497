"""The clock of knowledge: the journal's numbers. What was known at a moment is what the journal had told by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.journal.read import last_number
from alatau.registry.errors import KnownLaterError
from alatau.registry.lake.values import Knowledge, Question

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.values import Moment


def know_now(at: Moment) -> Knowledge:
    """Return what is known now."""
    return Knowledge(number=last_number(), moment=at.wall_at)


def know_at(moment: datetime, *, at: Moment) -> Knowledge:
    """Return what was known at a moment of wall time.

    Raises:
        KnownLaterError: the moment has not come.
    """
    if moment > at.wall_at:
        raise KnownLaterError
    return Knowledge(number=last_number(at=moment), moment=moment)


def ask(at: Moment, *, in_force: date | None = None, known: datetime | None = None) -> Question:
    """Return a question with both its dates: what is in force today as known now, where nothing else is given.

    Raises:
        KnownLaterError: `known` has not come.
    """
    return Question(in_force=in_force or at.city_day, known=know_now(at) if known is None else know_at(known, at=at))
