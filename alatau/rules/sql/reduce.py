"""Reductions as SQL: aggregates over rows, members or pairs, and what is made of them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules.nodes import Kind
from alatau.rules.reductions import Reduction
from alatau.rules.sql.lowering import Sql
from alatau.rules.sql.numbers import is_wide

if TYPE_CHECKING:
    from alatau.rules.nodes import Node
    from alatau.rules.sql.lowering import Lowering


class Aggregates:
    """The aggregates that some reductions need, each once."""

    def __init__(self, how: Lowering, *, prefix: str) -> None:
        self.how = how
        self._prefix = prefix
        #: Alias by SQL.
        self.aliases: dict[str, str] = {}

    def reduce(self, node: Node) -> Sql:
        """Return the SQL of a reduction over the aliases of its aggregates, which may all be NULL of nothing."""
        reduction = node.data
        assert isinstance(reduction, Reduction)
        return _WAYS[reduction.how](self, node, reduction)

    def alias(self, sql: str) -> str:
        """Return the name under which an aggregate stands."""
        return self.aliases.setdefault(sql, f"{self._prefix}{len(self.aliases)}")

    def taint(self, node: Node, reduction: Reduction, *, part: str = "value") -> str:
        """Return SQL that tells whether a term, or whether it counts, is unknown; empty where that never happens."""
        value, where = reduction.pick(node, part), reduction.pick(node, "where")
        applies = self._applies(value)
        if where is None and value is not None and value.type.can_be_unknown and not applies:
            return self.any_unknown(self.how.sql(value).value)
        parts = []
        if where is not None and (unknown := self.how.is_unknown(where)):
            parts.append(_both(unknown, applies))
        if value is not None and (unknown := self.how.is_unknown(value)):
            parts.append(_both(self.how.truth(where) if where is not None else "", unknown))
        if not parts:
            return ""
        condition = f"({parts[0]}) OR ({parts[1]})" if len(parts) > 1 else parts[0]
        return f"COALESCE({self.alias(f'max({condition})')}, FALSE)"

    def any_unknown(self, term: str) -> str:
        """Return SQL that tells whether a term is NULL for some row: fewer are counted than there are rows."""
        # Counting what is there takes DuckDB a tenth of counting what a FILTER lets through.
        return f"COALESCE({self.alias(f'count({term})')} < {self.alias('count(*)')}, FALSE)"

    def filter(self, node: Node, reduction: Reduction, *more: str) -> str:
        """Return the FILTER clause for the terms that count; empty for all of them."""
        condition = self.condition(node, reduction, *more)
        return f" FILTER (WHERE {condition})" if condition else ""

    def condition(self, node: Node, reduction: Reduction, *more: str) -> str:
        """Return SQL that tells whether a term counts; empty where all do."""
        where = reduction.pick(node, "where")
        return _both(self.how.truth(where) if where is not None else "", *more)

    def _applies(self, value: Node | None) -> str:
        na = self.how.sql(value).na if value is not None else ""
        return f"NOT {na}" if na else ""


def _total(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value = reduction.pick(node, "value")
    assert value is not None
    sql, dialect = all_.how.sql(value).value, all_.how.dialect
    wide = is_wide(node.type.figures)
    summed = dialect.wide_sum(sql) if wide else f"sum({sql})"
    found = all_.alias(f"{summed}{all_.filter(node, reduction)}")
    result = f"COALESCE({found}, 0)" if wide else f"CAST(COALESCE({found}, 0) AS BIGINT)"
    return Sql(_unless(all_.taint(node, reduction), result))


def _count(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value = reduction.pick(node, "value")
    if value is not None and value.type.kind is Kind.FLAG and not reduction.is_distinct:
        return _count_flags(all_, node, reduction)
    more = []
    if value is not None and (value.type.can_be_unknown or value.type.can_be_not_applicable):
        more = [f"{all_.how.sql(value).value} IS NOT NULL"]
    if reduction.is_distinct:
        assert value is not None
        where = reduction.pick(node, "where")
        counted = all_.how.sql(value).value
        if where is not None:
            counted = f"CASE WHEN {all_.how.truth(where)} THEN {counted} END"
        found = all_.alias(f"count(DISTINCT {counted})")
    else:
        condition = all_.condition(node, reduction, *more)
        found = all_.alias(f"count_if({condition})" if condition else "count(*)")
    return Sql(_unless(all_.taint(node, reduction), f"COALESCE({found}, 0)"))


def _count_flags(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    term, can_be_unknown = _flag_term(all_, node, reduction)
    found = all_.alias(f"count_if({term})")
    return Sql(_unless(all_.any_unknown(term) if can_be_unknown else "", f"COALESCE({found}, 0)"))


def _any(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    term, can_be_unknown = _flag_term(all_, node, reduction)
    found = f"COALESCE({all_.alias(f'max({term})')}, FALSE)"
    if not can_be_unknown:
        return Sql(found)
    return Sql(f"CASE WHEN {found} THEN TRUE WHEN {all_.any_unknown(term)} THEN NULL ELSE FALSE END")


def _all(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value, where = reduction.pick(node, "value"), reduction.pick(node, "where")
    assert value is not None
    flag = all_.how.sql(value)
    holds = f"CASE WHEN {flag.na} THEN TRUE ELSE {flag.value} END" if flag.na else flag.value
    term = f"(NOT {all_.how.truth(where)} OR {holds})" if where is not None else holds
    holds_all = f"COALESCE({all_.alias(f'min({term})')}, TRUE)"
    if not (value.type.can_be_unknown or (where is not None and where.type.can_be_unknown)):
        return Sql(holds_all)
    return Sql(f"CASE WHEN NOT {holds_all} THEN FALSE WHEN {all_.any_unknown(term)} THEN NULL ELSE TRUE END")


def _flag_term(all_: Aggregates, node: Node, reduction: Reduction) -> tuple[str, bool]:
    """Return SQL for a flag that holds and counts, and whether that can be unknown."""
    value, where = reduction.pick(node, "value"), reduction.pick(node, "where")
    assert value is not None
    term = all_.how.truth(value)
    can_be_unknown = value.type.can_be_unknown or (where is not None and where.type.can_be_unknown)
    if where is not None:
        term = f"({all_.how.truth(where)} AND {term})"
    return term, can_be_unknown


def _extreme(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value = reduction.pick(node, "value")
    assert value is not None
    name = "max" if reduction.how == "highest" else "min"
    found = all_.alias(f"{name}({all_.how.sql(value).value}){all_.filter(node, reduction)}")
    return _found(all_, node, reduction, found, is_none=f"{found} IS NULL")


def _only(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value = reduction.pick(node, "value")
    assert value is not None
    sql, filter_ = all_.how.sql(value).value, all_.filter(node, reduction)
    first, last = all_.alias(f"min({sql}){filter_}"), all_.alias(f"max({sql}){filter_}")
    return _found(all_, node, reduction, f"CASE WHEN {first} = {last} THEN {first} END", is_none=f"{first} IS NULL")


def _newest(all_: Aggregates, node: Node, reduction: Reduction) -> Sql:
    value, by = reduction.pick(node, "value"), reduction.pick(node, "by")
    assert value is not None
    assert by is not None
    dialect, sql, moment = all_.how.dialect, all_.how.sql(value), all_.how.sql(by)
    order = dialect.days_between("DATE '1970-01-01'", moment.value)
    if reduction.how == "earliest":
        order = f"-{order}"
    # Of two on one day an unknown one makes the result unknown; else the greater one is taken.
    keys = [order, f"CASE WHEN {sql.value} IS NULL THEN 1 ELSE 0 END", sql.value]
    counts = [f"{moment.value} IS NOT NULL"] if by.type.can_be_unknown or moment.na else []
    if sql.na:
        counts.append(f"NOT {sql.na}")
    row = all_.alias(dialect.last_row(keys, where=all_.filter(node, reduction, *counts)))
    found = dialect.part_of_row(row, 2)
    taint = all_.taint(node, reduction, part="by")
    na = f"({row} IS NULL{f' AND NOT ({taint})' if taint else ''})"
    return Sql(_unless(taint, found), na)


def _found(all_: Aggregates, node: Node, reduction: Reduction, found: str, *, is_none: str) -> Sql:
    taint = all_.taint(node, reduction)
    return Sql(_unless(taint, found), f"({is_none} AND NOT ({taint}))" if taint else f"({is_none})")


def _unless(taint: str, result: str) -> str:
    return f"CASE WHEN {taint} THEN NULL ELSE {result} END" if taint else result


def _both(*conditions: str) -> str:
    parts = [condition for condition in conditions if condition]
    return " AND ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)


_WAYS = {
    "total": _total,
    "count": _count,
    "any": _any,
    "all": _all,
    "highest": _extreme,
    "lowest": _extreme,
    "only": _only,
    "latest": _newest,
    "earliest": _newest,
}
