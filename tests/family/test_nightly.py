"""Cards are computed when there are families, on each new day, and when a register is heard of again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alatau.core.clock import read_clocks
from alatau.family.models import Run
from alatau.family.nightly import is_run_due, is_silence_broken
from alatau.family.run.run import run_cards
from alatau.family.runs import get_current_run
from alatau.registry.declare import get_register
from alatau.registry.models import PeopleRun
from tests.family.town import PLAN, WRITER, load
from tests.registry.lake.stage import seal_journal


@pytest.fixture
def families(own_town: None) -> None:
    at = read_clocks().wall_at
    PeopleRun.objects.create(known_number=1, is_whole=True, people=4, families=2, started_at=at, finished_at=at)


def compute() -> None:
    run_cards(lambda _question, _engine: PLAN, by=WRITER, at=read_clocks())


def test_nothing_is_due_before_there_are_families(own_town: None) -> None:
    assert not is_run_due(read_clocks())


def test_the_first_cards_are_due_and_then_those_of_a_new_day(families: None) -> None:
    assert is_run_due(read_clocks())
    compute()
    assert not is_run_due(read_clocks())
    Run.objects.update(in_force=read_clocks().city_day - timedelta(days=1))
    assert is_run_due(read_clocks())


def test_a_run_that_was_cut_short_is_due(families: None) -> None:
    compute()
    Run.objects.update(state="computing", line_id=None)
    assert is_run_due(read_clocks())


def test_cards_are_due_when_a_register_is_heard_of_again(families: None) -> None:
    compute()
    today = read_clocks().city_day
    assert not is_silence_broken(get_current_run(), at=read_clocks())
    load(get_register("credit_bureau"), as_of=today)
    seal_journal()
    assert is_silence_broken(get_current_run(), at=read_clocks())
