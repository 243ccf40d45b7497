"""What authors of rules write beside operators. Each keeps an unknown unknown."""

from __future__ import annotations

from alatau.rules import arithmetic, logic
from alatau.rules.errors import Refusal
from alatau.rules.nodes import Kind, Type, make
from alatau.rules.units import money_name
from alatau.rules.values import Value, literal

#: There is nothing to have a value of: `cases(..., otherwise=not_applicable)`.
not_applicable = Value(make("state", data="not_applicable", type_=Type(Kind.FLAG, can_be_not_applicable=True)))
#: Nobody knows: `cases(..., otherwise=unknown)`.
unknown = Value(make("state", data="unknown", type_=Type(Kind.FLAG, can_be_unknown=True)))


def cases(*arms: object, otherwise: object) -> Value:
    """Return the value of the first arm whose condition holds; unknown where an unknown condition comes before it."""
    pairs = [arm for arm in arms if isinstance(arm, tuple) and len(arm) == 2]
    if len(pairs) != len(arms):
        message = "cases((condition, value), ..., otherwise=value) takes pairs"
        raise Refusal(message)
    if not arms:
        message = "cases(...) has no condition"
        raise Refusal(message)
    conditions = [literal(condition) for condition, _value in pairs]
    return Value(logic.choose(conditions, [*(literal(value) for _condition, value in pairs), literal(otherwise)]))


def share(value: object, *, of: object) -> Value:
    """Return the share of one number in another; not applicable where the other is zero. Exact until rounded."""
    return Value(arithmetic.share(literal(value), of=literal(of)))


def split(amount: object, *, by: object) -> Value:
    """Return an amount shared out evenly; not applicable among nobody. It keeps its unit, or is per month of months."""
    return Value(arithmetic.share(literal(amount), of=literal(by)))


def least(*values: object) -> Value:
    """Return the smallest (or earliest) of the values; unknown where one is."""
    return Value(arithmetic.pick("least", [literal(value) for value in values]))


def greatest(*values: object) -> Value:
    """Return the largest (or latest) of the values; unknown where one is."""
    return Value(arithmetic.pick("greatest", [literal(value) for value in values]))


def round_to(value: object, *, places: int) -> Value:
    """Return the number rounded to so many places after the point, a half away from zero."""
    return Value(arithmetic.round_number(literal(value), mode="half_up", places=places))


def floor_to(value: object, *, places: int = 0) -> Value:
    """Return the number cut down to so many places after the point."""
    return Value(arithmetic.round_number(literal(value), mode="floor", places=places))


def ceil_to(value: object, *, places: int = 0) -> Value:
    """Return the number rounded up to so many places after the point."""
    return Value(arithmetic.round_number(literal(value), mode="ceil", places=places))


def ceil_to_unit(amount: object) -> Value:
    """Return the amount rounded up to a whole unit of the currency."""
    return _round_money(amount, mode="ceil")


def round_to_unit(amount: object) -> Value:
    """Return the amount rounded to a whole unit of the currency, a half away from zero."""
    return _round_money(amount, mode="half_up")


def floor_to_unit(amount: object) -> Value:
    """Return the amount cut down to a whole unit of the currency."""
    return _round_money(amount, mode="floor")


def round_to_coin(amount: object) -> Value:
    """Return the amount rounded to the smallest coin, a half away from zero."""
    return _round_money(amount, mode="half_up", places=0)


def _round_money(amount: object, *, mode: str, places: int | None = None) -> Value:
    from alatau.core.content import content  # noqa: PLC0415 - the currency is known once content is loaded

    node = literal(amount)
    if not node.type.unit.is_money and node.data != 0:
        message = f"this rounds money ({money_name()}), and the value is in {node.type.unit}; write round_to(...)"
        raise Refusal(message)
    exponent = content().currency.exponent
    return Value(arithmetic.round_number(node, mode=mode, places=-exponent if places is None else places))


def band(value: Value, *bounds: tuple[object, object], above: object) -> Value:
    """Return the label of the first bound that the value does not exceed, and `above` beyond the last one."""
    return cases(*((value <= bound, label) for bound, label in bounds), otherwise=above)


def starts_with(text: Value, signs: str) -> Value:
    """Tell whether a code begins with these signs."""
    return Value(logic.starts_with(literal(text), signs))


def part_of(text: Value, start: int, count: int) -> Value:
    """Return so many signs of a code from the one at `start`, the first being 1."""
    return Value(logic.part_of(literal(text), start, count))


def number_of(text: Value) -> Value:
    """Return the whole number that a code in figures writes; unknown where it holds anything else."""
    return Value(logic.number_of(literal(text)))
