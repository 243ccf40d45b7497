"""What rules compute with: a value that is not there yet, and a span of days.

A rule is read once, by calling its function with such values; operators build the graph. Nothing of Python that would
have to know the value now (`if`, `and`, `in`, `/`) can work on it, and each says what to write instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, Self

from alatau.rules import arithmetic, logic
from alatau.rules.errors import Refusal
from alatau.rules.nodes import Kind, Level, Node, Type, make
from alatau.rules.units import TIMES_MANY, Unit, divide

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What stands in a rule for a value: itself, or a literal of the same kind.
Given = "Value | int | float | Decimal | str | date | bool"


class Value:
    """A value of a rule, to be computed for everybody."""

    __slots__ = ("node",)
    __hash__ = None  # type: ignore[assignment]  # values are compared by building a comparison

    def __init__(self, node: Node) -> None:
        self.node = node

    def __add__(self, other: object) -> Value:
        return Value(arithmetic.add(self.node, literal(other)))

    def __radd__(self, other: object) -> Value:
        return Value(arithmetic.add(literal(other), self.node))

    def __sub__(self, other: object) -> Value:
        return Value(arithmetic.add(self.node, arithmetic.negate(literal(other))))

    def __rsub__(self, other: object) -> Value:
        return Value(arithmetic.add(literal(other), arithmetic.negate(self.node)))

    def __neg__(self) -> Value:
        return Value(arithmetic.negate(self.node))

    def __mul__(self, other: object) -> Value:
        return Value(arithmetic.multiply(self.node, literal(other)))

    def __rmul__(self, other: object) -> Value:
        return Value(arithmetic.multiply(literal(other), self.node))

    def __truediv__(self, other: object) -> Value:
        if isinstance(other, Duration):
            return Value(arithmetic.share(self.node, of=other.node))
        message = "`/` does not say what happens with nothing to divide by; write share(a, of=b) or split(a, by=n)"
        raise Refusal(message)

    def __eq__(self, other: object) -> Value:  # type: ignore[override]  # builds a comparison
        return Value(logic.compare("eq", self.node, literal(other)))

    def __ne__(self, other: object) -> Value:  # type: ignore[override]  # builds a comparison
        return Value(logic.compare("ne", self.node, literal(other)))

    def __lt__(self, other: object) -> Value:
        return Value(logic.compare("lt", self.node, literal(other)))

    def __le__(self, other: object) -> Value:
        return Value(logic.compare("le", self.node, literal(other)))

    def __gt__(self, other: object) -> Value:
        return Value(logic.compare("gt", self.node, literal(other)))

    def __ge__(self, other: object) -> Value:
        return Value(logic.compare("ge", self.node, literal(other)))

    def __and__(self, other: object) -> Value:
        return Value(logic.join("and", self.node, literal(other)))

    def __or__(self, other: object) -> Value:
        return Value(logic.join("or", self.node, literal(other)))

    __rand__ = __and__
    __ror__ = __or__

    def __invert__(self) -> Value:
        return Value(logic.invert(self.node))

    def within(self, span: Span) -> Value:
        """Tell whether the day (or month) lies in the span."""
        return span.covers(self)

    def between(self, least: object, most: object) -> Value:
        """Tell whether the value is neither below nor above these two."""
        return (self >= least) & (self <= most)

    def is_one_of(self, *texts: str) -> Value:
        """Tell whether the text is one of these."""
        return Value(logic.is_one_of(self.node, texts))

    is_in = is_one_of

    def starts_with(self, text: str) -> Value:
        """Tell whether a code begins with these signs."""
        return Value(logic.starts_with(self.node, text))

    def signs(self, start: int, count: int) -> Value:
        """Return so many signs of a code from the one at `start`, the first being 1."""
        return Value(logic.part_of(self.node, start, count))

    def first_signs(self, count: int) -> Value:
        """Return the first signs of a code, such as the region of a place."""
        return Value(logic.part_of(self.node, 1, count))

    def is_unknown(self) -> Value:
        """Tell whether nobody knows the value."""
        return Value(logic.test("is_unknown", self.node))

    def is_not_applicable(self) -> Value:
        """Tell whether there is nothing to have a value of."""
        return Value(logic.test("is_not_applicable", self.node))

    def or_if_unknown(self, other: object) -> Value:
        """Return the value, and this one where nobody knows it. Say in the docstring why that is right."""
        return Value(logic.replace_state("or_if_unknown", self.node, literal(other)))

    def or_if_not_applicable(self, other: object) -> Value:
        """Return the value, and this one where there is nothing to have a value of."""
        return Value(logic.replace_state("or_if_not_applicable", self.node, literal(other)))

    def in_unit(self, unit: str) -> Value:
        """Return the number as one of another unit: students counted as people. Never from or to money."""
        return Value(arithmetic.rename_unit(self.node, unit))

    def __bool__(self) -> bool:
        message = (
            f"{describe(self)} has no value yet, so `if`, `and`, `or`, `not` and `a < b < c` cannot ask for it; "
            "write cases(...), &, |, ~ and .between(...)"
        )
        raise Refusal(message)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        message = f"{describe(self)}.{name} is not an operation of the rules; see the reference of operations"
        raise Refusal(message)

    def __getitem__(self, _key: object) -> NoReturn:
        _refuse_operation(self, "[...]", "a table of parameters is looked up as table[number]")

    def __contains__(self, _item: object) -> bool:
        _refuse_operation(self, "in", "write .is_one_of(...)")

    def __iter__(self) -> Iterator[Self]:
        _refuse_operation(self, "a loop", "write total(...), count_of(...), any_of(...)")

    def __floordiv__(self, _other: object) -> NoReturn:
        _refuse_operation(self, "//", "write split(a, by=n) and round it by name")

    def __mod__(self, _other: object) -> NoReturn:
        _refuse_operation(self, "%", "the law has no such operation here")

    def __pow__(self, _other: object) -> NoReturn:
        _refuse_operation(self, "**", "multiply")

    def __float__(self) -> float:
        _refuse_operation(self, "float()", "values are exact")

    def __int__(self) -> int:
        _refuse_operation(self, "int()", "round it by name, as round_to_unit(...)")

    def __round__(self, _places: int = 0) -> NoReturn:
        _refuse_operation(self, "round()", "write round_to(value, places=2) or round_to_unit(...)")


class Duration(Value):
    """So many months or days: what a sum is spread over."""

    __slots__ = ()


@dataclass(frozen=True)
class Span:
    """Days from the first up to, not including, the end."""

    start: Value
    end: Value
    #: How registers write it where a column holds it as text: "2026-Q3", "2026-03", "2026".
    text: Value

    def covers(self, day: Value) -> Value:
        """Tell whether the day lies in the span."""
        return (day >= self.start) & (day < self.end)


class Table:
    """A table of legal parameters: ``table[number]`` is the rate in force for the number, unknown where it has none."""

    def __init__(self, name: str, rates: Type) -> None:
        self.name = name
        self.rates = rates

    def __getitem__(self, number: object) -> Value:
        return Value(logic.look_up(self.name, self.rates, literal(number)))


class RelationToken:
    """A relation that a rule names; only `of(relation, value)` reads it."""

    def __init__(self, key: str) -> None:
        self.key = key


def literal(given: object) -> Node:
    """Return the node of a value, or of what stands for one in the author's file.

    Raises:
        Refusal: it is nothing a rule can compute with.
    """
    if isinstance(given, Value):
        return given.node
    if isinstance(given, bool):
        return make("literal", data=given, type_=Type(Kind.FLAG))
    if isinstance(given, (int, float, Decimal)):
        return _number(Decimal(str(given)))
    if isinstance(given, str):
        return make("literal", data=given, type_=Type(Kind.TEXT, labels=(given,)))
    if isinstance(given, date):
        return make("literal", data=given, type_=Type(Kind.DAY))
    if isinstance(given, Span):
        message = "a span of days is used by value.within(span)"
    elif isinstance(given, Table):
        message = f"the table {given.name} is looked up by a number: {given.name}[number]"
    elif isinstance(given, RelationToken):
        message = f"the relation {given.key} is read by of({given.key}, value)"
    else:
        message = f"{type(given).__name__} is nothing that a rule can compute with"
    raise Refusal(message)


def _number(given: Decimal) -> Node:
    if not given.is_finite():
        message = f"{given} is no number of the law"
        raise Refusal(message)
    return arithmetic.number_literal(given)


def months(count: int) -> Duration:
    """Return a span of so many months: a sum divided by it is a sum per month."""
    return _duration(count, "months")


def days(count: int) -> Duration:
    """Return a span of so many days: a sum divided by it is a sum per day."""
    return _duration(count, "days")


def a_day(written: str) -> Value:
    """Return a day written out, as 2026-01-31: days of change that the law itself names."""
    try:
        return Value(literal(date.fromisoformat(written)))
    except ValueError as error:
        message = f"{written!r} is no day; write it as 2026-01-31"
        raise Refusal(message) from error


def _duration(count: object, unit: str) -> Duration:
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        message = f"{unit}(...) takes a number written out, 1 or more; for a computed one write split(amount, by=n)"
        raise Refusal(message)
    assert divide(Unit("x"), Unit(unit)).per == TIMES_MANY[unit]
    figures = len(str(count))
    return Duration(make("literal", data=count, type_=Type(Kind.NUMBER, Unit(unit), figures=figures)))


def describe(value: Value) -> str:
    """Return how a sentence to the author names the value."""
    return str(value.node.data) if value.node.op == "input" else "this value"


def _refuse_operation(value: Value, operation: str, instead: str) -> NoReturn:
    message = f"{operation} on {describe(value)} is not an operation of the rules; {instead}"
    raise Refusal(message)


__all__ = [
    "Duration",
    "Given",
    "Level",
    "RelationToken",
    "Span",
    "Table",
    "Value",
    "a_day",
    "days",
    "literal",
    "months",
]
