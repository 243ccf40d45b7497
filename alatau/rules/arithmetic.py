"""Sums, products, shares and roundings of a rule, with their units and the figures they can have.

Numbers are whole numbers n that stand for n / 10**scale, or fractions of two of them: exact until a rounding is named.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from alatau.rules.errors import Refusal
from alatau.rules.nodes import FIGURES, MOST_FIGURES, Kind, Node, Type, carry, make
from alatau.rules.units import PLAIN, Unit, divide, do_fit, read_unit
from alatau.rules.units import multiply as multiply_units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: How a number becomes a rounder one: up, down, or to the nearest (half away from zero).
ROUNDINGS = ("ceil", "floor", "half_up")


def add(left: Node, right: Node) -> Node:
    """Return the sum of two values of one unit."""
    if Kind.DAY in {left.type.kind, right.type.kind}:
        message = "a day takes no plain sum; write add_days(day, n), add_months(day, n) or days_between(a, b)"
        raise Refusal(message)
    if left.op == right.op == "literal":
        return _fold(left, right, lambda one, other: one + other)
    unit = meet_units(left, right, doing="added")
    scale = max(left.type.scale, right.type.scale)
    figures, divisor = _figures_of_sum((left.type, right.type), scale)
    type_ = Type(
        Kind.NUMBER,
        unit,
        scale=scale,
        figures=figures,
        divisor_figures=divisor,
        is_unrounded=left.type.is_unrounded or right.type.is_unrounded,
        **carry(left.type, right.type),
    )
    return _checked("add", left, right, type_=type_)


def negate(value: Node) -> Node:
    """Return the value with the other sign."""
    _need_numbers(value)
    if value.op == "literal":
        assert isinstance(value.data, int)
        return make("literal", data=-value.data, type_=value.type)
    return make("neg", value, type_=value.type)


def multiply(left: Node, right: Node) -> Node:
    """Return the product of two numbers, one of which is no money."""
    _need_numbers(left, right)
    if left.type.unit.is_money and right.type.unit.is_money:
        message = f"{left.type.unit} times {right.type.unit}: one side of a product has to be no money"
        raise Refusal(message)
    if left.op == right.op == "literal":
        return _fold(left, right, lambda one, other: one * other)
    unit = multiply_units(left.type.unit, right.type.unit)
    scale = left.type.scale + right.type.scale
    is_unrounded = left.type.is_unrounded or right.type.is_unrounded
    type_ = Type(
        Kind.NUMBER,
        unit,
        scale=scale,
        figures=left.type.figures + right.type.figures,
        divisor_figures=_divisor_of(left.type, right.type),
        is_unrounded=is_unrounded or (unit.is_money and scale > 0),
        **carry(left.type, right.type),
    )
    return _checked("mul", left, right, type_=type_)


def share(value: Node, *, of: Node) -> Node:
    """Return the share of one number in another; not applicable where the other is zero."""
    _need_numbers(value, of)
    if of.op == "literal" and not of.data:
        message = "a share of zero is never there; divide by something else"
        raise Refusal(message)
    unit = divide(value.type.unit, of.type.unit)
    up = max(0, of.type.scale - value.type.scale)
    carried = carry(value.type, of.type)
    if of.op != "literal":
        carried["can_be_not_applicable"] = True
    type_ = Type(
        Kind.NUMBER,
        unit,
        scale=max(0, value.type.scale - of.type.scale),
        figures=value.type.figures + (of.type.divisor_figures or 0) + up,
        divisor_figures=of.type.figures + (value.type.divisor_figures or 0),
        is_unrounded=True,
        **carried,
    )
    return _checked("share", value, of, type_=type_)


def round_number(value: Node, *, mode: str, places: int) -> Node:
    """Return the number rounded to so many places after the point; minus two is whole hundreds."""
    _need_numbers(value)
    assert mode in ROUNDINGS
    kind = value.type
    figures = max(kind.figures - kind.scale + max(0, places), 0) + 1
    type_ = kind.with_(
        scale=max(0, places),
        figures=max(1 - min(0, places), min(figures, FIGURES)),
        divisor_figures=None,
        is_unrounded=False,
        can_be_unknown=kind.can_be_unknown or rounding_room(kind, places) is not None,
    )
    if figures_to_round(kind, places) > MOST_FIGURES:
        message = "this has too many figures to be rounded exactly; round a part of it by name first"
        raise Refusal(message)
    return make("round", value, data=(mode, places), type_=type_)


def figures_to_round(kind: Type, places: int) -> int:
    """Return how many figures the steps of a rounding need: twice the number, and the divisor with its power of ten."""
    number = kind.figures + max(0, places - kind.scale)
    divisor = (kind.divisor_figures or 0) + max(0, kind.scale - places) + 1
    return max(number, divisor) + 1


def rounding_room(kind: Type, places: int) -> int | None:
    """Return the power of ten that a number over its divisor may not exceed to be rounded; None where it never does.

    Beyond it the rounded number would have more figures than go through the graph: it is unknown.
    """
    if figures_to_round(kind, places) <= FIGURES + 1:
        return None
    room = FIGURES + kind.scale - max(0, places)
    return min(room, MOST_FIGURES - (kind.divisor_figures or 0))


def guard(value: Node, *, figures: int = FIGURES) -> Node:
    """Return a whole number of so many figures at most, as many as every place of the graph has room for."""
    if value.type.kind is not Kind.NUMBER or value.type.figures <= figures:
        return value
    return make("guard", value, type_=value.type.with_(figures=figures, can_be_unknown=True))


def pick(which: str, values: Sequence[Node]) -> Node:
    """Return the `least` or the `greatest` of values of one unit."""
    first, *rest = values
    if not rest:
        message = f"{which}(...) takes two values or more"
        raise Refusal(message)
    if first.type.kind is Kind.DAY:
        type_ = Type(Kind.DAY, **carry(*(value.type for value in values)))
        if any(value.type.kind is not Kind.DAY for value in values):
            _refuse_kinds("compared", *values)
        return make(which, *values, type_=type_)
    result = first
    for value in rest:
        result = _pick_of_two(which, result, value)
    return result


def _pick_of_two(which: str, left: Node, right: Node) -> Node:
    unit = meet_units(left, right, doing="compared")
    scale = max(left.type.scale, right.type.scale)
    figures, divisor = _figures_of_sum((left.type, right.type), scale)
    is_unrounded = left.type.is_unrounded or right.type.is_unrounded
    type_ = Type(
        Kind.NUMBER,
        unit,
        scale=scale,
        figures=figures,
        divisor_figures=divisor,
        is_unrounded=is_unrounded,
        **carry(left.type, right.type),
    )
    return _checked(which, left, right, type_=type_)


def rename_unit(value: Node, unit: str) -> Node:
    """Return the number as one of another unit that is no money."""
    _need_numbers(value)
    wanted = read_unit(unit)
    if wanted.is_money or value.type.unit.is_money:
        message = "in_unit(...) never makes money of a number, or a number of money; multiply by an amount of the law"
        raise Refusal(message)
    return make("same", value, type_=value.type.with_(unit=wanted))


def meet_units(left: Node, right: Node, *, doing: str) -> Unit:
    """Return the unit of two numbers side by side.

    Raises:
        Refusal: they count different things, or a sum of money is written out in the rule.
    """
    if left.type.kind is not Kind.NUMBER or right.type.kind is not Kind.NUMBER:
        _refuse_kinds(doing, left, right)
    units = left.type.unit, right.type.unit
    for literal, other in ((left, units[1]), (right, units[0])):
        if literal.op == "literal" and other.is_money and literal.type.unit.is_plain:
            if literal.data == 0:
                return other
            message = f"the number {literal.data} stands beside money; name the amount as a legal parameter"
            raise Refusal(message)
    if not do_fit(*units):
        message = f"{units[0]} and {units[1]} are {doing}; they count different things"
        raise Refusal(message)
    return units[1] if units[0].is_plain else units[0]


def number_literal(number: Decimal, unit: Unit = PLAIN) -> Node:
    """Return the node of a number that is written out."""
    scale = max(0, -int(number.normalize().as_tuple().exponent))
    whole = int(number.scaleb(scale))
    return make("literal", data=whole, type_=Type(Kind.NUMBER, unit, scale=scale, figures=len(str(abs(whole)))))


def _fold(left: Node, right: Node, compute: Callable[[Decimal, Decimal], Decimal]) -> Node:
    values = [Decimal(int(node.data)).scaleb(-node.type.scale) for node in (left, right)]
    return number_literal(compute(*values), left.type.unit if right.type.unit.is_plain else right.type.unit)


def _figures_of_sum(types: Sequence[Type], scale: int) -> tuple[int, int | None]:
    left, right = types
    up = [kind.figures + scale - kind.scale for kind in types]
    if not (left.is_fraction or right.is_fraction):
        return max(up) + 1, None
    crossed = max(up[0] + (right.divisor_figures or 0), up[1] + (left.divisor_figures or 0))
    return crossed + 1, _divisor_of(left, right)


def _divisor_of(left: Type, right: Type) -> int | None:
    if not (left.is_fraction or right.is_fraction):
        return None
    return (left.divisor_figures or 0) + (right.divisor_figures or 0)


def _checked(op: str, *args: Node, type_: Type) -> Node:
    if max(type_.figures, type_.divisor_figures or 0) > MOST_FIGURES:
        message = (
            f"this can need {type_.figures} figures, and {MOST_FIGURES} are computed exactly; "
            "round in between, by the rounding that the law names, or move a part into a rule of its own"
        )
        raise Refusal(message)
    return make(op, *args, type_=type_)


def _need_numbers(*values: Node) -> None:
    for value in values:
        if value.type.kind is not Kind.NUMBER:
            message = f"a {value.type.kind} is no number; count_of(...) and cases(...) make one of it"
            raise Refusal(message)


def _refuse_kinds(doing: str, *values: Node) -> None:
    kinds = " and ".join(f"a {value.type.kind}" for value in values)
    message = f"{kinds} are {doing}; both have to be of one kind"
    raise Refusal(message)
