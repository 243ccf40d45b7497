"""What goes in and out of matching rows that carry a name and no number. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

#: From here on a match is believed without asking anybody.
SURE = 0.999
#: From here on, all candidates together, somebody is asked.
UNSURE = 0.5
#: Pairs less likely than this are not looked at further.
LEAST = 0.001
#: Most candidates that somebody is asked about.
CANDIDATES = 5


class Candidate(NamedTuple):
    """One person whose the row may be."""

    person_id: UUID
    #: Probability that the row is theirs, beside all other candidates and nobody; 0 to 1.
    score: float
    #: How each field agreed: the name of the level that the model found.
    detail: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Matches:
    """What the model found for rows, by the row's load and line."""

    sure: Mapping[tuple[int, int], Candidate] = field(default_factory=dict)
    unsure: Mapping[tuple[int, int], tuple[Candidate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LinkageReport:
    """What became of the rows of a register that were nobody's."""

    register_key: str
    #: Rows with a name that were looked at.
    looked_at: int = 0
    linked: int = 0
    #: Rows that somebody is asked about.
    asked: int = 0
    #: Number of the load that linked rows; None when none was linked.
    load: int | None = None

    @property
    def left(self) -> int:
        """Rows that stay nobody's."""
        return self.looked_at - self.linked - self.asked
