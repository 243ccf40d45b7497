"""Golden cases: what the law gives in cases that somebody worked out by hand, in YAML files beside the rules.

Money stands in whole units of the currency, and sums may be written as plain arithmetic:
``expect: {birth: 38 * 3932}``.
"""

from __future__ import annotations

import ast
import operator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from alatau.core.content import content
from alatau.rules.errors import GoldenCaseError, Refusal, RuleNotInForceError
from alatau.rules.evaluate import Answers, evaluate, measure_rows
from alatau.rules.interpret import Facts
from alatau.rules.nodes import Kind, Level
from alatau.rules.operations import round_fraction
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, Answer, NotApplicable, Unknown, answer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

    from alatau.rules.graph import Law, RuleBook
    from alatau.rules.nodes import Type

_FIELDS = frozenset(
    {"name", "law", "note", "day", "known", "facts", "members", "pairs", "rows", "others", "expect", "not_in_force"}
)
_STATES: Mapping[str, Answer] = {"unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE, "not applicable": NOT_APPLICABLE}
_OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
#: Roundings to whole units that arithmetic may name.
_ROUNDINGS = {"ceil": "ceil", "floor": "floor", "round": "half_up"}


@dataclass(frozen=True, kw_only=True)
class GoldenCase:
    """One case: facts of a family, a day, and what the law gives."""

    file: str
    name: str
    law: str
    day: date
    known: date | None
    #: Values of the family, and of each of its people who has no other one of the name.
    facts: Mapping[str, object] = field(default_factory=dict)
    #: Values of its people, by what the case calls them, or by their number; one person where it names nobody.
    members: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: {"1": {}})
    #: By relation and person: the values of each of the other people.
    pairs: Mapping[str, Mapping[str, Sequence[Mapping[str, object]]]] = field(default_factory=dict)
    #: By register: rows of the first person.
    rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    #: Whether all that is not given is known to be nothing; else it is unknown.
    is_rest_none: bool = False
    expect: Mapping[str, object] = field(default_factory=dict)
    #: Rules that the law does not have on the day.
    not_in_force: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What a case expects, and what the law gives instead."""

    case: GoldenCase
    rule: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.case.file}: {self.case.name}: {self.rule} should be {self.expected}, and is {self.found}."


def read_cases(path: Path) -> list[GoldenCase]:
    """Return the golden cases of a file.

    Raises:
        GoldenCaseError: the file, or a case of it, cannot be read.
    """
    import yaml  # noqa: PLC0415 - read by authors of rules alone

    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise GoldenCaseError(file=path.name, case="", problem=f"cannot be read: {error}") from error
    usual = raw.get("defaults", {}) if isinstance(raw, dict) else {}
    cases = raw.get("cases", []) if isinstance(raw, dict) else raw
    return [_make_case(path.name, case, usual) for case in cases]


def list_case_files(folder: Path) -> list[Path]:
    """Return the files of golden cases of a law's folder, in order of their names."""
    return sorted(folder.glob("golden/*.yaml"))


def run_cases(book: RuleBook, cases: Sequence[GoldenCase]) -> list[Difference]:
    """Return where the law gives something else than the cases expect.

    Raises:
        GoldenCaseError: a case names what the law has not, or gives it a value that it cannot have.
    """
    ready: dict[Hashable, list[_Ready]] = {}
    for case in cases:
        law = book.on(case.day, known=case.known)
        with _naming(case):
            facts = _facts_of(law, case)
            expect = {law.find(name).name: value for name, value in case.expect.items()}
        names = {name for values in facts.people.values() for name in values}
        # Cases of one day that give the same names are computed together.
        key = (case.day, case.known, frozenset(names), frozenset(facts.family), case.is_rest_none)
        ready.setdefault(key, []).append(_Ready(case, law, facts, expect))
    return [difference for group in ready.values() for difference in _run_group(group)]


def run_case(book: RuleBook, case: GoldenCase) -> list[Difference]:
    """Return where the law gives something else than one case expects."""
    return run_cases(book, [case])


class _Ready(NamedTuple):
    """A case with the law of its day, and its facts as rules have them."""

    case: GoldenCase
    law: Law
    facts: Facts
    expect: Mapping[str, object]


def _run_group(group: Sequence[_Ready]) -> list[Difference]:
    law, is_rest_none = group[0].law, group[0].case.is_rest_none
    want = dict.fromkeys(name for ready in group for name in ready.expect)
    with _naming(group[0].case):
        answers = evaluate(law, [ready.facts for ready in group], want=[*want], silence_none=is_rest_none)
    found = []
    for ready, answer in zip(group, answers, strict=True):
        case = ready.case
        found += [Difference(case, name, "not in force", "in force") for name in case.not_in_force if name in law.rules]
        with _naming(case):
            for name, expected in ready.expect.items():
                found += _compare(law, case, name, expected=expected, answers=answer)
    return found


@contextmanager
def _naming(case: GoldenCase) -> Iterator[None]:
    """Say of what goes wrong in which case it does."""
    try:
        yield
    except (Refusal, RuleNotInForceError) as error:
        why = error.facts.get("why", "") if isinstance(error, RuleNotInForceError) else ""
        raise GoldenCaseError(file=case.file, case=case.name, problem=f"{error} {why}".strip()) from error


def value_in(given: object, type_: Type) -> Answer:
    """Return a value that a file writes, as the rule has it: money in the smallest coin.

    Raises:
        Refusal: it is no value of that kind.
    """
    if given is None or (isinstance(given, str) and given in _STATES):
        return UNKNOWN if given is None else _STATES[str(given)]
    if type_.kind is not Kind.NUMBER:
        kinds = {Kind.FLAG: bool, Kind.DAY: date, Kind.TEXT: str, Kind.PERSON: str}
        if not isinstance(given, kinds[type_.kind]):
            message = f"{given!r} is no {type_.kind}"
            raise Refusal(message)
        return cast("Answer", given)
    number = calculate(str(given)) if not isinstance(given, bool) else None
    if number is None:
        message = f"{given!r} is no number"
        raise Refusal(message)
    if type_.unit.is_money:
        number *= 10 ** content().currency.exponent
    if (number * 10**type_.scale).denominator != 1:
        message = f"{given!r} has more places than the rule's value"
        raise Refusal(message)
    return answer_of(number, type_)


def calculate(written: str) -> Fraction:
    """Return the exact value of plain arithmetic: numbers, + - * / and brackets, ceil(), floor() and round().

    Raises:
        Refusal: there is anything else in it.
    """
    try:
        return _calculate(ast.parse(written, mode="eval").body, written)
    except (SyntaxError, ZeroDivisionError) as error:
        message = f"{written!r} is no plain arithmetic"
        raise Refusal(message) from error


def _calculate(tree: ast.expr, written: str) -> Fraction:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, (int, float)) and not isinstance(tree.value, bool):
        # The text of the number is exact; what Python made of it is not.
        return Fraction(Decimal(ast.get_source_segment(written, tree) or "").normalize())
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return -_calculate(tree.operand, written)
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        sides = _calculate(tree.left, written), _calculate(tree.right, written)
        return Fraction(_OPERATORS[type(tree.op)](*sides))
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in _ROUNDINGS:
        [argument] = tree.args
        return Fraction(round_fraction(_calculate(argument, written), _ROUNDINGS[tree.func.id]))
    message = f"{written!r} is no plain arithmetic"
    raise Refusal(message)


def _make_case(file: str, raw: object, usual: Mapping[str, Any]) -> GoldenCase:
    if not isinstance(raw, dict) or "name" not in raw:
        raise GoldenCaseError(file=file, case="", problem="a case is not a list of fields that begins with its name")
    odd = sorted((raw.keys() | usual.keys()) - _FIELDS)
    if odd:
        raise GoldenCaseError(file=file, case=raw["name"], problem=f"{odd[0]} is not a field of a case")
    given = {**usual, **raw}
    if not isinstance(given.get("day"), date) or not (given.get("expect") or given.get("not_in_force")):
        raise GoldenCaseError(file=file, case=raw["name"], problem="a case needs a `day` and what to `expect`")
    missing = given.get("not_in_force", ())
    return GoldenCase(
        file=file,
        name=raw["name"],
        law=given.get("law", ""),
        day=given["day"],
        known=given.get("known"),
        facts={**usual.get("facts", {}), **(raw.get("facts") or {})},
        members=_members_of(given.get("members")),
        pairs=given.get("pairs", {}),
        rows=given.get("rows", {}),
        is_rest_none=given.get("others", "unknown") == "none",
        expect=given.get("expect", {}),
        not_in_force=(missing,) if isinstance(missing, str) else tuple(missing),
    )


def _members_of(given: object) -> dict[str, Mapping[str, object]]:
    if isinstance(given, dict):
        return {str(name): values or {} for name, values in given.items()}
    return {
        str(number): values or {}
        for number, values in enumerate(cast("list[Mapping[str, object] | None]", given or [{}]), start=1)
    }


def _facts_of(law: Law, case: GoldenCase) -> Facts:
    """Return the facts of a case: a person's value that the case gives once is every member's."""
    measured: dict[str, object] = {}
    for register, rows in case.rows.items():
        measured |= measure_rows(law, register, [_row_of(law, register, row) for row in rows])
    given = _values(law, case.facts)
    family = {name: value for name, value in given.items() if _is_family(law, name)}
    everybody = {name: value for name, value in given.items() if name not in family}
    first = next(iter(case.members))
    people: dict[Hashable, dict[str, object]] = {
        person: {**everybody, **(measured if person == first else {}), **_values(law, values)}
        for person, values in case.members.items()
    }
    pairs: dict[str, dict[Hashable, list[dict[str, object]]]] = {
        relation: {person: [_values(law, other) for other in others] for person, others in of_people.items()}
        for relation, of_people in case.pairs.items()
    }
    return Facts(people, family, pairs)


def _values(law: Law, given: Mapping[str, object]) -> dict[str, object]:
    """Return given values by the names of rules; a case may call them by their codes."""
    rules = {name: law.find(name) for name in given}
    return {rule.name: value_in(given[name], rule.node.type) for name, rule in rules.items()}


def _row_of(law: Law, register: str, row: Mapping[str, object]) -> dict[str, object]:
    declared = law.sources.registers.get(register)
    if declared is None:
        message = f"there is no register {register}"
        raise Refusal(message)
    return {name: _cell(law, register, name, given) for name, given in row.items()}


def _cell(law: Law, register: str, name: str, given: object) -> object:
    column = law.sources.find_column(law.sources.registers[register], name)
    if column is None:
        message = f"{name} is no column of {register} that rules read"
        raise Refusal(message)
    node = column.node.args[0] if column.node.op == "guard" else column.node
    value = value_in(given, node.type)
    return None if isinstance(value, (Unknown, NotApplicable)) else value


def _compare(law: Law, case: GoldenCase, name: str, *, expected: object, answers: Answers) -> list[Difference]:
    type_ = law.get(name).node.type
    if _is_family(law, name):
        pairs = [(expected, answers.family[name])]
    else:
        wanted = expected if isinstance(expected, dict) else {next(iter(case.members)): expected}
        strangers = sorted(wanted.keys() - case.members.keys())
        if strangers:
            message = f"{name} is expected of {strangers[0]}, who is not in the family of the case"
            raise Refusal(message)
        pairs = [(each, answers.people[person][name]) for person, each in wanted.items()]
    return [
        Difference(case, name, expected=each, found=_shown(found, type_))
        for each, found in pairs
        if not is_same(value_in(each, type_), found)
    ]


def is_same(one: Answer, other: Answer) -> bool:
    """Tell whether two values are the same, whyever they are unknown."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return isinstance(one, Unknown) and isinstance(other, Unknown)
    return type(one) is type(other) and one == other


def _shown(found: Answer, type_: Type) -> object:
    if isinstance(found, Unknown):
        return "unknown"
    if isinstance(found, NotApplicable):
        return "not applicable"
    if type_.kind is Kind.NUMBER and type_.unit.is_money:
        return Decimal(found).scaleb(-content().currency.exponent)  # type: ignore[arg-type]  # money is a whole number
    return found


def _is_family(law: Law, name: str) -> bool:
    return law.get(name).version.level == Level.FAMILY
