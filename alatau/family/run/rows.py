"""Rows of registers as measures take them: each with the id of the person whose measure it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.registry.coverage import Known, Silence, judge_silence
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.inbox import versions_known, with_inbox
from alatau.registry.lake.layout import is_about_people
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import Slice, is_before_first_load
from alatau.registry.lake.schema import person_name
from alatau.registry.lake.sight import look_at
from alatau.registry.values import Coverage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    import duckdb

    from alatau.family.seam import Plan, RegisterPlan
    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

#: Whose rows a plan counts: those of the register's own subject, or those of the place where somebody is registered.
SUBJECT, HOME = "subject", "home"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows of a register a step reads; nothing given means all."""

    #: One bucket of a run, which has one or several of the lake.
    bucket: int | None = None
    buckets: int = 1
    subjects: Sequence[UUID | str] | None = None

    def slice_of(self, columns: Collection[str]) -> Slice:
        """Return the lake's name for it."""
        buckets = None if self.bucket is None else lake_buckets(self.bucket, self.buckets)
        return Slice(buckets=buckets, subjects=self.subjects, columns=sorted(columns))

    def condition(self) -> str:
        """Return SQL for the rows of the bucket: those that came alone are not laid out by it."""
        return "TRUE" if self.bucket is None else f"(slot >> 8) % {self.buckets} = {self.bucket}"


def lake_buckets(bucket: int, buckets: int) -> list[int]:
    """Return which buckets of the lake lie in one of a run, whose number divides theirs."""
    return [*range(bucket, count_buckets(), buckets)]


def rows_of(
    engine: duckdb.DuckDBPyConnection,
    plan: RegisterPlan,
    question: Question,
    *,
    wanted: Wanted,
    with_names: bool = False,
    sight: Sight | None = None,
) -> str | None:
    """Return SQL for `person`, the validity and the columns that a plan reads; None before the register's first load.

    Of a plan by home, `person` is the place. With names, each row says its load and line, or the id of a lone one.
    """
    register = get_lake_register(plan.key)
    sight = sight or look_at(register.key)
    if is_before_first_load(register, question, first=sight.first):
        return None
    person = whose_column(register, plan.by)
    chosen = wanted.slice_of({*plan.columns, person} - {"subject", "valid_from", "valid_until"})
    if plan.history:
        rows = versions_known(engine, register, question.known.number, wanted=chosen, sight=sight)
    else:
        rows = with_inbox(engine, register, question, wanted=chosen, sight=sight)
    read = ", ".join(f'"{name}"' for name in plan.columns if name not in ("subject", "valid_from", "valid_until"))
    names = "load, line, inbox_id" if with_names else ""
    columns = ", ".join(part for part in (f'"{person}" AS person', "valid_from", "valid_until", read, names) if part)
    return f'SELECT {columns} FROM ({rows}) WHERE "{person}" IS NOT NULL AND {wanted.condition()}'


def whose_column(register: Register, by: str) -> str:
    """Return the stored column with the id of the person, or with the place, whose row it is."""
    if by == HOME or (by == SUBJECT and is_about_people(register)):
        return "subject"
    column = register.columns.get(register.subject if by == SUBJECT else by)
    return person_name(column) if column else by


def judge_plans(plan: Plan, question: Question, *, keys: Collection[str] | None = None) -> dict[int, bool]:
    """Tell for plans of registers, by their places, whether a missing row means that there is nothing.

    Of all registers, or of those that are named.
    """
    asked = {place: each for place, each in enumerate(plan.registers) if keys is None or each.key in keys}
    registers = {each.key: get_lake_register(each.key) for each in asked.values()}
    silences = judge_silence([*registers.values()], question)
    return {place: _means_nothing(each, registers, silences, question=question) for place, each in asked.items()}


def _means_nothing(
    plan: RegisterPlan, registers: Mapping[str, Register], silences: Mapping[str, Silence], *, question: Question
) -> bool:
    register, silence = registers[plan.key], silences[plan.key]
    whole = Coverage.PLACES if plan.by == HOME else Coverage.ORGANISATIONS
    if plan.by == SUBJECT or register.covers is not whole or silence.as_of is None:
        return silence.known is Known.NONE
    # A register of all places says of a home without a row that there is nothing there, while it is fresh; one of all
    # organisations, that whom no row names founded none.
    return question.in_force <= silence.as_of + timedelta(days=register.fresh_days)
