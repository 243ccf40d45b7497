"""The whole law: what the engine gives for families that go every way of every rule is what each rule means."""

from __future__ import annotations

import random

import pytest

from alatau.rules.evaluate import evaluate, measure_people
from alatau.rules.explore import draw_people, pools_of_measures
from alatau.rules.gather import law_folder, read_book
from alatau.rules.golden import is_same, list_case_files, read_cases, run_cases
from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.states import answer_of
from tests.rules.whole_law import STEP, cases_of_steps, count_ways, explored, law_in_force, law_of_steps

#: Ways that no facts were found for, of a thousand: arms that conditions before them leave nothing for.
MISSED_OF_THOUSAND = 10
FAMILIES = 60


def test_families_go_every_way_of_every_rule(capsys):
    ways = count_ways()
    with capsys.disabled():
        print(f"\n{ways['families']} families go {ways['taken']} ways of {ways['rules']} rules, {ways['missed']} not.")  # noqa: T201 - the count that a reader of the run wants
    assert ways["missed"] * 1000 <= MISSED_OF_THOUSAND * (ways["taken"] + ways["missed"])


def test_every_rule_gives_in_sql_what_it_means():
    law, cases = law_of_steps(), cases_of_steps()
    want = [name for name in law.rules if name.endswith(STEP)]
    answers = evaluate(law, [case.facts for case in cases], want=want)
    odd = []
    for case, answer in zip(cases, answers, strict=True):
        is_family = law.rules[case.rule].version.level == "family"
        found = (answer.family if is_family else answer.people[0])[case.rule + STEP]
        if not is_same(found, case.expected):
            odd.append((case.rule, case.expected, found, case.facts))
    assert odd == []


def test_every_measure_gives_in_sql_what_it_means():
    law = law_in_force()
    meaning = Interpretation(law, Facts({}))
    odd = []
    for each in explored():
        name = each.rule.name
        answers = measure_people(law, [name], each.rows) if each.rows else []
        for rows, found in zip(each.rows, answers, strict=True):
            meant = answer_of(meaning.reduce_rows(name, rows), each.rule.node.type)
            if not is_same(meant, found[name]):
                odd.append((name, meant, found[name], rows))
    assert odd == []


@pytest.fixture(scope="module")
def families():
    law, chance = law_in_force(), random.Random(7)
    pools = pools_of_measures(law)
    return [draw_people(law, chance, pools=pools) for _family in range(FAMILIES)]


def test_batch_and_explanation_agree_on_everything(families):
    law = law_in_force()
    names = [name for name, rule in law.rules.items() if rule.version.kind != "measure"]
    for facts, batch in zip(families, evaluate(law, families, want=names), strict=True):
        meaning = Interpretation(law, facts)
        for name in names:
            type_ = law.rules[name].node.type
            if law.rules[name].version.level == "family":
                assert is_same(answer_of(meaning.value_of(name), type_), batch.family[name]), name
                continue
            for person in facts.people:
                assert is_same(answer_of(meaning.value_of(name, person), type_), batch.people[person][name]), name


def test_one_family_alone_gets_what_it_gets_among_others(families):
    law = law_in_force()
    names = [name for name, rule in law.rules.items() if rule.version.kind in {"benefit", "indicator", "status"}]
    among = evaluate(law, families, want=names)
    assert evaluate(law, families[:1], want=names) == among[:1]


def test_golden_cases_of_the_law_come_out():
    cases = [case for path in list_case_files(law_folder()) for case in read_cases(path)]
    assert len(cases) > 500
    assert [str(difference) for difference in run_cases(read_book(), cases)] == []
