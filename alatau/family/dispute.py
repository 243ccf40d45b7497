"""Which values hang on records that somebody contests.

No right is lost by such a record while it waits for its owner's answer; the correction, when it comes, is a row like
any other and computes the family anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.contest import list_open_contests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from alatau.core.values import PersonId
    from alatau.family.reach import Reach, Told


@dataclass(frozen=True)
class Contested:
    """What the people of a family contest, and have no answer to yet."""

    #: Whose record, in which register, and which column of it; without one the whole record.
    records: frozenset[tuple[UUID, str, str]] = frozenset()

    def stands_behind(self, reach: Reach, people: Collection[UUID]) -> bool:
        """Tell whether a value of these people is made of a contested record."""
        return any(
            person in people and any(_touches(told, register, column) for told in reach.all)
            for person, register, column in self.records
        )


def find_contested(people: Iterable[PersonId]) -> Contested:
    """Return what these people contest and nobody has answered."""
    return Contested(
        frozenset(
            (contest.person_id, contest.register_key, contest.column) for contest in list_open_contests([*people])
        )
    )


def _touches(told: Told, register: str, column: str) -> bool:
    return told.register == register and (not column or told.column in (column, f"{column}_person"))
