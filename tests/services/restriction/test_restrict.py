"""Restricting oneself: at once, signed, only ever longer, and only by oneself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.keys import Signature, verify
from alatau.core.values import ActorKind
from alatau.papers.models import Document
from alatau.registry.models import InboxRow
from alatau.services.models.restriction import RestrictedPerson, RestrictedPseudonym, Restriction
from alatau.services.restriction.errors import (
    OwnRequestError,
    PeriodNotAllowedError,
    RestrictionNotLongerError,
    TooYoungError,
)
from alatau.services.restriction.follow import follow_number, forget_ended
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.restrict import KEY_PURPOSE, restrict
from alatau.services.restriction.seen import find_standing_of, list_restrictions
from tests.services.queues.stage import later
from tests.services.restriction.stage import BY, admit, make_resident, own_id, pseudonym, restrict_for, user_of

if TYPE_CHECKING:
    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


def test_restriction_holds_from_its_day_until_it_ends_by_itself(moment: Moment) -> None:
    aigerim = make_resident(1, at=moment)
    restrict_for(6, by=aigerim, at=moment)
    own = find_standing_of(own_id(aigerim), on=moment.city_day).own
    assert own is not None
    assert (own.from_on, own.until_on) == (date(2026, 3, 10), date(2026, 9, 10))
    assert find_standing_of(own_id(aigerim), on=date(2026, 9, 10)).own is None


def test_request_is_signed_by_the_city_and_confirmed_by_a_letter(moment: Moment) -> None:
    aigerim = make_resident(1, at=moment)
    restriction_id = restrict_for(6, by=aigerim, at=moment)
    kept = Restriction.objects.get()
    signature = Signature(kept.key_id, bytes(kept.signature))
    assert verify(KEY_PURPOSE, kept.statement.encode(), signature)
    assert json.loads(kept.statement)["until"] == "2026-09-10"
    assert Document.objects.get(request_id=restriction_id).subject_id == aigerim.person_id
    assert list_restrictions(own_id(aigerim))[0].document_id == Document.objects.get().id


def test_restriction_is_in_the_register_of_the_state(moment: Moment) -> None:
    restrict_for(12, by=make_resident(1, at=moment), at=moment)
    row = InboxRow.objects.get(register_key="gambling_limits")
    assert row.columns["limited_until"] == "2027-03-10"
    assert row.columns["source"] == "self"


def test_same_request_twice_is_one(moment: Moment) -> None:
    aigerim = make_resident(1, at=moment)
    assert restrict_for(6, by=aigerim, at=moment) == restrict_for(6, by=aigerim, at=moment)
    assert Restriction.objects.count() == 1


def test_restriction_can_be_made_longer_and_not_shorter(moment: Moment) -> None:
    aigerim = make_resident(1, at=moment)
    restrict_for(12, by=aigerim, at=moment)
    with pytest.raises(RestrictionNotLongerError):
        restrict_for(6, by=aigerim, at=moment)
    restrict_for(24, by=aigerim, at=later(moment, days=30))
    longer = Restriction.objects.get(lengthens__isnull=False)
    assert (longer.from_on, longer.until_on) == (date(2026, 3, 10), date(2028, 4, 9))
    assert RestrictedPerson.objects.get().until_on == longer.until_on


def test_nothing_takes_a_restriction_back(moment: Moment) -> None:
    restrict_for(6, by=make_resident(1, at=moment), at=moment)
    for act in (Restriction.objects.all().delete, lambda: Restriction.objects.update(until_on=moment.city_day)):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


def test_nobody_can_ask_for_somebody_else(moment: Moment) -> None:
    aigerim, bolat = (make_resident(serial, at=moment) for serial in (1, 2))
    until = add_months(moment.city_day, 12)
    for by in (bolat, replace(bolat, for_person_id=aigerim.person_id), replace(aigerim, for_person_id=own_id(bolat))):
        with pytest.raises(OwnRequestError):
            restrict(own_id(aigerim), until=until, by=by, at=moment)
    staff = replace(bolat, kind=ActorKind.STAFF, person_id=None)
    with pytest.raises(OwnRequestError):
        restrict(own_id(aigerim), until=until, by=staff, at=moment)
    assert Restriction.objects.count() == 0


def test_who_is_under_21_needs_no_restriction(moment: Moment) -> None:
    young = make_resident(1, at=moment, born_on=date(2005, 3, 11))
    with pytest.raises(TooYoungError):
        restrict_for(6, by=young, at=moment)
    restrict_for(6, by=young, at=later(moment, days=1))


@pytest.mark.parametrize(("months", "days"), [(6, -1), (120, 1)])
def test_period_outside_the_law_is_refused(moment: Moment, months: int, days: int) -> None:
    aigerim = make_resident(1, at=moment)
    until = later(moment, days=days).city_day
    with pytest.raises(PeriodNotAllowedError):
        restrict(own_id(aigerim), until=add_months(until, months), by=aigerim, at=moment)


def test_changed_number_is_found_too(moment: Moment) -> None:
    from alatau.access.register import change_number
    from tests.services.restriction.stage import number_of

    aigerim = make_resident(1, at=moment)
    keys, _asker = admit("one", at=moment)
    restrict_for(6, by=aigerim, at=moment)
    change_number(own_id(aigerim), number_of(41), valid_from=moment.city_day, by=BY, at=moment)
    follow_number(own_id(aigerim), by=BY, at=moment)
    found = set(RestrictedPseudonym.objects.values_list("pseudonym", flat=True))
    assert found == {pseudonym(keys, 1), pseudonym(keys, 41)}


def test_free_people_leave_the_lists_and_their_acts_stay(moment: Moment) -> None:
    aigerim = make_resident(1, at=moment)
    admit("one", at=moment)
    restrict_for(6, by=aigerim, at=moment)
    assert forget_ended(at=later(moment, days=183)) == 0
    assert forget_ended(at=later(moment, days=184)) == 1
    assert RestrictedPseudonym.objects.count() == 0
    assert Restriction.objects.count() == 1
    assert user_of(aigerim)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 120), st.integers(0, 120))
def test_months_add_up_and_never_pass_the_months_end(day: date, first: int, second: int) -> None:
    whole = add_months(day, first + second)
    assert (whole.year * 12 + whole.month) - (day.year * 12 + day.month) == first + second
    assert whole.day <= day.day
    assert add_months(add_months(day.replace(day=1), first), second) == add_months(day.replace(day=1), first + second)
