"""What this room asks of a compiled plan of rules: SELECTs over named relations, and the values that come of them.

`rules` makes such plans; tests write small ones by hand. Ids of people and families are UUIDs in the columns `person`
and `family`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

#: The relation of measures, as phases name it.
MEASURES = "measures"
#: What is added to the name of a value for the column that says "not applicable".
NOT_APPLICABLE = "__na"


class Output(Protocol):
    """One value of a card, and the column that holds it."""

    name: str
    #: "measure", "rule", "indicator", "benefit", "points", "status" or "need".
    kind: str
    #: "person" or "family".
    level: str
    #: As DuckDB names it.
    type: str
    unit: str
    #: A second column, `<name>__na`, says where the value is not applicable.
    na: bool


class RegisterPlan(Protocol):
    """The measures of one register, or of one way of saying whose its rows are."""

    key: str
    #: "subject", the name of a column that holds a person's id, or "home".
    by: str
    columns: Sequence[str]
    #: It reads the versions of all days, not only those in force.
    history: bool
    outputs: Sequence[Output]

    def sql(self, rows: str, *, silence_none: bool) -> str:
        """Return a SELECT of `person` and the measures, a row for each person of the relation of rows."""

    def absent(self, *, silence_none: bool) -> Mapping[str, str]:
        """Return SQL for each measure of a person without rows, by column."""


class RelationPlan(Protocol):
    """Whose values rules ask for besides those of the family."""

    key: str
    columns: Sequence[str]


class Phase(Protocol):
    """One step from measures to the card."""

    name: str
    level: str
    outputs: Sequence[Output]

    def sql(self, tables: Mapping[str, str]) -> str:
        """Return a SELECT over the relations of measures, pairs and earlier phases."""


class Plan(Protocol):
    """All rules in force on a day, with the law's numbers of that day, ready to run."""

    digest: str
    day: date
    registers: Sequence[RegisterPlan]
    relations: Sequence[RelationPlan]
    phases: Sequence[Phase]
    outputs: Sequence[Output]

    def others_sql(self, measures: str) -> str:
        """Return a SELECT of `person` and all columns that relations carry over."""
