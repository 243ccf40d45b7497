"""The plan of all rules in force, for the two dates of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.run.derive import KEPT
from alatau.family.seam import NOT_APPLICABLE
from alatau.family.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.family.seam import Plan
    from alatau.registry.lake.values import Question
    from alatau.rules.graph import Law

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
    # What compiles rules takes long to load, and most processes of the city never compile any.
    from alatau.rules.compiled import compile_book  # noqa: PLC0415
    from alatau.rules.gather import read_book  # noqa: PLC0415

    book, known = read_book(), question.known.moment.date()
    names = list_kept(book.on(question.in_force, known=known)) if want is None else sorted(want)
    plan: Plan = compile_book(book, on=question.in_force, known=known, want=names, dialect=DIALECTS[engine])
    carried = {name.removesuffix(NOT_APPLICABLE) for relation in plan.relations for name in relation.columns}
    unnamed = carried - {output.name for output in plan.outputs}
    if unnamed:
        # What is asked of others is stored with its type, and types are those of what a plan gives.
        want = [*names, *sorted(unnamed)]
        plan = compile_book(book, on=question.in_force, known=known, want=want, dialect=DIALECTS[engine])
    return plan
