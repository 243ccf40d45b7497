"""Reductions in plain Python, over the terms of rows, members or pairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from alatau.rules.nodes import Kind
from alatau.rules.operations import join_reasons
from alatau.rules.states import NOT_APPLICABLE, Computed, NotApplicable, Reason, Unknown, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.rules.nodes import Node
    from alatau.rules.reductions import Reduction


@dataclass(frozen=True, slots=True)
class Term:
    """One row, member or pair: whether it counts, and its value."""

    value: Computed
    where: Computed = True
    by: Computed = True


def reduce_terms(node: Node, reduction: Reduction, terms: Sequence[Term]) -> Computed:
    """Return what a reduction gives of its terms."""
    value = reduction.pick(node, "value")
    if reduction.how == "count" and value is not None and value.type.kind is Kind.FLAG and not reduction.is_distinct:
        return _count_flags(terms)
    if reduction.how in {"any", "all"}:
        return _any(terms) if reduction.how == "any" else _all(terms)
    if reduction.how in {"latest", "earliest"}:
        return _newest(terms, reduction.how)
    unknown = [term.where for term in terms if isinstance(term.where, Unknown) and term.value is not NOT_APPLICABLE]
    counted = [term.value for term in terms if term.where is True and term.value is not NOT_APPLICABLE]
    unknown += [value for value in counted if isinstance(value, Unknown)]
    if unknown:
        return join_reasons(unknown)
    if reduction.is_distinct:
        return Fraction(len(set(counted)))
    return _PLAIN[reduction.how](counted)


def _count_flags(terms: Sequence[Term]) -> Computed:
    flags = [_joined(term) for term in terms]
    unknown = [flag for flag in flags if isinstance(flag, Unknown)]
    return join_reasons(unknown) if unknown else Fraction(sum(flag is True for flag in flags))


def _any(terms: Sequence[Term]) -> Computed:
    flags = [_joined(term) for term in terms]
    if True in flags:
        return True
    unknown = [flag for flag in flags if isinstance(flag, Unknown)]
    return join_reasons(unknown) if unknown else False


def _all(terms: Sequence[Term]) -> Computed:
    unknown: list[Unknown] = []
    for term in terms:
        where = False if isinstance(term.where, NotApplicable) else term.where
        value = True if isinstance(term.value, NotApplicable) else term.value
        if where is True and value is False:
            return False
        if where is not False and value is not True:
            unknown += [part for part in (where, value) if isinstance(part, Unknown)]
    return join_reasons(unknown) if unknown else True


def _joined(term: Term) -> Computed:
    """Return whether a flag counts and holds; what is not applicable does not."""
    parts = [False if isinstance(part, NotApplicable) else part for part in (term.where, term.value)]
    if False in parts:
        return False
    unknown = [part for part in parts if isinstance(part, Unknown)]
    return join_reasons(unknown) if unknown else True


def _newest(terms: Sequence[Term], how: str) -> Computed:
    unknown: list[Unknown] = []
    counted: list[tuple[date, Computed]] = []
    for term in terms:
        if isinstance(term.where, Unknown) and term.by is not NOT_APPLICABLE:
            unknown.append(term.where)
        elif term.where is True and isinstance(term.by, Unknown):
            unknown.append(term.by)
        elif term.where is True and isinstance(term.by, date) and term.value is not NOT_APPLICABLE:
            counted.append((term.by, term.value))
    if unknown:
        return join_reasons(unknown)
    if not counted:
        return NOT_APPLICABLE
    chosen = (max if how == "latest" else min)(day for day, _value in counted)
    values = [value for day, value in counted if day == chosen]
    lost = [value for value in values if isinstance(value, Unknown)]
    return join_reasons(lost) if lost else max(values)  # type: ignore[type-var]  # all of one kind


def _only(values: Sequence[Computed]) -> Computed:
    if not values:
        return NOT_APPLICABLE
    if len(set(values)) > 1:
        return Unknown(frozenset({Reason(Why.CONTRADICTION, "")}))
    return values[0]


def _extreme(choose: Callable[[Sequence[Computed]], Computed]) -> Callable[[Sequence[Computed]], Computed]:
    return lambda values: choose(values) if values else NOT_APPLICABLE


_PLAIN: Mapping[str, Callable[[Sequence[Computed]], Computed]] = {
    "total": lambda values: sum(values, Fraction(0)),  # type: ignore[type-var]  # numbers alone
    "count": lambda values: Fraction(len(values)),
    "highest": _extreme(max),  # type: ignore[arg-type]  # of one kind
    "lowest": _extreme(min),  # type: ignore[arg-type]  # of one kind
    "only": _only,
}
