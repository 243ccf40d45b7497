"""The whole law at once: families that go every way of every rule, and the engines that have to agree on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from alatau.rules.explore import Explored, explore_rule
from alatau.rules.gather import read_book
from alatau.rules.graph import Rule
from alatau.rules.interpret import Interpretation
from alatau.rules.states import answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.rules.graph import Law
    from alatau.rules.interpret import Facts
    from alatau.rules.states import Answer

DAY = date(2026, 10, 1)
#: A rule computed by itself, of given values of what it reads.
STEP = "__step"


@dataclass(frozen=True)
class Case:
    """Facts of one family that make one rule go some way, and what the rule's plain meaning gives."""

    rule: str
    facts: Facts
    expected: Answer


@cache
def law_in_force() -> Law:
    """Return the rules of the content package."""
    return read_book().on(DAY)


@cache
def explored() -> tuple[Explored, ...]:
    """Return for every rule the facts that go every way of it."""
    law = law_in_force()
    return tuple(explore_rule(law, rule) for rule in law.rules.values())


def law_of_steps() -> Law:
    """Return the law with each rule a second time, to be computed of given values of what it reads."""
    law = law_in_force()
    steps = {
        f"{name}{STEP}": Rule(replace(rule.version, name=f"{name}{STEP}"), rule.node)
        for name, rule in law.rules.items()
        if rule.version.kind != "measure"
    }
    return replace(law, rules={**law.rules, **steps})


def cases_of_steps() -> list[Case]:
    """Return each case of each rule that is no measure."""
    return [Case(each.rule.name, facts, meaning(each.rule, facts)) for each in explored() for facts in each.facts]


def meaning(rule: Rule, facts: Facts) -> Answer:
    """Return what a rule gives of facts, by its plain meaning: of the first person, or of the family."""
    person = None if rule.version.level == "family" else 0
    found = Interpretation(law_in_force(), facts).compute_step(rule.name, person)
    return answer_of(found, rule.node.type)


def count_ways() -> Mapping[str, int]:
    """Return how many ways the rules have, and how many were gone."""
    return {
        "rules": len(explored()),
        "taken": sum(len(each.taken) for each in explored()),
        "missed": sum(len(each.missed) for each in explored()),
        "families": sum(len(each.facts) + len(each.rows) for each in explored()),
    }
