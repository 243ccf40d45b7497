"""The plan of all rules in force, for the two dates of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.family.seam import Plan
    from alatau.registry.lake.values import Question

#: What the engines' SQL is called.
DIALECTS = {EngineKind.DUCKDB: "duckdb", EngineKind.SPARK: "spark"}


def plan_cards(
    question: Question, engine: EngineKind = EngineKind.DUCKDB, *, want: Collection[str] | None = None
) -> Plan:
    """Return the plan of the law in force on the question's day, as known then; of all rules, or of those named."""
    # What compiles rules takes long to load, and most processes of the city never compile any.
    from alatau.rules.compiled import compile_book  # noqa: PLC0415
    from alatau.rules.gather import read_book  # noqa: PLC0415

    plan: Plan = compile_book(
        read_book(),
        on=question.in_force,
        known=question.known.moment.date(),
        want=None if want is None else tuple(sorted(want)),
        dialect=DIALECTS[engine],
    )
    return plan
