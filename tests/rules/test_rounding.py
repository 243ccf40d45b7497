"""Roundings are exact on both sides of the edge where 64 bits have no room any more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.rules import ceil_to_unit, floor_to_unit, round_to_unit, share, split
from tests.rules.laws import rule_of
from tests.rules.test_operations import check, families_of

#: Up to so many coins go through the graph.
EDGE = 10**17
#: Around zero, around the halves that a rounding decides by, and around the edges of 64 bits with each power of ten.
near_edges = st.builds(
    lambda power, sign, by: max(-EDGE + 1, min(EDGE - 1, sign * (10**power // 2 ** (by % 3)) + by)),
    st.integers(0, 17),
    st.sampled_from((1, -1)),
    st.integers(-151, 151),
)
counts = st.sampled_from((1, 2, 3, 7, 100, 999_999_999))
ROUNDINGS = pytest.mark.parametrize("rounding", [ceil_to_unit, floor_to_unit, round_to_unit])


def rounded(rounding):
    return [
        rule_of("of_a_part", "tiyn", lambda v: rounding(split(v["price"], by=v["m"])), ("price", "m")),
        rule_of("of_a_product", "tiyn", lambda v: rounding(v["price"] * v["tithe"]), ("price", "tithe")),
        rule_of("of_a_quotient", "tiyn", lambda v: rounding(share(v["price"], of=v["tithe"])), ("price", "tithe")),
    ]


@ROUNDINGS
@given(prices=st.lists(near_edges, min_size=1, max_size=20), count=counts)
def test_roundings_are_exact_on_both_sides_of_64_bits(rounding, prices, count):
    people = [{"price": price, "m": count} for price in prices]
    check(rounded(rounding), families_of(people))
