"""What goes in and out of computing cards: runs, their states and reports. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.registry.lake.values import Question

RunId = NewType("RunId", UUID)


class RunState(StrEnum):
    """How far a run came."""

    COMPUTING = "computing"  # nobody reads it; finished steps are not done again
    PUBLISHED = "published"  # its cards can be read
    ABANDONED = "abandoned"  # another question took its place before it was finished
    PRUNED = "pruned"  # its cards were taken away; the question can be computed again


class EngineKind(StrEnum):
    """What computes: the same plan on one machine, or on a cluster."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class State(StrEnum):
    """What is known of a figure."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class RunView:
    """One run: which question it answers, by which plan, and where it stands."""

    id: RunId
    question: Question
    #: Fingerprint of the rules and parameters that were in force.
    plan_digest: str
    engine: EngineKind
    state: RunState
    #: Into how many buckets a run shares out the people of the lake, and their families.
    buckets: int
    family_buckets: int
    people: int = 0
    families: int = 0

    @property
    def day(self) -> date:
        """The day whose law and facts the cards show."""
        return self.question.in_force


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What a run computed, and how long its parts took."""

    run: RunView
    #: The same question had been computed by the same rules before: nothing was done.
    is_repeat: bool = False
    #: Steps that an earlier, killed attempt had finished.
    steps_kept: int = 0
    steps_done: int = 0
    #: Seconds by kind of step.
    seconds: Mapping[str, float] = field(default_factory=dict)
