"""Random expressions of rules, for properties: each a function of named values, and its shrinking text is readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from alatau.rules import (
    add_days,
    add_months,
    age_on,
    cases,
    ceil_to_unit,
    days_between,
    floor_to_unit,
    greatest,
    least,
    month_of,
    months_between,
    not_applicable,
    number_of,
    part_of,
    round_to,
    round_to_unit,
    share,
    split,
    starts_with,
    unknown,
    year_of,
)
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN
from tests.rules.laws import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    Expression = Callable[[dict[str, Any]], Any]


class Made:
    """An expression with its text, so that a failing example can be read."""

    def __init__(self, text: str, compute: Expression) -> None:
        self.text = text
        self.compute = compute

    def __call__(self, values: dict[str, Any]) -> Any:
        return self.compute(values)

    def __repr__(self) -> str:
        return self.text


def of(name: str, function: Callable[..., Any], *parts: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    """Return expressions of a function over other expressions."""
    return st.tuples(*parts).map(
        lambda made: Made(f"{name}({', '.join(map(repr, made))})", lambda v: function(*(part(v) for part in made)))
    )


def name(*names: str) -> st.SearchStrategy[Made]:
    """Return expressions that are a named value."""
    return st.sampled_from(names).map(lambda chosen: Made(chosen, lambda v: v[chosen]))


def just(*values: Any) -> st.SearchStrategy[Made]:
    """Return expressions that are a literal."""
    return st.sampled_from(values).map(lambda value: Made(repr(value), lambda _v: value))


COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compared(*sides: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    """Return comparisons of two expressions."""
    return st.one_of(*(of(sign, function, *sides) for sign, function in COMPARE.items()))


def days(depth: int) -> st.SearchStrategy[Made]:
    """Return expressions that are a day."""
    leaf = name("born", "sold", "day")
    if depth == 0:
        return leaf
    below = days(depth - 1)
    return st.one_of(
        leaf,
        of("add_months", add_months, below, just(-13, 1, 12, 240, 99_999)),
        of("add_things", lambda day, n: add_months(day, n.in_unit("months")), below, name("n", "m")),
        of("add_days", add_days, below, just(-1, 30, 365)),
        of("month_of", month_of, below),
        of("least", least, below, below),
        of("cases", lambda f, a, b: cases((f, a), otherwise=b), flags(depth - 1), below, below),
    )


def counts(depth: int) -> st.SearchStrategy[Made]:
    """Return expressions that are a whole number."""
    leaf = name("n", "m") | just(0, 1, 3, -2)
    if depth == 0:
        return leaf
    return st.one_of(
        leaf,
        of("age_on", lambda a, b: age_on(a, on=b).in_unit("things"), days(depth - 1), days(depth - 1)),
        of("months_between", lambda a, b: months_between(a, b).in_unit("things"), days(depth - 1), days(depth - 1)),
        of("days_between", lambda a, b: days_between(a, b).in_unit("things"), days(depth - 1), days(depth - 1)),
        of("year_of", lambda a: year_of(a).in_unit("things"), days(depth - 1)),
        of("number_of", lambda a: number_of(a).in_unit("things"), name("code")),
        of("cases", lambda f, a, b: cases((f, a), otherwise=b), flags(depth - 1), name("n"), counts(depth - 1)),
        of("or_if_unknown", lambda a, b: a.or_if_unknown(b), name("n", "m"), just(7)),
        of("or_if_na", lambda a, b: a.or_if_not_applicable(b), name("n", "m"), counts(0)),
    )


def sums(depth: int) -> st.SearchStrategy[Made]:
    """Return expressions that are a sum of money, rounded."""
    leaf = name("price", "cost", "index")
    if depth == 0:
        return leaf
    below = sums(depth - 1)
    rounding = st.sampled_from((ceil_to_unit, round_to_unit, floor_to_unit))

    def rounded(inner: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
        return rounding.flatmap(lambda function: of(function.__name__, function, inner))

    return st.one_of(
        leaf,
        of("least", least, below, below),
        of("greatest", greatest, below, just(0)),
        of("cases", lambda f, a, b: cases((f, a), otherwise=b), flags(depth - 1), below, below),
        of("cases_na", lambda f, a: cases((f, a), otherwise=not_applicable), flags(depth - 1), below),
        of("cases_unknown", lambda f, a: cases((f, a), otherwise=unknown), flags(depth - 1), below),
        rounded(of("+", lambda a, b: a + b, below, below)),
        rounded(of("-", lambda a, b: a - b, below, below)),
        rounded(of("*", lambda a, b: a * b, below, name("r", "rate", "tithe") | just(Decimal("0.25"), 3))),
        rounded(of("split", lambda a, b: split(a, by=b), below, name("n", "m") | just(3))),
        rounded(of("share", lambda a, b: share(a, of=b), name("price", "cost"), name("tithe", "r"))),
        rounded(of("gift", lambda a, table: a * table, name("index"), name("gift_of_n"))),
    )


def flags(depth: int) -> st.SearchStrategy[Made]:
    """Return expressions that are a flag."""
    leaf = name("f", "g")
    if depth == 0:
        return leaf
    below = flags(depth - 1)
    fraction = of("share", lambda a, b: share(a, of=b), name("price", "cost"), name("price", "cost"))
    return st.one_of(
        leaf,
        of("&", lambda a, b: a & b, below, below),
        of("|", lambda a, b: a | b, below, below),
        of("~", lambda a: ~a, below),
        compared(counts(depth - 1), name("n", "m")),
        compared(sums(depth - 1), name("price", "cost")),
        compared(name("r"), just(Decimal("0.5"), 1)),
        compared(fraction, just(Decimal("0.3333"), 1) | name("r")),
        compared(fraction, fraction),
        compared(days(depth - 1), name("born", "sold")),
        of("is_unknown", lambda a: a.is_unknown(), below | sums(depth - 1)),
        of("is_na", lambda a: a.is_not_applicable(), below | name("n", "born", "price")),
        of("is_in", lambda a: a.is_in("red", "blue"), name("kind")),
        of("starts", lambda a: starts_with(a, "1"), name("code")),
        of("part", lambda a: part_of(a, 2, 1) == "5", name("code")),
        of("cases", lambda c, a, b: cases((c, a), otherwise=b), below, below, below),
    )


def ratios() -> st.SearchStrategy[Made]:
    """Return expressions that are a share, rounded or left to the engine to be rounded."""
    exact = of("share", lambda a, b: share(a, of=b), name("price", "cost"), name("price", "cost"))
    return st.one_of(
        exact,
        of("+", lambda a, b: round_to(a, places=3) + b, exact, name("r")),
        of("share_of_counts", lambda a, b: share(a, of=b), counts(1), name("n", "m")),
    )


def edge_days() -> st.SearchStrategy[date]:
    """Return days, many of them where months and years are odd."""
    return st.sampled_from(
        (
            date(2008, 2, 29),
            date(2008, 2, 28),
            date(2008, 3, 1),
            date(2026, 2, 28),
            date(2024, 2, 29),
            date(2026, 1, 31),
            date(2025, 12, 31),
            date(2026, 3, 1),
        )
    ) | st.dates(date(1900, 1, 1), date(2100, 12, 31))


def amounts() -> st.SearchStrategy[int]:
    """Return numbers of coins: nothing, little, at roundings' edges, and far more than anybody has."""
    edges = (0, 1, 49, 50, 51, 99, 100, 101, 150, -50, -51, 10**17 - 1, -(10**17) + 1, 10**9)
    return st.sampled_from(edges) | st.integers(-(10**7), 10**9)


def with_states(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values, and now and then unknown or not applicable."""
    return st.one_of(values, values, values, st.sampled_from((UNKNOWN, NOT_APPLICABLE)))


def people() -> st.SearchStrategy[dict[str, Any]]:
    """Return values of one person for all measures of the small laws."""
    return st.fixed_dictionaries(
        {
            "n": with_states(st.sampled_from((0, 1, 2, 3, 7, -1)) | st.integers(-100, 100)),
            "m": with_states(st.sampled_from((0, 1, 2, 3)) | st.integers(0, 10**6)),
            "r": with_states(st.sampled_from(("0", "0.5", "1", "0.3333", "-0.25")).map(Decimal)),
            "price": with_states(amounts()),
            "cost": with_states(amounts()),
            "f": with_states(st.booleans()),
            "g": with_states(st.booleans()),
            "born": with_states(edge_days()),
            "sold": with_states(edge_days()),
            "kind": with_states(st.sampled_from(KINDS)),
            "code": with_states(st.sampled_from(("15", "1x", "751410000", "0", "99999999999999999"))),
        }
    )
