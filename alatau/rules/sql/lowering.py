"""Operations of rules as SQL of one dialect: for each node a value, and where it is not applicable.

A value is NULL where it is unknown or not applicable; `na` says which. Numbers are whole numbers without their scale,
and of a fraction both parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alatau.rules.nodes import Kind
from alatau.rules.spans import Source
from alatau.rules.sql import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.rules.graph import Law
    from alatau.rules.nodes import Node
    from alatau.rules.sql.dialects import Dialect

#: Years between which days are moved; no law goes further, and both engines write them.
FIRST_DAY, LAST_DAY = "DATE '1000-01-01'", "DATE '3000-01-01'"
MOST_MONTHS, MOST_DAYS = 9_999, 300_000


class Sql(NamedTuple):
    """SQL of a value."""

    value: str
    #: SQL of a flag that is never NULL: the value is not applicable. Empty where it always is applicable.
    na: str = ""
    #: SQL of the divisor of a fraction, above zero. Empty for whole numbers.
    divisor: str = ""


class Lowering:
    """Turns nodes into SQL over columns that already have SQL."""

    def __init__(
        self,
        dialect: Dialect,
        law: Law,
        known: Mapping[int, Sql],
        *,
        follow: Callable[[Node], Node] = lambda node: node,
    ) -> None:
        self.dialect = dialect
        self.law = law
        self._follow = follow
        #: SQL of nodes that stand in columns already, by identity.
        self._done: dict[int, Sql] = dict(known)

    def sql(self, node: Node) -> Sql:
        """Return the SQL of a node."""
        node = self._follow(node)
        found = self._done.get(id(node))
        if found is None:
            args = [self.sql(arg) for arg in node.args]
            found = self._done[id(node)] = _OPERATIONS[node.op](self, node, args)
        return found

    def truth(self, node: Node) -> str:
        """Return SQL of a condition: what is not applicable does not hold."""
        value, na, _divisor = self.sql(node)
        # Where it is not applicable the value is NULL, and NULL and false is false.
        return f"({value} AND NOT {na})" if na else value

    def is_unknown(self, node: Node) -> str:
        """Return SQL that tells whether a value is unknown; empty where it never is."""
        if not node.type.can_be_unknown:
            return ""
        value, na, _divisor = self.sql(node)
        return f"({value} IS NULL AND NOT {na})" if na else f"{value} IS NULL"


def text_literal(text: str) -> str:
    """Return a text in the quotes of SQL."""
    return "'" + text.replace("'", "''") + "'"


def any_na(args: list[Sql]) -> str:
    """Return SQL that tells whether one of the values is not applicable; empty where none can be."""
    parts = list(dict.fromkeys(arg.na for arg in args if arg.na))
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _literal(_how: Lowering, node: Node, _args: list[Sql]) -> Sql:
    if node.type.kind is Kind.FLAG:
        return Sql("TRUE" if node.data else "FALSE")
    if node.type.kind is Kind.TEXT:
        return Sql(text_literal(str(node.data)))
    if node.type.kind is Kind.DAY:
        return Sql(f"DATE '{node.data}'")
    return Sql(f"({node.data})" if str(node.data).startswith("-") else str(node.data))


def _input(how: Lowering, node: Node, _args: list[Sql]) -> Sql:
    source = node.data
    assert isinstance(source, Source), f"{node} has to stand in a column"
    assert source.kind in {"parameter", "span", "day"}, f"{source} has no column here"
    return Sql(placeholder(source))


def placeholder(source: Source) -> str:
    """Return what stands in compiled SQL for a value that is bound when it runs."""
    return "{{" + ":".join(part for part in (source.kind, source.name, source.part) if part) + "}}"


def _state(how: Lowering, node: Node, _args: list[Sql]) -> Sql:
    types = {
        Kind.FLAG: "BOOLEAN",
        Kind.NUMBER: "BIGINT",
        Kind.DAY: "DATE",
        Kind.TEXT: how.dialect.text,
        Kind.PERSON: how.dialect.person,
    }
    return Sql(f"CAST(NULL AS {types[node.type.kind]})", "TRUE" if node.data == "not_applicable" else "")


def _same(_how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    return args[0]


def _compare(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    left, right = args
    sign = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[node.op]
    if node.args[0].type.kind is Kind.NUMBER:
        left, right = numbers.beside_each_other(how.dialect, node.args, args)
    return Sql(f"({left.value} {sign} {right.value})", any_na(args))


def _and(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    left, right = args
    value = f"({left.value} AND {right.value})"
    either = any_na(args)
    if not either:
        return Sql(value)
    # False outweighs not applicable, which outweighs unknown. A value that is not applicable is NULL, and never false.
    return Sql(value, f"({either} AND COALESCE({left.value}, TRUE) AND COALESCE({right.value}, TRUE))")


def _or(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    left, right = args
    value = f"({left.value} OR {right.value})"
    either = any_na(args)
    if not either:
        return Sql(value)
    # True and unknown outweigh not applicable: all sides are false or not applicable.
    sides = [f"({side.na} OR NOT COALESCE({side.value}, TRUE))" if side.na else _is_false(side) for side in args]
    return Sql(value, f"({either} AND {' AND '.join(sides)})")


def _is_false(side: Sql) -> str:
    return f"NOT COALESCE({side.value}, TRUE)"


def _not(_how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    return Sql(f"(NOT {args[0].value})", args[0].na)


def _is_unknown(how: Lowering, node: Node, _args: list[Sql]) -> Sql:
    return Sql(f"({how.is_unknown(node.args[0]) or 'FALSE'})")


def _is_not_applicable(_how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    return Sql(args[0].na or "FALSE")


def _or_if_unknown(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    value, _other = node.args
    unknown = how.is_unknown(value)
    if not unknown:
        return numbers.scaled(how.dialect, value, args[0], node.type)
    mine, theirs = (numbers.scaled(how.dialect, arg, sql, node.type) for arg, sql in zip(node.args, args, strict=True))
    na = ""
    if mine.na or theirs.na:
        na = f"CASE WHEN {unknown} THEN {theirs.na or 'FALSE'} ELSE {mine.na or 'FALSE'} END"
    divisor = f"CASE WHEN {unknown} THEN {theirs.divisor} ELSE {mine.divisor} END" if mine.divisor else ""
    if not mine.na and not divisor:
        return Sql(f"COALESCE({mine.value}, {theirs.value})", na)
    return Sql(f"CASE WHEN {unknown} THEN {theirs.value} ELSE {mine.value} END", na, divisor)


def _or_if_not_applicable(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    mine, theirs = (numbers.scaled(how.dialect, arg, sql, node.type) for arg, sql in zip(node.args, args, strict=True))
    if not mine.na:
        return mine
    na = f"({mine.na} AND {theirs.na})" if theirs.na else ""
    divisor = f"CASE WHEN {mine.na} THEN {theirs.divisor} ELSE {mine.divisor} END" if mine.divisor else ""
    return Sql(f"CASE WHEN {mine.na} THEN {theirs.value} ELSE {mine.value} END", na, divisor)


def _cases(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    count = len(node.args) // 2
    conditions = node.args[:count]
    values = [
        numbers.scaled(how.dialect, arg, sql, node.type)
        for arg, sql in zip(node.args[count:], args[count:], strict=True)
    ]
    arms = [(how.is_unknown(condition), how.truth(condition)) for condition in conditions]

    def choose(parts: list[str], when_unknown: str) -> str:
        whens = [
            (f"WHEN {unknown} THEN {when_unknown} " if unknown else "") + f"WHEN {truth} THEN {part}"
            for (unknown, truth), part in zip(arms, parts, strict=False)
        ]
        return f"CASE {' '.join(whens)} ELSE {parts[-1]} END"

    na = choose([value.na or "FALSE" for value in values], "FALSE") if any(value.na for value in values) else ""
    divisor = choose([value.divisor for value in values], "1") if node.type.is_fraction else ""
    return Sql(choose([value.value for value in values], "NULL"), na, divisor)


def _is_one_of(_how: Lowering, node: Node, args: list[Sql]) -> Sql:
    assert isinstance(node.data, tuple)
    return Sql(f"({args[0].value} IN ({', '.join(text_literal(text) for text in node.data)}))", args[0].na)


def _starts_with(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    return Sql(how.dialect.starts_with(args[0].value, text_literal(str(node.data))), args[0].na)


def _part_of(_how: Lowering, node: Node, args: list[Sql]) -> Sql:
    assert isinstance(node.data, tuple)
    start, count = node.data
    return Sql(f"substring({args[0].value}, {start}, {count})", args[0].na)


def _number_of(how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    return Sql(how.dialect.whole_number_of(args[0].value), args[0].na)


def _look_up(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    name, law = str(node.data), how.law
    rows = law.sources.parameters.table(name, on=law.day, known=law.known).rows
    is_text = node.args[0].type.kind is Kind.TEXT
    whens = []
    for place, row in enumerate(rows):
        rate = placeholder(Source("table", name, str(place)))
        if is_text:
            test = f"{args[0].value} = {text_literal(str(row.low))}"
        elif row.high is None:
            test = f"{args[0].value} >= {row.low}"
        else:
            test = f"{args[0].value} BETWEEN {row.low} AND {row.high}"
        whens.append(f"WHEN {test} THEN {rate}")
    return Sql(f"CASE {' '.join(whens)} END", args[0].na)


def _age_on(_how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    born, day = (arg.value for arg in args)
    before = f"month({day}) * 100 + day({day}) < month({born}) * 100 + day({born})"
    return Sql(f"CAST(year({day}) - year({born}) - CASE WHEN {before} THEN 1 ELSE 0 END AS BIGINT)", any_na(args))


def _months_between(how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    first, second = (arg.value for arg in args)
    forward, backward = _full_months(how, first, second), _full_months(how, second, first)
    # Written as one CASE over both orders: unknown days compare as unknown, and the result is.
    value = f"CASE WHEN {first} <= {second} THEN {forward} WHEN {first} > {second} THEN -({backward}) END"
    return Sql(f"CAST({value} AS BIGINT)", any_na(args))


def _full_months(how: Lowering, start: str, end: str) -> str:
    # The last day of a shorter month is the same day of that month.
    is_short = f"day({end}) < day({start}) AND {end} < last_day({end})"
    return f"({how.dialect.months_apart(start, end)} - CASE WHEN {is_short} THEN 1 ELSE 0 END)"


def _days_between(how: Lowering, _node: Node, args: list[Sql]) -> Sql:
    return Sql(how.dialect.days_between(args[0].value, args[1].value), any_na(args))


def _move(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    day, count = (arg.value for arg in args)
    if node.op == "add_days":
        moved, most = how.dialect.add_days(day, count), MOST_DAYS
    elif node.op == "add_years":
        moved, most = how.dialect.add_months(day, f"({count} * 12)"), MOST_MONTHS // 12
    else:
        moved, most = how.dialect.add_months(day, count), MOST_MONTHS
    fits = f"{day} BETWEEN {FIRST_DAY} AND {LAST_DAY} AND {count} BETWEEN -{most} AND {most}"
    return Sql(f"CASE WHEN {fits} THEN {moved} END", any_na(args))


def _part_of_day(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    day = args[0].value
    if node.op == "month_of":
        return Sql(how.dialect.month_start(day), args[0].na)
    part = "year" if node.op == "year_of" else "month"
    return Sql(f"CAST({part}({day}) AS BIGINT)", args[0].na)


def _arithmetic(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    lowered = numbers.OPERATIONS[node.op](how.dialect, node, args)
    return Sql(lowered.value, lowered.na or any_na(args), lowered.divisor)


def _extreme(how: Lowering, node: Node, args: list[Sql]) -> Sql:
    if node.type.kind is Kind.NUMBER:
        return _arithmetic(how, node, args)
    # Both engines skip NULL in `least`; here an unknown day makes the result unknown.
    known = " AND ".join(f"{arg.value} IS NOT NULL" for arg in args)
    values = ", ".join(arg.value for arg in args)
    return Sql(f"CASE WHEN {known} THEN {node.op}({values}) END", any_na(args))


_OPERATIONS: Mapping[str, Callable[[Lowering, Node, list[Sql]], Sql]] = {
    "literal": _literal,
    "input": _input,
    "state": _state,
    # Of a pair: what is read of the other person stands in a column; what is the same for all needs none.
    **dict.fromkeys(("same", "of"), _same),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), _compare),
    "and": _and,
    "or": _or,
    "not": _not,
    "is_unknown": _is_unknown,
    "is_not_applicable": _is_not_applicable,
    "or_if_unknown": _or_if_unknown,
    "or_if_not_applicable": _or_if_not_applicable,
    "cases": _cases,
    "is_one_of": _is_one_of,
    "starts_with": _starts_with,
    "part_of": _part_of,
    "number_of": _number_of,
    "look_up": _look_up,
    "age_on": _age_on,
    "months_between": _months_between,
    "days_between": _days_between,
    **dict.fromkeys(("add_days", "add_months", "add_years"), _move),
    **dict.fromkeys(("month_of", "year_of", "month_number_of"), _part_of_day),
    **dict.fromkeys(("add", "neg", "mul", "share", "round", "guard"), _arithmetic),
    **dict.fromkeys(("least", "greatest"), _extreme),
}
