"""A law over given facts, computed by the code that it is written as."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from alatau.rules.evaluate import Answers, plan_cases
from alatau.rules.nodes import Kind, Type
from alatau.rules.plan import NOT_APPLICABLE as NA
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, NotApplicable, Unknown
from alatau.rules.swift.law import Swift

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.rules.graph import Law
    from alatau.rules.interpret import Facts
    from alatau.rules.states import Answer

#: What evaluating adds to the name of a family's given value, as each member carries it.
GIVEN = "__given"


def compute_swiftly(law: Law, cases: Sequence[Facts], *, want: Sequence[str]) -> list[Answers]:
    """Return the wanted values of each family, as `evaluate` does."""
    part, _plan = plan_cases(law, cases, want=want)
    swift, sure = Swift(part), _sure_values(law, part)
    return [_answers(law, case, swift, sure, want=want) for case in cases]


def _sure_values(law: Law, part: Law) -> dict[str, object]:
    """Return a value for each given name that a law never leaves unknown: code rests on that, where a case does not."""
    rules = {
        name: law.rules[name.removesuffix(GIVEN)] for name, rule in part.rules.items() if rule.version.kind == "measure"
    }
    types = {name: rule.node.type for name, rule in rules.items() if rule.version.kind != "measure"}
    return {name: _SURE[type_.kind](type_) for name, type_ in types.items() if not type_.can_be_unknown}


_SURE: Mapping[Kind, Callable[[Type], object]] = {
    Kind.FLAG: lambda _type: False,
    Kind.NUMBER: lambda _type: 0,
    Kind.DAY: lambda _type: date(2000, 1, 1),
    Kind.TEXT: lambda type_: (type_.labels or ("",))[0],
}


def _answers(law: Law, case: Facts, swift: Swift, sure: Mapping[str, object], *, want: Sequence[str]) -> Answers:
    given = {name + GIVEN: value for name, value in case.family.items()}
    rows = [{"person": person, **cells({**sure, **values, **given})} for person, values in case.people.items()]
    pairs = [
        {"relation": key, "person": person, **cells(other)}
        for key, asked in case.pairs.items()
        for person, others in asked.items()
        for other in others
    ]
    values = swift.compute(rows, pairs, want=want)
    of_people = [name for name in want if law.get(name).version.level != "family"]
    return Answers(
        {name: _answer(values.family, name) for name in want if name not in of_people},
        {
            person: {name: _answer(row, name) for name in of_people}
            for person, row in zip(case.people, values.people, strict=True)
        },
    )


def cells(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as the columns of a table hold them."""
    plain = {name: None if isinstance(value, (Unknown, NotApplicable)) else value for name, value in values.items()}
    return plain | {name + NA: isinstance(value, NotApplicable) for name, value in values.items()}


def _answer(row: Mapping[str, Any], name: str) -> Answer:
    if row.get(name + NA):
        return NOT_APPLICABLE
    return UNKNOWN if row[name] is None else row[name]  # type: ignore[no-any-return]  # as a column holds it
