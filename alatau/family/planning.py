"""The plan of all rules in force, for the two dates of a question."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.run.derive import KEPT
from alatau.family.seam import NOT_APPLICABLE
from alatau.family.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from alatau.family.seam import Plan
    from alatau.registry.lake.values import Question
    from alatau.rules.graph import Law
    from alatau.rules.swift.law import Swift

#: Laws written as code that are kept: that of today, those of days compared with it, that of a quarter ahead.
KEPT_CODES = 8
#: Plans that are kept: finding out that one is still good takes longer than computing a family.
KEPT_PLANS = 16
#: What the engines' SQL is called.
DIALECTS = {EngineKind.DUCKDB: "duckdb", EngineKind.SPARK: "spark"}


def list_kept(law: Law) -> list[str]:
    """Return the names of what cards keep; what rules and points give on the way is computed anew where it is asked."""
    also = content().family_card.kept
    return [name for name, rule in law.rules.items() if rule.version.kind in KEPT or name in also]


def plan_cards(
    question: Question, engine: EngineKind = EngineKind.DUCKDB, *, want: Collection[str] | None = None
) -> Plan:
    """Return the plan of the law in force on the question's day, as known then: of what cards keep, or some of it."""
    wanted = None if want is None else tuple(sorted(want))
    return _plan_on(question.in_force, question.known.moment.date(), engine=engine, want=wanted)


@lru_cache(maxsize=KEPT_PLANS)
def _plan_on(day: date, known: date, *, engine: EngineKind, want: tuple[str, ...] | None) -> Plan:
    # What compiles rules takes long to load, and most processes of the city never compile any.
    from alatau.rules.compiled import compile_book  # noqa: PLC0415
    from alatau.rules.gather import read_book  # noqa: PLC0415

    book = read_book()
    names = list_kept(book.on(day, known=known)) if want is None else [*want]
    plan: Plan = compile_book(book, on=day, known=known, want=names, dialect=DIALECTS[engine])
    carried = {name.removesuffix(NOT_APPLICABLE) for relation in plan.relations for name in relation.columns}
    unnamed = carried - {output.name for output in plan.outputs}
    if unnamed:
        # What is asked of others is stored with its type, and types are those of what a plan gives.
        names += sorted(unnamed)
        plan = compile_book(book, on=day, known=known, want=names, dialect=DIALECTS[engine])
    return plan


def swift_of(plan: Plan, question: Question) -> Swift | None:
    """Return the law of a plan as code that computes a single family at once; nothing for a plan written by hand."""
    from alatau.rules.plan import Plan as CompiledPlan  # noqa: PLC0415 - as above

    return _swift_on(question.in_force, question.known.moment.date()) if isinstance(plan, CompiledPlan) else None


@lru_cache(maxsize=KEPT_CODES)
def _swift_on(day: date, known: date) -> Swift:
    from alatau.rules.gather import read_book  # noqa: PLC0415 - as above
    from alatau.rules.swift.law import Swift  # noqa: PLC0415 - as above

    return Swift(read_book().on(day, known=known))
