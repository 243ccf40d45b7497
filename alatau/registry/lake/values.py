"""What goes in and out of the lake: loads, counts, and questions with their two dates. No Django here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from alatau.registry.values import LoadKind


@dataclass(frozen=True, kw_only=True)
class LoadRef:
    """One load of a register, whatever became of it."""

    id: UUID
    register_key: str
    #: From 1 within the register.
    number: int
    kind: LoadKind
    as_of: date


class _CountedRow(Protocol):
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_unchanged: int
    rows_unlinked: int
    rows_closed: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a load did with the rows it read; read = accepted + quarantined + unchanged."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    unchanged: int = 0
    #: Of the accepted ones: those whose subject is nobody the city knows.
    unlinked: int = 0
    #: Versions that were in force until this load said otherwise.
    closed: int = 0

    def __post_init__(self) -> None:
        assert self.read == self.accepted + self.quarantined + self.unchanged, "the rows of a load add up"

    def as_columns(self) -> dict[str, int]:
        """Return the counts under the names that tables and journal lines use."""
        return {f"rows_{name}": count for name, count in asdict(self).items()}

    @classmethod
    def of(cls, row: _CountedRow) -> Self:
        """Return the counts that a load's row holds."""
        return cls(**{field.name: getattr(row, f"rows_{field.name}") for field in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What was known when the journal had so many lines. An answer for it never changes."""

    number: int
    #: The wall time at which that was the whole journal.
    moment: datetime


@dataclass(frozen=True, kw_only=True)
class Question:
    """The two dates of every question: what was in force on a day, as known at a moment."""

    in_force: date
    known: Knowledge
