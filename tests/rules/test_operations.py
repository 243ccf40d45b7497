"""Every operation gives in SQL what its plain meaning is, with unknown and not applicable values among its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alatau.rules.evaluate import evaluate
from alatau.rules.golden import is_same
from alatau.rules.graph import RuleBook
from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.states import answer_of
from tests.rules import expressions as ex
from tests.rules.laws import DAY, MEASURES, rule_of, sources
from tests.rules.swiftly import compute_swiftly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.rules.declare import RuleVersion

NAMES = ("n", "m", "r", "price", "cost", "f", "g", "born", "sold", "kind", "code")
INPUTS = (*NAMES, "day", "index", "rate", "tithe", "gift")


def check(rules: Sequence[RuleVersion], families: Sequence[Facts]) -> None:
    """Compare the ways of computing some rules for some families: by an engine, as code, and by their meaning."""
    law = RuleBook((*MEASURES, *rules), sources()).on(DAY)
    names = [rule.name for rule in rules]
    for compute in (evaluate, compute_swiftly):
        for facts, answers in zip(families, compute(law, families, want=names), strict=True):
            _compare(law, rules, facts, answers)


def _compare(law, rules, facts, answers):
    meaning = Interpretation(law, facts)
    for rule in rules:
        if rule.level == "family":
            _same(law, rule, meaning.value_of(rule.name), answers.family[rule.name], facts)
            continue
        for person in facts.people:
            _same(law, rule, meaning.value_of(rule.name, person), answers.people[person][rule.name], facts)


def _same(law, rule, meant, found, facts):
    meant = answer_of(meant, law.get(rule.name).node.type)
    assert is_same(meant, found), f"{rule.name}: {meant} is meant, {found} is found, of {facts}"


def person_rule(unit, made):
    return rule_of("result", unit, lambda v: made(v | {"gift_of_n": v["gift"][v["n"]]}), INPUTS)


def families_of(everybody):
    return [Facts({number: person}) for number, person in enumerate(everybody)]


SOME_PEOPLE = st.lists(ex.people(), min_size=1, max_size=12)


@given(ex.flags(3), SOME_PEOPLE)
def test_conditions_mean_the_same_in_sql(made, everybody):
    check([person_rule("flag", made)], families_of(everybody))


@given(ex.sums(3), SOME_PEOPLE)
def test_sums_of_money_mean_the_same_in_sql(made, everybody):
    check([person_rule("tiyn", made)], families_of(everybody))


@given(ex.counts(2), ex.ratios(), SOME_PEOPLE)
def test_counts_and_shares_mean_the_same_in_sql(count, ratio, everybody):
    share_of = rule_of("ratio", "ratio", ratio, INPUTS)
    check([person_rule("things", count), share_of], families_of(everybody))


@given(ex.days(3), SOME_PEOPLE)
def test_days_mean_the_same_in_sql(made, everybody):
    check([person_rule("day", made)], families_of(everybody))


def test_every_state_of_two_flags_is_joined_alike():
    states = [True, False, ex.UNKNOWN, ex.NOT_APPLICABLE]
    people = [{"f": left, "g": right} for left in states for right in states]
    rules = [
        rule_of("both", "flag", lambda v: v["f"] & v["g"], ("f", "g")),
        rule_of("either", "flag", lambda v: v["f"] | v["g"], ("f", "g")),
        rule_of("neither", "flag", lambda v: ~(v["f"] | v["g"]), ("f", "g")),
    ]
    check(rules, families_of(people))
