"""Conditions of a rule: comparisons, `cases`, and what becomes of a value that is unknown or not applicable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.rules.arithmetic import meet_units
from alatau.rules.errors import Refusal
from alatau.rules.nodes import FIGURES, MOST_FIGURES, Kind, Node, Type, carry, make, meet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.rules.units import Unit

#: Texts are ordered sign by sign, as their codes in Unicode are.
_ORDERED = frozenset({Kind.NUMBER, Kind.DAY, Kind.TEXT})


def compare(op: str, left: Node, right: Node) -> Node:
    """Return the comparison of two values of one kind and unit."""
    kind = left.type.kind
    if kind is not right.type.kind:
        message = f"a {kind} and a {right.type.kind} are compared; both have to be of one kind"
        raise Refusal(message)
    if op not in {"eq", "ne"} and kind not in _ORDERED:
        message = f"a {kind} is neither more nor less than another; == and != compare it"
        raise Refusal(message)
    if kind is Kind.NUMBER:
        meet_units(left, right, doing="compared")
        _need_room(left.type, right.type)
    if kind is Kind.TEXT:
        _need_shared_labels(left, right)
    return make(op, left, right, type_=Type(Kind.FLAG, **carry(left.type, right.type)))


def join(op: str, left: Node, right: Node) -> Node:
    """Return `left and right`, or `left or right`, by the logic of three states."""
    for side in (left, right):
        if side.type.kind is not Kind.FLAG:
            message = f"& and | join flags, and this is a {side.type.kind}; put comparisons into brackets"
            raise Refusal(message)
    return make(op, left, right, type_=Type(Kind.FLAG, **carry(left.type, right.type)))


def invert(value: Node) -> Node:
    """Return the opposite of a flag."""
    if value.type.kind is not Kind.FLAG:
        message = f"~ turns a flag, and this is a {value.type.kind}"
        raise Refusal(message)
    return make("not", value, type_=value.type)


def is_one_of(value: Node, texts: Sequence[str]) -> Node:
    """Tell whether the text is one of some words."""
    if value.type.kind is not Kind.TEXT or not texts or not all(isinstance(text, str) for text in texts):
        message = 'is_one_of("a", "b") asks a text for words written out'
        raise Refusal(message)
    for text in texts:
        _need_label(value, text)
    return make("is_one_of", value, data=tuple(texts), type_=Type(Kind.FLAG, **carry(value.type)))


def starts_with(value: Node, text: str) -> Node:
    """Tell whether a text begins with some signs."""
    if value.type.kind is not Kind.TEXT or not text:
        message = f'starts_with("...") asks a text, and this is a {value.type.kind}'
        raise Refusal(message)
    return make("starts_with", value, data=text, type_=Type(Kind.FLAG, **carry(value.type)))


def part_of(value: Node, start: int, count: int) -> Node:
    """Return some signs of a text, from the one at `start`."""
    if value.type.kind is not Kind.TEXT or start < 1 or count < 1:
        message = f"part_of(code, start, count) takes signs of a text, and this is a {value.type.kind}"
        raise Refusal(message)
    return make("part_of", value, data=(start, count), type_=Type(Kind.TEXT, **carry(value.type)))


def number_of(value: Node) -> Node:
    """Return the whole number that a text writes in figures."""
    if value.type.kind is not Kind.TEXT:
        message = f"number_of(code) reads a text, and this is a {value.type.kind}"
        raise Refusal(message)
    carried = carry(value.type) | {"can_be_unknown": True}
    return make("number_of", value, type_=Type(Kind.NUMBER, figures=FIGURES, **carried))


def test(op: str, value: Node) -> Node:
    """Tell whether the value is unknown, or not applicable."""
    level, over = meet(value.type)
    return make(op, value, type_=Type(Kind.FLAG, level=level, over=over))


def replace_state(op: str, value: Node, other: Node) -> Node:
    """Return the value, and the other one where it is unknown, or not applicable."""
    type_ = unify([value, other])
    if op == "or_if_unknown":
        unknown, not_applicable = other.type.can_be_unknown, type_.can_be_not_applicable
    else:
        unknown, not_applicable = type_.can_be_unknown, other.type.can_be_not_applicable
    return make(op, value, other, type_=type_.with_(can_be_unknown=unknown, can_be_not_applicable=not_applicable))


def choose(conditions: Sequence[Node], values: Sequence[Node]) -> Node:
    """Return the value of the first condition that holds, and the last value where none does."""
    for condition in conditions:
        if condition.type.kind is not Kind.FLAG:
            message = f"a condition of cases(...) is a {condition.type.kind}; it has to be a flag"
            raise Refusal(message)
    type_ = unify(values)
    level, over = meet(type_, *(condition.type for condition in conditions))
    type_ = type_.with_(
        level=level,
        over=over,
        can_be_unknown=type_.can_be_unknown or any(condition.type.can_be_unknown for condition in conditions),
    )
    return make("cases", *conditions, *values, type_=type_)


def unify(values: Sequence[Node]) -> Type:
    """Return the type that all the values have, of which only some can come out.

    Raises:
        Refusal: they are of different kinds or units.
    """
    real = [value for value in values if value.op != "state"]
    if not real:
        message = "all values are unknown or not applicable; one has to be a value"
        raise Refusal(message)
    carried = carry(*(value.type for value in values))
    if len({value.type.kind for value in real}) > 1:
        message = f"one value is a {real[0].type.kind}, another is not; all have to be of one kind"
        raise Refusal(message)
    if real[0].type.kind is Kind.TEXT:
        return Type(Kind.TEXT, labels=_labels_of(real), **carried)
    if real[0].type.kind is not Kind.NUMBER:
        return Type(real[0].type.kind, **carried)
    return _unify_numbers(real, carried)


def _unify_numbers(values: Sequence[Node], carried: dict[str, Any]) -> Type:
    # A parameter or a rule gives the unit; a literal takes it over.
    pivot = next((value for value in values if not value.type.unit.is_plain), values[0])
    unit: Unit = pivot.type.unit
    for value in values:
        meet_units(pivot, value, doing="given as values of one result")
    scale = max(value.type.scale for value in values)
    divisors = [value.type.divisor_figures for value in values if value.type.divisor_figures is not None]
    return Type(
        Kind.NUMBER,
        unit,
        scale=scale,
        figures=max(value.type.figures + scale - value.type.scale for value in values),
        divisor_figures=max(divisors) if divisors else None,
        is_unrounded=any(value.type.is_unrounded for value in values),
        **carried,
    )


def look_up(name: str, rates: Type, number: Node) -> Node:
    """Return the rate of a table for a number, or for a code that is written in figures."""
    if number.type.kind not in {Kind.NUMBER, Kind.TEXT} or number.type.scale or number.type.is_fraction:
        message = f"{name}[...] is looked up by a whole number or by a code in figures"
        raise Refusal(message)
    carried = carry(number.type) | {"can_be_unknown": True}
    return make("look_up", number, data=name, type_=rates.with_(**carried))


def _labels_of(values: Sequence[Node]) -> tuple[str, ...] | None:
    labels: dict[str, None] = {}
    for value in values:
        if value.type.labels is None:
            return None
        labels.update(dict.fromkeys(value.type.labels))
    return tuple(labels)


def _need_shared_labels(left: Node, right: Node) -> None:
    for literal, other in ((left, right), (right, left)):
        if literal.op == "literal":
            assert isinstance(literal.data, str)
            _need_label(other, literal.data)


def _need_label(value: Node, text: str) -> None:
    if value.type.labels is not None and text not in value.type.labels and value.op != "literal":
        name = value.data if value.op == "input" else "this text"
        message = f"{name} is never {text!r}; it is one of {', '.join(value.type.labels)}"
        raise Refusal(message)


def _need_room(left: Type, right: Type) -> None:
    scale = max(left.scale, right.scale)
    for one, other in ((left, right), (right, left)):
        if one.figures + scale - one.scale + (other.divisor_figures or 0) > MOST_FIGURES:
            message = "these two have too many figures to be compared exactly; round one of them by name first"
            raise Refusal(message)
