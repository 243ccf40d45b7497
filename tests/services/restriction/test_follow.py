"""What reaches the state's register by another way holds too: a law's limit, a request on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import ProgrammingError

from alatau.core.clock import read_clocks
from alatau.registry.declare import get_register
from alatau.registry.lake.maintain import open_register
from alatau.registry.receive import receive_row
from alatau.services.models.restriction import RestrictedPerson
from alatau.services.restriction.follow import NEVER, follow_register
from alatau.services.restriction.keep_checks import keep_questions
from alatau.services.restriction.months import drop_months, ensure_month
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.seen import find_standing_of
from tests.registry.lake.stage import seal_journal
from tests.services.restriction.stage import BY, admit, make_resident, number_of, own_id, pseudonym, restrict_for

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Actor, Moment


@pytest.fixture
def at(as_worker: None, settings: SettingsWrapper) -> Moment:
    """Work as the worker, who reads the register, at this moment."""
    settings.ALATAU_ROLE = "worker"
    open_register(get_register("gambling_limits"), by=BY, at=read_clocks())
    return read_clocks()


def tell(source: str, *, at: Moment, until: str | None = None) -> None:
    row: dict[str, str] = {"number": number_of(1), "limited_from": at.city_day.isoformat(), "source": source}
    if until is not None:
        row["limited_until"] = until
    receive_row(get_register("gambling_limits"), row, source_id=f"{source}.{until}", by=BY, at=read_clocks())
    seal_journal()


def follow(aigerim: Actor) -> None:
    follow_register(own_id(aigerim), by=BY, at=read_clocks())


def test_limit_of_the_law_holds_until_the_register_ends_it(at: Moment) -> None:
    aigerim = make_resident(1, at=at)
    keys, asker = admit("one", at=at)
    tell("law", at=at)
    follow(aigerim)
    follow(aigerim)
    assert find_standing_of(own_id(aigerim), on=at.city_day).register_until == NEVER
    assert keep_questions([(asker, [pseudonym(keys, 1)])]) == [[True]]
    tell("law", at=at, until=add_months(at.city_day, 1).isoformat())
    follow(aigerim)
    assert RestrictedPerson.objects.get().until_on == add_months(at.city_day, 1)


def test_own_request_outlasts_what_the_register_says(at: Moment) -> None:
    aigerim = make_resident(1, at=at)
    restrict_for(12, by=aigerim, at=at)
    tell("law", at=at, until=add_months(at.city_day, 2).isoformat())
    follow(aigerim)
    assert RestrictedPerson.objects.get().until_on == add_months(at.city_day, 12)


def test_whom_the_register_does_not_name_is_left_alone(at: Moment) -> None:
    follow(make_resident(1, at=at))
    assert RestrictedPerson.objects.count() == 0


def test_old_questions_go_by_whole_months_and_never_those_of_the_last_year(as_worker: None) -> None:
    ensure_month(datetime(2024, 1, 15, tzinfo=UTC))
    assert drop_months(before=date(2024, 1, 31)) == 0
    assert drop_months(before=date(2024, 2, 1)) == 1
    with pytest.raises(ProgrammingError):
        drop_months(before=read_clocks().city_day)
