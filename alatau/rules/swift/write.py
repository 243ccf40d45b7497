"""Operations of rules as Python code over whole numbers: what each means stands in `operations`, this is the same.

Numbers are whole numbers without their scale, and of a fraction both parts; None is unknown.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alatau.rules.arithmetic import rounding_room
from alatau.rules.nodes import Kind, Level
from alatau.rules.sql.columns import NOT_APPLICABLE as NA_COLUMN
from alatau.rules.states import NOT_APPLICABLE, Unknown
from alatau.rules.swift.support import table_of
from alatau.rules.swift.words import Word, missing, unless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.rules.interpret import Interpretation
    from alatau.rules.nodes import Node, Type
    from alatau.rules.swift.words import Page

#: Under which name code has the values of whom, by the level that an input is of.
WHOSE = {Level.PERSON: "p", Level.FAMILY: "f"}
_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


class Writing:
    """Writes values of one scope, each once."""

    def __init__(self, page: Page, law: Interpretation, *, done: Mapping[int, Word] | None = None) -> None:
        self.page = page
        #: What is the same for everybody is computed while code is written.
        self.law = law
        #: Reductions that stand somewhere already are given.
        self.done: dict[int, Word] = dict(done or {})

    def word(self, node: Node) -> Word:
        """Return how code calls a node's value, which is written where it is not yet."""
        found = self.done.get(id(node))
        if found is None:
            found = self.done[id(node)] = self._write(node)
        return found

    def _write(self, node: Node) -> Word:
        if node.type.level is Level.LAW:
            return self._constant(node)
        if node.op == "input":
            kept = self.page.keep(f"{WHOSE[node.type.level]}[{node.data.name!r}]")
            return Word(kept, "", node.type.can_be_unknown, node.type.can_be_not_applicable)
        if node.op == "of":
            return self._other(node)
        if node.op == "same":
            return self.word(node.args[0])
        args = [self.word(arg) for arg in node.args]
        value, divisor = _WAYS[node.op](self, node, args)
        can_be_na = node.type.can_be_not_applicable
        kept = self.page.keep(value)
        word = Word(kept, "", node.type.can_be_unknown, can_be_na)
        if not divisor:
            return word
        # The divisor of what is no value is never read; it only has to be a number.
        absent = missing(word)
        return word._replace(divisor=self.page.keep(f"1 if {absent} else {divisor}" if absent else divisor))

    def _other(self, node: Node) -> Word:
        inner = node.args[0]
        if inner.op != "input":
            return self._constant(inner)
        kept = self.page.keep(read_column("o.get", inner.data.name, inner.type))
        return Word(kept, "", inner.type.can_be_unknown, inner.type.can_be_not_applicable)

    def _constant(self, node: Node) -> Word:
        found = self.law.compute_node(node)
        if isinstance(found, Unknown):
            return Word("None", "1" if node.type.is_fraction else "", can_be_unknown=True)
        if found is NOT_APPLICABLE:
            return Word("NA", "1" if node.type.is_fraction else "", can_be_not_applicable=True)
        if not isinstance(found, Fraction):
            return Word(self.page.constant(found))
        number = found * 10**node.type.scale
        assert node.type.is_fraction or number.denominator == 1
        return Word(repr(number.numerator), repr(number.denominator) if node.type.is_fraction else "")

    def scaled(self, node: Node, word: Word, to: Type) -> Word:
        """Return a value as one of another type of its kind: with its scale, and as a fraction if that is."""
        if node.type.kind is not Kind.NUMBER or to.kind is not Kind.NUMBER:
            return word
        by = to.scale - node.type.scale
        value = word.value
        if by > 0 and value not in ("None", "NA"):
            value = self.page.keep(unless(_times(value, by), [word]))
        return word._replace(value=value, divisor=word.divisor or ("1" if to.is_fraction else ""))


def read_column(get: str, name: str, type_: Type) -> str:
    """Return code for a value out of the columns that hold it, which `get` finds by their names."""
    code = f"{get}({name!r})"
    if type_.kind is Kind.NUMBER and type_.scale:
        code = f"whole({code}, {type_.scale})"
    return f"NA if {get}({name + NA_COLUMN!r}) else {code}" if type_.can_be_not_applicable else code


def _times(value: str, power: int) -> str:
    return f"{value} * {10**power}" if power > 0 else value


def _product(*factors: str) -> str:
    return " * ".join(factor for factor in factors if factor and factor != "1") or "1"


#: Code of a value, and of its divisor where it is a fraction.
Code = tuple[str, str]


def _sides(node: Node, args: Sequence[Word], *, scale: int) -> list[str]:
    """Return both numbers with one scale, each times the other's divisor."""
    first, second = (_times(word.value, scale - arg.type.scale) for arg, word in zip(node.args, args, strict=True))
    return [_product(first, args[1].divisor), _product(second, args[0].divisor)]


def _divisor(node: Node, args: Sequence[Word]) -> str:
    return _product(*(word.divisor for word in args)) if node.type.is_fraction else ""


def _add(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return unless(" + ".join(_sides(node, args, scale=node.type.scale)), args), _divisor(node, args)


def _neg(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return unless(f"-{args[0].value}", args), _divisor(node, args)


def _mul(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return unless(f"{args[0].value} * {args[1].value}", args), _divisor(node, args)


def _share(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    mine, theirs = args
    value, of = node.args
    number = _product(_times(mine.value, of.type.scale - value.type.scale), theirs.divisor)
    code = f"({number} if {theirs.value} > 0 else -({number}))"
    # Of nothing there is no share, known or not.
    return f"NA if {theirs.value} == 0 else {unless(code, args)}", _product(f"abs({theirs.value})", mine.divisor)


def _round(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    (mode, places), given, word = node.data, node.args[0].type, args[0]
    below = _product(word.divisor, str(10 ** max(0, given.scale - places)))
    number = _times(word.value, places - given.scale)
    code = number if below == "1" else f"{mode}({number}, {below})"
    if places < 0:
        code = f"{code} * {10**-places}"
    room = rounding_room(given, places)
    if room is not None:
        code = f"{code} if abs({word.value}) <= {_product(word.divisor, str(10**room))} else None"
    return unless(code, args), ""


def _guard(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    value = args[0].value
    return unless(f"{value} if abs({value}) < {10**node.type.figures} else None", args), ""


def _extreme(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    name = "min" if node.op == "least" else "max"
    if node.type.kind is not Kind.NUMBER:
        return unless(f"{name}({', '.join(word.value for word in args)})", args), ""
    first, second = (how.scaled(arg, word, node.type) for arg, word in zip(node.args, args, strict=True))
    if not node.type.is_fraction:
        return unless(f"{name}({first.value}, {second.value})", args), ""
    sign = "<=" if node.op == "least" else ">="
    test = f"{_product(first.value, second.divisor)} {sign} {_product(second.value, first.divisor)}"
    divisor = f"({first.divisor} if {test} else {second.divisor})"
    return unless(f"({first.value} if {test} else {second.value})", args), divisor


def _compare(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    left, right = (word.value for word in args)
    if node.args[0].type.kind is Kind.NUMBER:
        left, right = _sides(node, args, scale=max(arg.type.scale for arg in node.args))
    return unless(f"{left} {_SIGNS[node.op]} {right}", args), ""


def _both(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return _logic(args, outweighs="False", states=("NA", "None")), ""


def _either(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return _logic(args, outweighs="True", states=("None", "NA")), ""


def _logic(args: Sequence[Word], *, outweighs: str, states: tuple[str, str]) -> str:
    """Return code that looks for the value that outweighs all, then for either state, in their order."""
    rest = "True" if outweighs == "False" else "False"
    if all(word.is_sure for word in args):
        return (" and " if outweighs == "False" else " or ").join(word.value for word in args)
    code = rest
    for state in reversed(states):
        can_be = [word for word in args if (word.can_be_unknown if state == "None" else word.can_be_not_applicable)]
        if can_be:
            code = f"{state} if {' or '.join(f'{word.value} is {state}' for word in can_be)} else {code}"
    return f"{outweighs} if {' or '.join(f'{word.value} is {outweighs}' for word in args)} else {code}"


def _or_if(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    state = "None" if node.op == "or_if_unknown" else "NA"
    first, second = (how.scaled(arg, word, node.type) for arg, word in zip(node.args, args, strict=True))
    divisor = f"({second.divisor} if {first.value} is {state} else {first.divisor})" if node.type.is_fraction else ""
    if not (first.can_be_unknown if state == "None" else first.can_be_not_applicable):
        return first.value, first.divisor
    return f"{second.value} if {first.value} is {state} else {first.value}", divisor


def _cases(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    count = len(args) // 2
    conditions = args[:count]
    values = [how.scaled(arg, word, node.type) for arg, word in zip(node.args[count:], args[count:], strict=True)]

    def choose(parts: Sequence[str], when_unknown: str) -> str:
        code = parts[-1]
        for condition, part in reversed([*zip(conditions, parts[:-1], strict=True)]):
            code = f"{part} if {condition.value} is True else {code}"
            if condition.can_be_unknown:
                code = f"{when_unknown} if {condition.value} is None else {code}"
        return f"({code})"

    divisor = choose([word.divisor for word in values], "1") if node.type.is_fraction else ""
    return choose([word.value for word in values], "None"), divisor


def _look_up(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    find = how.page.constant(table_of(how.law.law, node))
    return unless(f"{find}({args[0].value})", args), ""


def _part_of(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
    start, count = node.data
    return unless(f"{args[0].value}[{start - 1}:{start - 1 + count}]", args), ""


def _is_one_of(how: Writing, node: Node, args: Sequence[Word]) -> Code:
    return unless(f"{args[0].value} in {how.page.constant(frozenset(node.data))}", args), ""


def _strictly(pattern: str) -> Callable[[Writing, Node, Sequence[Word]], Code]:
    """Return the way to write an operation that needs values: words stand in for {0} and {1}."""

    def write(_how: Writing, node: Node, args: Sequence[Word]) -> Code:
        return unless(pattern.format(*(word.value for word in args), op=node.op, data=node.data), args), ""

    return write


_WAYS: Mapping[str, Callable[[Writing, Node, Sequence[Word]], Code]] = {
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "share": _share,
    "round": _round,
    "guard": _guard,
    **dict.fromkeys(("least", "greatest"), _extreme),
    **dict.fromkeys(_SIGNS, _compare),
    "and": _both,
    "or": _either,
    **dict.fromkeys(("or_if_unknown", "or_if_not_applicable"), _or_if),
    "cases": _cases,
    "look_up": _look_up,
    "is_one_of": _is_one_of,
    "part_of": _part_of,
    "is_unknown": lambda _how, _node, args: (f"{args[0].value} is None", ""),
    "is_not_applicable": lambda _how, _node, args: (f"{args[0].value} is NA", ""),
    "not": _strictly("not {0}"),
    "starts_with": _strictly("{0}.startswith({data!r})"),
    "number_of": _strictly("read_number({0})"),
    "age_on": _strictly("full_years({0}, {1})"),
    "months_between": _strictly("full_months({0}, {1})"),
    "days_between": _strictly("({1} - {0}).days"),
    **dict.fromkeys(("add_days", "add_months", "add_years"), _strictly("move_day({op!r}, {0}, {1})")),
    "month_of": _strictly("{0}.replace(day=1)"),
    "year_of": _strictly("{0}.year"),
    "month_number_of": _strictly("{0}.month"),
}
