"""What the next quarter brings by what is known today, for help that depends on income.

The law of that quarter's first day is applied to the measures of today: an income that goes on as it is, children a
little older. Registers tell nothing of days to come, so nothing is measured anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.assemble import entitlement_of
from alatau.family.card import EntitlementState
from alatau.family.cliffs import find_cliffs
from alatau.family.events.derive import derive_families
from alatau.family.planning import plan_cards
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.values import Knowledge, Question
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from alatau.family.assemble import View
    from alatau.family.card import Cliff
    from alatau.family.seam import Plan
    from alatau.rules.graph import Rule

MEMORY_MB, THREADS = 512, 2
MONTHS_OF_QUARTER, MONTHS = 3, 12


def next_quarter(day: date) -> date:
    """Return the first day of the quarter after a day's own."""
    month = (day.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + MONTHS_OF_QUARTER + 1
    return date(day.year + (month > MONTHS), month - MONTHS * (month > MONTHS), 1)


def forecast_cliffs(view: View, *, known_number: int) -> tuple[Cliff, ...]:
    """Return the lines that the family's help depends on, each with the next quarter's result."""
    cliffs = find_cliffs(view)
    if not cliffs:
        return ()
    known = Knowledge(number=known_number, moment=view.run.question.known.moment)
    question = Question(in_force=next_quarter(view.run.day), known=known)
    benefits = [each.benefit for each in content().family_card.cliffs]
    row = _row_then(view, plan_cards(question, want=benefits))
    law = read_book().on(question.in_force, known=known.moment.date())
    return tuple(_with_next(cliff, law.rules.get(cliff.benefit), row, day=question.in_force) for cliff in cliffs)


def _row_then(view: View, plan: Plan) -> Mapping[str, Any]:
    """Return the family's values on the day to come, from its measures of today."""
    family = view.stored.family
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        derived = derive_families(engine, plan, {family: view.stored})
    return derived[family].row


def _with_next(cliff: Cliff, rule: Rule | None, row: Mapping[str, Any], *, day: date) -> Cliff:
    if rule is None or cliff.benefit not in row:
        return replace(cliff, next_day=day, next=EntitlementState.ASK)
    state = entitlement_of(rule, row)
    amount = int(row[cliff.benefit]) if state is EntitlementState.YES else None
    return replace(cliff, next_day=day, next=state, next_amount=amount)
