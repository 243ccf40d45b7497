"""Operators ask: the answer, the quota, what is kept, and what two of them cannot join."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.services.models.restriction import OperatorDay, RestrictionCheck
from alatau.services.restriction.errors import OperatorUnknownError, QuotaSpentError
from alatau.services.restriction.keep_checks import keep_questions
from alatau.services.restriction.months import ensure_month, prepare_months
from alatau.services.restriction.operators import end_operator, list_operators, rotate_keys, tell_customers
from alatau.services.restriction.pseudonyms import make_identifier, pseudonym_of, read_identifier
from alatau.services.restriction.recognise import recognise_operator
from alatau.services.restriction.seen import list_checks
from tests.services.queues.stage import later
from tests.services.restriction.stage import BY, admit, make_resident, own_id, pseudonym, restrict_for

if TYPE_CHECKING:
    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> Moment:
    """This moment: questions ask the clocks themselves."""
    return read_clocks()


def test_operator_learns_who_is_restricted_and_nothing_else(now: Moment) -> None:
    aigerim = make_resident(1, at=now)
    make_resident(2, at=now)
    keys, asker = admit("one", at=now)
    restrict_for(6, by=aigerim, at=now)
    assert keep_questions([(asker, [pseudonym(keys, 1), pseudonym(keys, 2)])]) == [[True, False]]


def test_operator_admitted_later_finds_everybody(now: Moment) -> None:
    restrict_for(6, by=make_resident(1, at=now), at=now)
    keys, asker = admit("late", at=now)
    assert keep_questions([(asker, [pseudonym(keys, 1)])]) == [[True]]


def test_identifier_of_one_operator_says_nothing_to_another(now: Moment) -> None:
    restrict_for(6, by=make_resident(1, at=now), at=now)
    (keys, asker), (other_keys, other) = admit("one", at=now), admit("two", at=now)
    assert pseudonym(keys, 1) != pseudonym(other_keys, 1)
    assert keep_questions([(other, [pseudonym(keys, 1)]), (asker, [pseudonym(other_keys, 1)])]) == [[False], [False]]


def test_each_question_is_seen_by_the_person_and_by_nobody_else(now: Moment) -> None:
    aigerim, bolat = (make_resident(serial, at=now) for serial in (1, 2))
    keys, asker = admit("one", at=now)
    keep_questions([(asker, [pseudonym(keys, 1)])])
    restrict_for(6, by=aigerim, at=now)
    keep_questions([(asker, [pseudonym(keys, 1)])])
    seen = list_checks(own_id(aigerim), by=aigerim, at=now)
    assert [(each.operator, each.was_restricted) for each in seen] == [("one", True), ("one", False)]
    assert list_checks(own_id(bolat), by=bolat, at=now) == []


def test_what_is_kept_of_a_question_names_nobody(now: Moment) -> None:
    aigerim = make_resident(1, at=now)
    keys, asker = admit("one", at=now)
    keep_questions([(asker, [pseudonym(keys, 1)])])
    kept = RestrictionCheck.objects.values().get()
    assert str(own_id(aigerim)) not in {str(value) for value in kept.values()}


def test_questions_past_the_quota_are_refused_whole(now: Moment) -> None:
    keys, asker = admit("small", at=now)
    tight = replace(asker, quota=3)
    questions = [pseudonym(keys, serial) for serial in (1, 2)]
    answers = keep_questions([(tight, questions), (tight, questions), (tight, questions[:1])])
    assert [isinstance(answer, QuotaSpentError) for answer in answers] == [False, True, False]
    assert OperatorDay.objects.get().asked == RestrictionCheck.objects.count() == 3
    [refused] = keep_questions([(tight, questions[:1])])
    assert isinstance(refused, QuotaSpentError)


def test_quota_follows_the_number_of_customers(now: Moment) -> None:
    keys, asker = admit("one", at=now, customers=10)
    assert asker.quota == 1000
    tell_customers(keys.operator_id, 2000, by=BY, at=now)
    [view] = list_operators(on=now.city_day)
    assert (view.customers, view.quota) == (2000, 10_000)


def test_changed_keys_open_at_once_and_earlier_ones_for_some_days(now: Moment) -> None:
    restrict_for(6, by=make_resident(1, at=now), at=now)
    old, asker = admit("one", at=now)
    new = rotate_keys(old.operator_id, by=BY, at=now)
    assert recognise_operator(f"Bearer {new.bearer}").operator_id == asker.operator_id
    assert keep_questions([(asker, [pseudonym(old, 1), pseudonym(new, 1)])]) == [[True, True]]
    rotate_keys(old.operator_id, by=BY, at=now)
    from alatau.services.restriction import recognise

    recognise._believed.clear()
    with pytest.raises(OperatorUnknownError):
        recognise_operator(f"Bearer {old.bearer}")


def test_questions_under_earlier_keys_stay_visible(now: Moment) -> None:
    aigerim = make_resident(1, at=now)
    old, asker = admit("one", at=now)
    keep_questions([(asker, [pseudonym(old, 1)])])
    rotate_keys(old.operator_id, by=BY, at=now)
    end_operator(old.operator_id, by=BY, at=now)
    assert [each.operator for each in list_checks(own_id(aigerim), by=aigerim, at=now)] == ["one"]


def test_key_of_an_ended_operator_opens_nothing(now: Moment) -> None:
    keys, _asker = admit("one", at=now)
    end_operator(keys.operator_id, by=BY, at=now)
    from alatau.services.restriction import recognise

    recognise._believed.clear()
    for shown in (f"Bearer {keys.bearer}", "Bearer wrong", keys.bearer, ""):
        with pytest.raises(OperatorUnknownError):
            recognise_operator(shown)


def test_pages_of_questions_follow_each_other(now: Moment) -> None:
    aigerim = make_resident(1, at=now)
    keys, asker = admit("one", at=now)
    for _ in range(3):
        keep_questions([(asker, [pseudonym(keys, 1)])])
    first = list_checks(own_id(aigerim), by=aigerim, at=now, limit=2)
    rest = list_checks(own_id(aigerim), by=aigerim, at=now, before=first[-1].asked_at)
    assert (len(first), len(rest)) == (2, 1)


def test_parts_of_the_log_are_made_once_and_ahead(now: Moment) -> None:
    for _ in range(2):
        prepare_months(now.wall_at)
        ensure_month(later(now, days=62).wall_at)
    assert RestrictionCheck.objects.count() == 0


@given(st.text("0123456789", min_size=12, max_size=12), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_identifier_is_a_keyed_hash_of_which_half_is_kept(number: str, key: str) -> None:
    identifier = make_identifier(key, number)
    assert len(identifier) == 64
    assert read_identifier(identifier) == pseudonym_of(key, number)
    assert identifier.startswith(pseudonym_of(key, number).hex)
