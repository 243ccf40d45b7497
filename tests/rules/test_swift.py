"""A law written as code gives for one family what the engines give for a nation, value for value."""

from __future__ import annotations

import random

from alatau.rules.explore import draw_people, pools_of_measures
from alatau.rules.golden import is_same
from alatau.rules.interpret import Interpretation
from alatau.rules.states import answer_of
from alatau.rules.swift.law import Swift
from tests.rules.swiftly import cells, compute_swiftly
from tests.rules.whole_law import STEP, cases_of_steps, law_in_force, law_of_steps

FAMILIES = 40


def test_every_rule_gives_in_code_what_it_means():
    law, cases = law_of_steps(), cases_of_steps()
    want = [name for name in law.rules if name.endswith(STEP)]
    odd = []
    for case, answer in zip(cases, compute_swiftly(law, [case.facts for case in cases], want=want), strict=True):
        is_family = law.rules[case.rule].version.level == "family"
        found = (answer.family if is_family else answer.people[0])[case.rule + STEP]
        if not is_same(found, case.expected):
            odd.append((case.rule, case.expected, found, case.facts))
    assert odd == []


def test_whole_families_get_in_code_what_the_law_means():
    law, chance = law_in_force(), random.Random(11)
    pools = pools_of_measures(law)
    families = [draw_people(law, chance, pools=pools) for _family in range(FAMILIES)]
    names = [name for name, rule in law.rules.items() if rule.version.kind != "measure"]
    for facts, answers in zip(families, compute_swiftly(law, families, want=names), strict=True):
        meaning = Interpretation(law, facts)
        for name in names:
            type_, is_family = law.rules[name].node.type, law.rules[name].version.level == "family"
            for person in [None] if is_family else [*facts.people]:
                found = answers.family[name] if is_family else answers.people[person][name]
                assert is_same(answer_of(meaning.value_of(name, person), type_), found), name


def test_news_of_one_register_give_what_the_whole_law_gives():
    law, chance = law_in_force(), random.Random(3)
    pools, swift = pools_of_measures(law), Swift(law)
    names = [name for name, rule in law.rules.items() if rule.version.kind != "measure"]
    for register in sorted({rule.version.register for rule in law.rules.values()} - {""}):
        earlier, later = (draw_people(law, chance, pools=pools).people[0] for _time in range(2))
        news = {name: value for name, value in later.items() if law.rules[name].version.register == register}
        before, after = (
            [{"person": place, **cells(values)} for place in range(2)] for values in (earlier, {**earlier, **news})
        )
        changed = swift.begin(before, ()).with_measures(after, of=frozenset({register}))
        assert changed.values(names) == swift.compute(after, (), want=names), register


def test_wanted_values_alone_are_told_and_unknown_names_left_out():
    law = law_in_force()
    values = Swift(law).compute([{"person": 1}], (), want=["family_type", "no_such_rule"])
    assert {*values.family} <= {"family_type", "family_type__na"}
    assert values.people == [{}]
