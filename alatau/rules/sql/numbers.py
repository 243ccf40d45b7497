"""Exact arithmetic of whole numbers and fractions, as SQL.

Which type a step is computed in follows from the figures that its node can have, so no value overflows while it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules.arithmetic import figures_to_round, rounding_room
from alatau.rules.nodes import FIGURES, Kind
from alatau.rules.sql.dialects import NARROW_FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.rules.nodes import Node, Type
    from alatau.rules.sql.dialects import Dialect
    from alatau.rules.sql.lowering import Sql


def is_wide(figures: int) -> bool:
    """Tell whether whole numbers of so many figures need more than a BIGINT."""
    return figures > NARROW_FIGURES


def cast_wide(dialect: Dialect, sql: str) -> str:
    """Return SQL of a whole number in the type that holds any of ours."""
    return f"CAST({sql} AS {dialect.wide})"


def scaled(dialect: Dialect, node: Node, sql: Sql, to: Type) -> Sql:
    """Return the SQL of a value as one of another type of its kind: with its scale, and as a fraction if that is."""
    value, na, divisor = sql
    if node.op == "state":
        return sql._replace(value="NULL", divisor="1" if to.is_fraction else "")
    if to.kind is not Kind.NUMBER:
        return sql
    if node.op == "literal":
        # Both engines take small literals for 32-bit numbers.
        value = f"CAST({value} AS BIGINT)"
    value = _raise(dialect, value, by=to.scale - node.type.scale, figures=to.figures)
    if is_wide(to.figures) and not is_wide(node.type.figures):
        value = cast_wide(dialect, value)
    if to.is_fraction and not divisor:
        divisor = cast_wide(dialect, "1") if is_wide(to.divisor_figures or 0) else "1"
    return type(sql)(value, na, divisor)


def beside_each_other(dialect: Dialect, nodes: Sequence[Node], args: Sequence[Sql]) -> tuple[Sql, Sql]:
    """Return two numbers as whole numbers that compare as the numbers do."""
    scale = max(node.type.scale for node in nodes)
    sides = []
    for node, arg, (other_node, other) in zip(nodes, args, reversed([*zip(nodes, args, strict=True)]), strict=True):
        figures = node.type.figures + scale - node.type.scale + (other_node.type.divisor_figures or 0)
        value = _raise(dialect, arg.value, by=scale - node.type.scale, figures=figures)
        if other.divisor:
            value = f"({_wide_if(dialect, value, figures)} * {_wide_if(dialect, other.divisor, figures)})"
        sides.append(arg._replace(value=value))
    return sides[0], sides[1]


def _raise(dialect: Dialect, value: str, *, by: int, figures: int) -> str:
    if by <= 0:
        return value
    return f"({_wide_if(dialect, value, figures)} * {10**by})"


def _wide_if(dialect: Dialect, value: str, figures: int) -> str:
    return cast_wide(dialect, value) if is_wide(figures) else value


def _sides(dialect: Dialect, node: Node, args: list[Sql]) -> tuple[str, str]:
    """Return both inputs with the scale of the result, each times the other's divisor."""
    sides = []
    for place, (arg, sql) in enumerate(zip(node.args, args, strict=True)):
        value = _raise(dialect, sql.value, by=node.type.scale - arg.type.scale, figures=node.type.figures)
        value = _wide_if(dialect, value, node.type.figures)
        other = args[1 - place].divisor
        sides.append(f"({value} * {_wide_if(dialect, other, node.type.figures)})" if other else value)
    return sides[0], sides[1]


def _divisors(dialect: Dialect, node: Node, args: list[Sql]) -> str:
    parts = [_wide_if(dialect, arg.divisor, node.type.divisor_figures or 0) for arg in args if arg.divisor]
    return f"({' * '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _add(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    left, right = _sides(dialect, node, args)
    return type(args[0])(f"({left} + {right})", "", _divisors(dialect, node, args))


def _negate(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    return type(args[0])(f"(-{_wide_if(dialect, args[0].value, node.type.figures)})", args[0].na, args[0].divisor)


def _multiply(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    left, right = (_wide_if(dialect, arg.value, node.type.figures) for arg in args)
    return type(args[0])(f"({left} * {right})", "", _divisors(dialect, node, args))


def _share(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    value, of = node.args
    mine, theirs = args
    number = _raise(dialect, mine.value, by=of.type.scale - value.type.scale, figures=node.type.figures)
    number = _wide_if(dialect, number, node.type.figures)
    if theirs.divisor:
        number = f"({number} * {_wide_if(dialect, theirs.divisor, node.type.figures)})"
    below = _wide_if(dialect, theirs.value, node.type.divisor_figures or 0)
    na = "" if of.op == "literal" else f"COALESCE({theirs.value} = 0, FALSE)"
    na = " OR ".join(dict.fromkeys(part for part in (mine.na, theirs.na, na) if part))
    if of.op != "literal" or "-" in below:
        # A divisor is kept above zero; below nothing is divided.
        number = f"CASE WHEN {theirs.value} < 0 THEN -{number} WHEN {theirs.value} > 0 THEN {number} END"
        below = f"CASE WHEN {theirs.value} < 0 THEN -{below} WHEN {theirs.value} > 0 THEN {below} END"
    if mine.divisor:
        below = f"({below} * {_wide_if(dialect, mine.divisor, node.type.divisor_figures or 0)})"
    return type(mine)(number, f"({na})" if " OR " in na else na, below)


def _pick(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    left, right = beside_each_other(dialect, node.args, args)
    mine, theirs = (scaled(dialect, arg, sql, node.type) for arg, sql in zip(node.args, args, strict=True))
    first = "<=" if node.op == "least" else ">="

    def choose(one: str, other: str) -> str:
        back = ">" if node.op == "least" else "<"
        return (
            f"CASE WHEN {left.value} {first} {right.value} THEN {one}"
            f" WHEN {left.value} {back} {right.value} THEN {other} END"
        )

    divisor = choose(mine.divisor, theirs.divisor) if node.type.is_fraction else ""
    return type(mine)(choose(mine.value, theirs.value), "", divisor)


def _round(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    assert isinstance(node.data, tuple)
    mode, places = node.data
    arg, given = node.args[0].type, args[0]
    down = 10 ** max(0, arg.scale - places)
    needs, room = figures_to_round(arg, places), rounding_room(arg, places)
    number = _wide_if(dialect, _raise(dialect, given.value, by=places - arg.scale, figures=needs), needs)
    below = ""
    if given.divisor:
        below = f"({_wide_if(dialect, given.divisor, needs)} * {down})" if down > 1 else given.divisor
    elif down > 1:
        below = str(down)
    rounded = _rounded(dialect, mode, number, _wide_if(dialect, below, needs)) if below else number
    if room is not None:
        rounded = f"CASE WHEN {_fits(dialect, given, room)} THEN CAST({rounded} AS BIGINT) END"
    if is_wide(needs) and room is not None:
        rounded = _narrow_where_it_fits(dialect, node, given, wide=rounded)
    return type(given)(f"({rounded} * {10**-places})" if places < 0 else rounded, given.na)


def _narrow_where_it_fits(dialect: Dialect, node: Node, given: Sql, *, wide: str) -> str:
    """Return SQL that rounds in 64 bits where numbers have room there: DuckDB takes 50 times as long in 128."""
    arg, (mode, places) = node.args[0].type, node.data
    up, down = 10 ** max(0, places - arg.scale), 10 ** max(0, arg.scale - places)
    room = rounding_room(arg, places)
    assert room is not None
    # A divisor is at least one, so a number below the room needs no look at it.
    most = min(_power(FIGURES) // up, _power(room))
    fits = f"{given.value} BETWEEN -{most} AND {most}"
    number = _narrow(given.value, arg.figures)
    below = _narrow(given.divisor, arg.divisor_figures or 0) if given.divisor else ""
    if given.divisor:
        fits += f" AND {given.divisor} <= {_power(FIGURES) // down}"
    number = f"({number} * {up})" if up > 1 else number
    if down > 1:
        below = f"({below} * {down})" if below else f"CAST({down} AS BIGINT)"
    return f"CASE WHEN {fits} THEN {_rounded(dialect, mode, number, below) if below else number} ELSE {wide} END"


def _narrow(value: str, figures: int) -> str:
    return f"CAST({value} AS BIGINT)" if is_wide(figures) else value


def _fits(dialect: Dialect, given: Sql, room: int) -> str:
    """Return SQL that tells whether a number over its divisor stays within a power of ten."""
    most = cast_wide(dialect, str(_power(room)))
    if given.divisor:
        most = f"{cast_wide(dialect, given.divisor)} * {most}"
    return f"{cast_wide(dialect, given.value)} BETWEEN -({most}) AND {most}"


def _power(figures: int) -> int:
    return int(10 ** max(0, figures))


def _rounded(dialect: Dialect, mode: str, number: str, below: str) -> str:
    """Return SQL of a rounded quotient: engines cut quotients towards zero, so what is cut is added before."""
    if mode == "floor":
        return dialect.quotient(f"({number} - CASE WHEN {number} < 0 THEN {below} - 1 ELSE 0 END)", below)
    if mode == "ceil":
        return dialect.quotient(f"({number} + CASE WHEN {number} > 0 THEN {below} - 1 ELSE 0 END)", below)
    half = f"CASE WHEN {number} < 0 THEN -{below} ELSE {below} END"
    return dialect.quotient(f"(2 * {number} + {half})", f"(2 * {below})")


def _guard(dialect: Dialect, node: Node, args: list[Sql]) -> Sql:
    value = args[0].value
    most = _power(node.type.figures)
    inside = f"CASE WHEN {value} > -{most} AND {value} < {most} THEN CAST({value} AS BIGINT) END"
    return type(args[0])(inside, args[0].na)


OPERATIONS: Mapping[str, Callable[[Dialect, Node, list[Sql]], Sql]] = {
    "add": _add,
    "neg": _negate,
    "mul": _multiply,
    "share": _share,
    "least": _pick,
    "greatest": _pick,
    "round": _round,
    "guard": _guard,
}
