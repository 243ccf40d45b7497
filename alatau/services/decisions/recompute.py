"""Compute a decision again from the rows of registers, by its two dates and the rules of its day, and compare.

Who was in the family is what the card kept that the decision rests on; everything else is taken anew from the rows.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.core.errors import AlatauError
from alatau.family.card import EntitlementState
from alatau.family.values import RunId
from alatau.services.decisions.judge import view_of
from alatau.services.decisions.values import DecidedBy, DecisionId, Recomputed
from alatau.services.models import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any
    from uuid import UUID

    from alatau.family.card import Explained
    from alatau.family.find import Found
    from alatau.family.seam import Plan
    from alatau.family.stored import StoredFamily
    from alatau.registry.lake.values import Question

MEMORY_MB, THREADS = 512, 2
#: Why a decision cannot be computed again.
NO_CARD, NO_RULE = "no_card", "no_rule"
#: How many decisions a check computes again.
SAMPLE = 25


def recompute(decision_id: DecisionId, *, planner: Callable[[Question], Plan] | None = None) -> Recomputed:
    """Return what the rules give today on the rows, the day and the knowledge of a decision, beside what it said.

    Only the worker may ask. Cost: some tenths of a second; seconds for the first decision of a day's law.
    """
    row = Decision.objects.get(id=decision_id)
    is_by_hand = row.decided_by == DecidedBy.OFFICIALS
    empty = Recomputed(
        decision_id=decision_id, stated=row.amount, state=None, found=None, is_same_rules=False, is_by_hand=is_by_hand
    )
    try:
        found = find_card(row)
        state, units, is_same = _compute(row, found, planner)
    except AlatauError as refusal:
        return replace(empty, problem=refusal.code)
    return replace(empty, state=state, found=units, is_same_rules=is_same)


def explain_decision(decision_id: DecisionId) -> Explained:
    """Return what a decision's sum was made of, down to the rows of registers and the law's numbers of its day.

    As officials read it whose work it is: whoever shows it has written the looks. Only the worker may ask.

    Raises:
        CardNotFoundError: no card stands behind it. FigureNotFoundError: no rule of its day gives such a right.
    """
    from alatau.family.explain import explain  # noqa: PLC0415 - what knows the rules costs a second and 100 MB

    row = Decision.objects.get(id=decision_id)
    found = find_card(row)
    return explain(view_of(found), name=row.right, person=row.holder_id, known_number=row.known_number)


def find_card(row: Decision) -> Found:
    """Return the card that a decision rests on, with its measures. Raises: CardNotFoundError: there is none."""
    from alatau.family.errors import CardNotFoundError  # noqa: PLC0415 - as above
    from alatau.family.find import find_family_at  # noqa: PLC0415 - as above

    if row.run_id is None:
        raise CardNotFoundError
    return find_family_at(row.family_id, RunId(row.run_id), known_number=row.known_number)


def check_sample(*, size: int = SAMPLE, seed: int | None = None) -> Iterator[Recomputed]:
    """Compute some decisions of rules again, drawn by chance, and yield how each came out."""
    ids = list(Decision.objects.filter(decided_by=DecidedBy.RULE.value).values_list("id", flat=True).order_by("id"))
    # A sample for a check, nothing that anybody could gain from guessing.
    for decision_id in random.Random(seed).sample(ids, min(size, len(ids))):  # noqa: S311
        yield recompute(DecisionId(decision_id))


def _compute(
    row: Decision, found: Found, planner: Callable[[Question], Plan] | None
) -> tuple[EntitlementState, int | None, bool]:
    """Return the state and the sum that the rules give, and whether they are the rules of the decision."""
    from alatau.family.assemble import entitlement_of, read_value  # noqa: PLC0415 - as above
    from alatau.family.errors import CardNotFoundError  # noqa: PLC0415 - as above
    from alatau.family.events.derive import derive_values  # noqa: PLC0415 - as above
    from alatau.family.law import law_of  # noqa: PLC0415 - as above
    from alatau.family.planning import plan_cards, swift_of  # noqa: PLC0415 - as above

    law, question = law_of(found.run), found.run.question
    rule = law.rules.get(row.right)
    if rule is None:
        raise CardNotFoundError
    plan = plan_cards(question, want=[needed.name for needed in law.needed_for([rule.name])])
    stored = _measure(found, plan)
    values = derive_values(plan, stored, swift=swift_of(plan, question))[row.holder_id]
    state = entitlement_of(rule, values)
    given = read_value(rule, values[rule.name]) if state is EntitlementState.YES else None
    is_sum = row.amount is not None and given is not None and not isinstance(given, bool)
    whole = planner(question) if planner else plan_cards(question)
    return state, int(str(given)) if is_sum else None, whole.digest == row.rules_digest


def _measure(found: Found, plan: Plan) -> StoredFamily:
    """Return the family with every measure taken anew from the rows as they were known."""
    from alatau.family.events.measure import Lens  # noqa: PLC0415 - as above
    from alatau.registry.lake.connect import open_engine  # noqa: PLC0415 - as above
    from alatau.registry.lake.values import Knowledge, Question  # noqa: PLC0415 - as above

    stored, run = found.stored, found.run
    known = Knowledge(number=found.known_number, moment=run.question.known.moment)
    people: set[UUID] = {each["person"] for each in stored.measures} | {each["other"] for each in stored.pairs}
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        lens = Lens(engine, plan, Question(in_force=run.day, known=known))
        fresh: dict[UUID, dict[str, Any]] = lens.measure({register.key: people for register in plan.registers})
    measures = [{**each, **fresh.get(each["person"], {})} for each in stored.measures]
    pairs = [
        {**pair, **{name: value for name, value in fresh.get(pair["other"], {}).items() if name in pair}}
        for pair in stored.pairs
    ]
    return replace(stored, measures=measures, pairs=pairs)
