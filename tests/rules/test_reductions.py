"""Sums, counts and choices over members, pairs and rows mean the same in SQL and in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.rules import all_of, any_of, count_of, earliest, highest, latest, lowest, of, only, total
from alatau.rules.evaluate import measure_rows
from alatau.rules.golden import is_same
from alatau.rules.graph import RuleBook
from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, answer_of
from tests.rules import expressions as ex
from tests.rules.laws import DAY, KINDS, MEASURES, REQUIRED, rule_of, sources
from tests.rules.test_operations import check

if TYPE_CHECKING:
    from alatau.rules.declare import RuleVersion

VALUES = {"n": "things", "price": "tiyn", "born": "day", "code": "text"}
TAKEN = ("n", "price", "born", "code", "f", "g", "sold")


def reductions(level: str, wrap=lambda name: name) -> list[RuleVersion]:
    """Return a rule for each way of reducing some values where a flag holds."""
    made: list[RuleVersion] = []

    def add(name: str, unit: str, compute) -> None:
        made.append(rule_of(f"{name}_{len(made)}", unit, compute, (*TAKEN, "kids"), level=level))

    def term(v, name):
        return of(v["kids"], v[name]) if wrap == "pair" else v[name]

    for where in (None, "f"):

        def holds(v, where=where):
            return None if where is None else term(v, where)

        add("count", "things", lambda v, holds=holds: count_of(term(v, "g"), where=holds(v)))
        add("any", "flag", lambda v, holds=holds: any_of(term(v, "g"), where=holds(v)))
        add("all", "flag", lambda v, holds=holds: all_of(term(v, "g"), where=holds(v)))
        add("distinct", "things", lambda v, holds=holds: count_of(term(v, "code"), where=holds(v), distinct=True))
        add("sum", "tiyn", lambda v, holds=holds: total(term(v, "price"), where=holds(v)))
        add("sum_known", "tiyn", lambda v, holds=holds: total(term(v, "price"), where=holds(v), unknown_as=0))
        for name, unit in VALUES.items():
            add("highest", unit, lambda v, name=name, holds=holds: highest(term(v, name), where=holds(v)))
            add("lowest", unit, lambda v, name=name, holds=holds: lowest(term(v, name), where=holds(v)))
            add("only", unit, lambda v, name=name, holds=holds: only(term(v, name), where=holds(v)))
            for choose in (latest, earliest):
                add(
                    choose.__name__,
                    unit,
                    lambda v, name=name, holds=holds, choose=choose: choose(
                        term(v, name), by=term(v, "sold"), where=holds(v)
                    ),
                )
    return made


FAMILIES = st.lists(st.lists(ex.people(), min_size=1, max_size=4), min_size=1, max_size=8)


@settings(max_examples=10)
@given(FAMILIES)
def test_families_are_reduced_alike(families):
    check(reductions("family"), [Facts(dict(enumerate(people))) for people in families])


@settings(max_examples=10)
@given(FAMILIES)
def test_relatives_are_reduced_alike(families):
    facts = [Facts({0: people[0]}, pairs={"kids": {0: people[1:]}}) for people in families]
    check(reductions("person", wrap="pair"), facts)


def rows() -> st.SearchStrategy[dict[str, object]]:
    """Return rows of the register of things, empty where a column may be."""
    values = {
        "count": ex.amounts(),
        "more": st.integers(0, 5),
        "part": st.sampled_from((ex.Decimal("0.5"), ex.Decimal(1), ex.Decimal("-99999999999.9999"))),
        "price": ex.amounts() | st.sampled_from((2**63 - 1, -(2**63))),
        "flag": st.booleans(),
        "mark": st.booleans(),
        "made_on": ex.edge_days(),
        "sold_on": ex.edge_days(),
        "kind": st.sampled_from(KINDS),
        "code": st.sampled_from(("a", "b", "12")),
    }
    return st.fixed_dictionaries(
        {name: each if name in REQUIRED else st.none() | each | each for name, each in values.items()}
    )


def measures() -> list[RuleVersion]:
    """Return measures of each way, over columns that may be empty and columns that may not."""
    columns = ("count", "more", "part", "price", "flag", "mark", "made_on", "sold_on", "kind", "code")
    computed = {
        "rows": ("things", lambda _v: count_of()),
        "paid": ("tiyn", lambda v: total(v["price"], where=v["flag"])),
        "parts": ("tiyn", lambda v: ex.round_to_unit(total(ex.round_to_unit(v["price"] * v["part"])))),
        "red": ("things", lambda v: count_of(v["kind"] == "red", where=v["mark"])),
        "any_blue": ("flag", lambda v: any_of(v["kind"].is_in("blue", "green") & (v["more"] > 2))),
        "all_made": ("flag", lambda v: all_of(v["made_on"] < v["sold_on"])),
        "last_kind": ("text", lambda v: latest(v["kind"], by=v["made_on"], where=v["mark"])),
        "codes": ("things", lambda v: count_of(v["code"], distinct=True)),
        "top": ("things", lambda v: highest(v["count"])),
        "both": ("things", lambda v: count_of(where=v["mark"]) + total(v["more"])),
    }
    return [measure_of(name, unit, compute, columns) for name, (unit, compute) in computed.items()]


def measure_of(name, unit, compute, columns):
    made = rule_of(name, unit, compute, columns)
    return type(made)(**{**vars(made), "kind": "measure", "register": "things"})


@given(st.lists(rows(), max_size=6))
def test_rows_are_reduced_alike(found):
    law = RuleBook(tuple(measures()), sources()).on(DAY)
    answers = measure_rows(law, "things", found)
    meaning = Interpretation(law, Facts({}))
    for name, rule in law.rules.items():
        meant = answer_of(meaning.reduce_rows(name, found), rule.node.type)
        assert is_same(meant, answers[name]), f"{name}: {meant} is meant, {answers[name]} is found"


@pytest.mark.parametrize(
    ("flags", "any_", "all_"),
    [
        ([True, UNKNOWN], True, UNKNOWN),
        ([False, UNKNOWN], UNKNOWN, False),
        ([UNKNOWN, NOT_APPLICABLE], UNKNOWN, UNKNOWN),
        ([NOT_APPLICABLE], False, True),
    ],
)
def test_one_sure_flag_outweighs_unknown_ones(flags, any_, all_):
    rules = [
        rule_of("some", "flag", lambda v: any_of(v["f"]), ("f",), level="family"),
        rule_of("every", "flag", lambda v: all_of(v["f"]), ("f",), level="family"),
    ]
    facts = Facts({number: {"f": flag} for number, flag in enumerate(flags)})
    check(rules, [facts])
    law = RuleBook((*MEASURES, *rules), sources()).on(DAY)
    found = Interpretation(law, facts)
    assert is_same(found.value_of("some"), any_)
    assert is_same(found.value_of("every"), all_)
