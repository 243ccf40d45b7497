"""What a batch's journal line vouches for."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.money.digest import digest_transfers, is_digest, tell_transfers

TEXTS = st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=5)
COLUMNS = st.integers(1, 4).flatmap(lambda size: st.lists(st.lists(TEXTS, min_size=size, max_size=size), min_size=2))


@given(columns=COLUMNS)
def test_a_digest_is_of_its_transfers_in_their_order(columns):
    told = tell_transfers(columns)
    assert is_digest(digest_transfers(told), told)
    assert is_digest(digest_transfers(told), told[::-1]) == (told == told[::-1])


@given(columns=COLUMNS)
def test_the_digests_of_the_first_postings_still_hold(columns):
    by_columns = hashlib.sha256("\n\n".join("\n".join(column) for column in columns).encode()).hexdigest()
    assert is_digest(by_columns, tell_transfers(columns))


@pytest.mark.parametrize("digest", [None, "", "0" * 64])
def test_a_line_that_is_missing_or_altered_vouches_for_nothing(digest):
    assert not is_digest(digest, tell_transfers([["a"], ["b"]]))
