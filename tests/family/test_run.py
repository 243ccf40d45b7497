"""A run over all families: what it computes, and when its cards are seen."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.family.errors import CardsNotComputedError, DayAheadError, NoFamiliesError, RunBusyError
from alatau.family.models import Run
from alatau.family.run.folders import run_folder
from alatau.family.run.run import LOCK, run_cards
from alatau.family.runs import find_current_run, get_current_run, keep_run
from alatau.family.stored import find_askers, find_families, read_families
from alatau.registry.lake.protocol import LOCK as WRITERS
from tests.conftest import RUN
from tests.family.town import (
    AIGERIM,
    BOLAT,
    DEBTS,
    DIAS,
    JOBS,
    LAYLA,
    OURS,
    PLAN,
    THEIRS,
    WRITER,
    YUSUF,
    load,
)
from tests.harness.databases import working_as
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    import psycopg

    from alatau.family.values import RunReport, RunView


def compute(**question: Any) -> RunReport:
    seal_journal()
    return run_cards(lambda _question, _engine: PLAN, by=WRITER, at=read_clocks(), **question)


def people(run: RunView) -> dict[Any, dict[str, Any]]:
    families = read_families(run, [OURS, THEIRS])
    return {row["person"]: row for stored in families.values() for row in stored.people}


def family(run: RunView, family: Any, *, with_measures: bool = False) -> Any:
    return read_families(run, [family], with_measures=with_measures)[family]


def test_everybody_has_values_of_their_own_rows(own_town: None) -> None:
    run = compute().run
    assert (run.people, run.families) == (4, 2)
    assert {person: row["earned"] for person, row in people(run).items()} == {
        AIGERIM: 300,
        BOLAT: 100,
        DIAS: 0,
        YUSUF: 0,
    }


def test_families_read_people_and_people_read_families(own_town: None) -> None:
    run = compute().run
    assert family(run, OURS).row["family_wages"] == 400
    assert people(run)[AIGERIM]["share"] == 75


def test_rows_that_name_somebody_else_count_for_them(own_town: None) -> None:
    assert people(compute().run)[YUSUF]["help"] == 14


def test_rows_of_a_home_count_for_everybody_who_lives_there(own_town: None) -> None:
    measures = family(compute().run, OURS, with_measures=True).measures
    assert {row["person"]: row["billed"] for row in measures} == {AIGERIM: 9, BOLAT: 9, DIAS: 9}


def test_values_of_relatives_outside_of_the_family_are_carried_over(own_town: None) -> None:
    run = compute().run
    assert people(run)[YUSUF]["children_earn"] == 40
    assert LAYLA not in people(run)
    assert find_askers(run, [LAYLA]) == {THEIRS}


def test_silence_of_a_register_that_lists_some_leaves_a_right_unknown(own_town: None) -> None:
    run = compute().run
    assert family(run, OURS).row["allowance"] is None
    assert family(run, THEIRS).row["allowance"] == 100


def test_families_are_found_by_their_people(own_town: None) -> None:
    run = compute().run
    assert find_families(run, [AIGERIM, YUSUF, LAYLA]) == {AIGERIM: OURS, YUSUF: THEIRS}


def test_readers_see_a_run_when_it_is_published_and_the_journal_says_so(own_town: None) -> None:
    with pytest.raises(CardsNotComputedError):
        get_current_run()
    run = compute().run
    assert get_current_run() == run
    assert JournalLine.objects.filter(action="family.cards.published").count() == 1
    assert JournalLine.objects.filter(action="family.bucket.computed").count() == run.family_buckets


def test_a_past_question_gives_the_same_values_after_later_loads(own_town: None) -> None:
    first = compute().run
    load(JOBS, {"worker": DIAS, "wage": 50, "helper": None})
    later, again = compute().run, compute(known=first.question.known.moment).run
    assert family(later, OURS).row["family_wages"] == 450
    assert family(again, OURS, with_measures=True) == family(first, OURS, with_measures=True)


def test_the_same_question_is_answered_by_the_run_that_answered_it(own_town: None) -> None:
    known = read_clocks().wall_at
    first, second = compute(known=known), compute(known=known)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert first.run.id == second.run.id


def test_cards_of_a_day_before_a_row_began_do_not_know_it(own_town: None) -> None:
    today = read_clocks().city_day
    load(DEBTS, *({"debtor": person, "sum": 3} for person in (AIGERIM, BOLAT, DIAS)), since=today)
    assert family(compute().run, OURS).row["allowance"] == 100
    assert family(compute(on=today - timedelta(days=1)).run, OURS).row["allowance"] is None


def test_cards_of_past_days_do_not_take_the_place_of_todays(own_town: None) -> None:
    today = compute().run
    compute(on=today.day - timedelta(days=7))
    assert find_current_run() == today


def test_a_run_of_a_day_ahead_is_refused(own_town: None) -> None:
    with pytest.raises(DayAheadError):
        compute(on=read_clocks().city_day + timedelta(days=1))


def test_a_second_run_is_refused_while_one_computes(own_town: None, worker_connection: psycopg.Connection) -> None:
    worker_connection.execute("SELECT pg_advisory_lock(%s, %s)", [WRITERS, zlib.crc32(LOCK.encode()) - 2**31])
    with pytest.raises(RunBusyError):
        compute()


def test_a_run_that_was_cut_short_goes_on_where_it_stopped(own_town: None) -> None:
    def stop(step: str, share: float) -> None:
        if step == "cards" and share > 0.9:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        compute(progress=stop)
    report = compute()
    assert (report.steps_kept, report.steps_done) == (14, 1)
    assert family(report.run, OURS).row["family_wages"] == 400


def test_no_run_begins_before_there_are_families(committed_db: None, alatau_home: object) -> None:
    with working_as(RUN, "worker"), pytest.raises(NoFamiliesError):
        compute()


def test_old_runs_are_taken_away_but_never_one_that_a_decision_names(own_town: None) -> None:
    from uuid import uuid4

    settings.ALATAU_CARDS_KEPT, usual = 1, settings.ALATAU_CARDS_KEPT
    try:
        named, old, new = compute().run, None, None
        keep_run(named.id, ground_id=uuid4())
        old, new = compute().run, compute().run
    finally:
        settings.ALATAU_CARDS_KEPT = usual
    assert [run_folder(run.id).exists() for run in (named, old, new)] == [True, False, True]
    assert dict(Run.objects.values_list("id", "state"))[old.id] == "pruned"
