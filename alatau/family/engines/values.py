"""What a run asks of an engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from alatau.family.seam import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from alatau.family.seam import Plan, RegisterPlan


class Calculator(Protocol):
    """Runs a plan's own SELECTs; what they read and give are tables of DuckDB."""

    def measure(
        self, engine: duckdb.DuckDBPyConnection, register: RegisterPlan, rows: str, *, into: str, silence_none: bool
    ) -> str:
        """Return the relation of a register's measures out of rows: a SELECT, or the table of that name."""

    def ask_others(self, engine: duckdb.DuckDBPyConnection, plan: Plan, *, measures: str, into: str) -> None:
        """Make the table of what relations carry over."""

    def derive(self, engine: duckdb.DuckDBPyConnection, plan: Plan) -> None:
        """Make a table for each phase out of the relations of measures and pairs."""


def tables_of(plan: Plan) -> Mapping[str, str]:
    """Return the names under which phases find their relations."""
    names = [MEASURES, *(relation.key for relation in plan.relations), *(phase.name for phase in plan.phases)]
    return {name: f'"{name}"' for name in names}


@dataclass(frozen=True)
class InProcess:
    """DuckDB itself."""

    def measure(
        self, engine: duckdb.DuckDBPyConnection, register: RegisterPlan, rows: str, *, into: str, silence_none: bool
    ) -> str:
        """Return the relation of a register's measures out of rows: a SELECT, or the table of that name."""
        return f"({register.sql(f'({rows})', silence_none=silence_none)})"

    def ask_others(self, engine: duckdb.DuckDBPyConnection, plan: Plan, *, measures: str, into: str) -> None:
        """Make the table of what relations carry over."""
        engine.execute(f"CREATE TEMP TABLE {into} AS {plan.others_sql(measures)}")

    def derive(self, engine: duckdb.DuckDBPyConnection, plan: Plan) -> None:
        """Make a table for each phase, one after the other."""
        for phase in plan.phases:
            engine.execute(f'CREATE OR REPLACE TEMP TABLE "{phase.name}" AS {phase.sql(tables_of(plan))}')
