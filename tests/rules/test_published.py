from __future__ import annotations

from datetime import date

import pytest

from alatau.rules import ceil_to_unit, rule
from alatau.rules.errors import PublishedRuleChangedError
from alatau.rules.published import check_published, publish
from tests.rules.laws import PARAMETERS, book_of, parameter, sources


@rule(level="person", unit="tiyn")
def gift(index, rate):
    """A gift."""
    return ceil_to_unit(index * rate)


def written_otherwise():
    @rule(level="person", unit="tiyn")
    def gift(rate, index):
        """A gift, in other words."""
        return ceil_to_unit(index * rate)

    return gift


def another():
    @rule(level="person", unit="tiyn")
    def gift(index, rate):
        """A larger gift."""
        return ceil_to_unit(index * rate * 2)

    return gift


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "published.json"
    assert publish(book_of(gift), path) == 1 + len(PARAMETERS)
    return path


def test_what_is_published_again_adds_nothing(lock):
    assert publish(book_of(gift), lock) == 0


def test_other_words_for_the_same_meaning_are_no_change(lock):
    check_published(book_of(written_otherwise()), lock)


@pytest.mark.parametrize("functions", [(), (another(),)])
def test_published_rule_that_changed_or_vanished_is_refused(lock, functions):
    with pytest.raises(PublishedRuleChangedError) as refused:
        check_published(book_of(*functions), lock)
    assert refused.value.facts == {"name": "rule gift"}


def test_published_value_that_changed_is_refused(lock):
    changed = sources([parameter("index", "44"), *PARAMETERS[1:]])
    with pytest.raises(PublishedRuleChangedError):
        check_published(book_of(gift, given=changed), lock)


def test_value_in_force_may_end_and_be_followed_by_another(lock):
    rows = [
        parameter("index", "43.25", valid_until=date(2027, 1, 1)),
        parameter("index", "45", valid_from=date(2027, 1, 1)),
    ]
    book = book_of(gift, given=sources([*rows, *PARAMETERS[1:]]))
    check_published(book, lock)
    assert publish(book, lock) == 1
    with pytest.raises(PublishedRuleChangedError):
        check_published(book_of(gift), lock)
