"""What this room asks of a compiled plan of rules: SELECTs over named relations, and the values that come of them.

`rules` makes such plans; tests write small ones by hand. Ids of people and families are UUIDs in the columns `person`
and `family`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from alatau.rules.plan import MEASURES
from alatau.rules.sql.columns import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

#: Names that are the engine's: the relation of measures, and what a column "not applicable" adds to its value's name.
__all__ = ["MEASURES", "NOT_APPLICABLE", "Output", "Phase", "Plan", "RegisterPlan", "RelationPlan"]


class Output(Protocol):
    """One value of a card, and the column that holds it."""

    @property
    def name(self) -> str:
        """Return the name of the rule, the column or the phase."""

    @property
    def kind(self) -> str:
        """Return "measure", "rule", "indicator", "benefit", "points", "status" or "need"."""

    @property
    def level(self) -> str:
        """Return "person" or "family"."""

    @property
    def type(self) -> str:
        """Return the type of the column, as DuckDB names it."""

    @property
    def unit(self) -> str:
        """Return the unit, as the rule says it."""

    @property
    def na(self) -> bool:
        """Tell whether a second column, `<name>__na`, says where the value is not applicable."""


class RegisterPlan(Protocol):
    """The measures of one register, or of one way of saying whose its rows are."""

    @property
    def key(self) -> str:
        """Return the key of the register or the relation."""

    @property
    def by(self) -> str:
        """Return "subject", the name of a column with a person's id, or "home"."""

    @property
    def columns(self) -> Sequence[str]:
        """Return the columns that are read, or carried over."""

    @property
    def history(self) -> bool:
        """Tell whether versions of all days are read, not only those in force."""

    @property
    def outputs(self) -> Sequence[Output]:
        """Return the values that come of it, in the order of their columns."""

    def sql(self, rows: str, *, silence_none: bool) -> str:
        """Return a SELECT of `person` and the measures, a row for each person of the relation of rows."""

    def absent(self, *, silence_none: bool) -> Mapping[str, str]:
        """Return SQL for each measure of a person without rows, by column."""


class RelationPlan(Protocol):
    """Whose values rules ask for besides those of the family."""

    @property
    def key(self) -> str:
        """Return the key of the register or the relation."""

    @property
    def columns(self) -> Sequence[str]:
        """Return the columns that are read, or carried over."""


class Phase(Protocol):
    """One step from measures to the card."""

    @property
    def name(self) -> str:
        """Return the name of the rule, the column or the phase."""

    @property
    def level(self) -> str:
        """Return "person" or "family"."""

    @property
    def outputs(self) -> Sequence[Output]:
        """Return the values that come of it, in the order of their columns."""

    def sql(self, tables: Mapping[str, str]) -> str:
        """Return a SELECT over the relations of measures, pairs and earlier phases."""


class Plan(Protocol):
    """All rules in force on a day, with the law's numbers of that day, ready to run."""

    @property
    def digest(self) -> str:
        """Return a fingerprint of everything that is computed, the law's numbers included."""

    @property
    def day(self) -> date:
        """Return the day in force."""

    @property
    def registers(self) -> Sequence[RegisterPlan]:
        """Return how each register is read."""

    @property
    def relations(self) -> Sequence[RelationPlan]:
        """Return what is asked of others."""

    @property
    def phases(self) -> Sequence[Phase]:
        """Return the steps from measures to the card, in their order."""

    @property
    def outputs(self) -> Sequence[Output]:
        """Return the values that come of it, in the order of their columns."""

    def others_sql(self, measures: str) -> str:
        """Return a SELECT of `person` and all columns that relations carry over."""
