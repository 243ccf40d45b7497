"""Three thousand invented people, their rows of registers, and what the compiled law gives each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from alatau.registry.declare import get_register
from alatau.registry.synthetic.build import Plan, build_files
from alatau.rules.compiled import compile_book
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.rules.plan import RegisterPlan

DAY = date(2026, 10, 1)
PLAN = Plan(people=3_000, seed=7, as_of=DAY.isoformat(), nation="qazaqstan.synthetic.nation")
#: A number's id, as good as any.
_ID = "md5({0})::UUID"


@dataclass
class City:
    """Rows as registers sent them, and the results of the law by person."""

    folder: Path
    engine: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def rows(self, register: str, *, whose: str = "number") -> dict[str, list[dict[str, Any]]]:
        """Return the rows in force of a register, by person."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        table = self.engine.execute(f"FROM {self._files(register)} WHERE {_in_force(register)}").to_arrow_table()
        for row in table.to_pylist():
            found[row[whose]].append(row)
        return found

    def people(self) -> dict[str, dict[str, Any]]:
        """Return everybody alive, by number."""
        rows = self.rows("persons")
        return {number: each[0] for number, each in rows.items() if each[0]["life_status"] != "dead"}

    def results(self, *codes: str) -> dict[str, dict[str, Any]]:
        """Return what the compiled law gives each person, by code and number: nobody's nothing is left out."""
        law = read_book().on(DAY)
        names = {code: law.find(code).name for code in codes}
        plan = compile_book(read_book(), on=DAY, want=names.values())
        self._measure(plan.registers)
        [phase] = plan.phases
        self.engine.execute(f"CREATE OR REPLACE TABLE card AS {phase.sql({'measures': 'measures'})}")
        chosen = ", ".join(f'c."{name}" AS "{code}"' for code, name in names.items())
        rows = self.engine.execute(f"SELECT e.number, {chosen} FROM card AS c JOIN everybody AS e USING (person)")
        by_code: dict[str, dict[str, Any]] = {code: {} for code in codes}
        for number, *values in rows.fetchall():
            for code, value in zip(codes, values, strict=True):
                if value != 0:
                    by_code[code][number] = value
        return by_code

    def _measure(self, registers: tuple[RegisterPlan, ...]) -> None:
        persons = self._files("persons")
        self.engine.execute(
            f"CREATE OR REPLACE TABLE everybody AS SELECT DISTINCT number, {_ID.format('number')} AS person"
            f" FROM {persons} WHERE life_status <> 'dead'"
        )
        columns, joins = ["e.person", "e.person AS family", "'single' AS role"], []
        for place, plan in enumerate(registers):
            joins.append(f"LEFT JOIN ({plan.sql(f'({self._laid_out(plan)})')}) AS m{place} USING (person)")
            for name, none in plan.absent(silence_none=True).items():
                columns.append(f'CASE WHEN m{place}.person IS NULL THEN {none} ELSE m{place}."{name}" END AS "{name}"')
        self.engine.execute(
            f"CREATE OR REPLACE TABLE measures AS SELECT {', '.join(columns)} FROM everybody AS e {' '.join(joins)}"
        )

    def _laid_out(self, plan: RegisterPlan) -> str:
        register = get_register(plan.key)
        whose = register.subject if plan.by == "subject" else plan.by
        chosen = [
            f"strptime({name} || '-01', '%Y-%m-%d')::DATE AS {name}" if name == "month" else f'"{name}"'
            for name in plan.columns
        ]
        return (
            f"SELECT {', '.join([_ID.format(whose) + ' AS person', *chosen])} FROM {self._files(plan.key)}"
            f" WHERE {whose} IS NOT NULL AND {_in_force(plan.key)}"
        )

    def _files(self, register: str) -> str:
        return f"read_parquet('{self.folder}/{register}/*.parquet')"


def draw(folder: Path) -> City:
    """Return a city drawn into a folder."""
    build_files(PLAN, into=folder)
    return City(folder)


@cache
def _in_force(register: str) -> str:
    declared = get_register(register)
    starts = f"{declared.valid_from} <= DATE '{DAY}'" if declared.valid_from not in {"", "month"} else "TRUE"
    if not declared.valid_until:
        return starts
    after = ">=" if declared.is_last_day_included else ">"
    return f"{starts} AND ({declared.valid_until} IS NULL OR {declared.valid_until} {after} DATE '{DAY}')"
