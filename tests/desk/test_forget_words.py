"""Words of cases decided long ago are erased by the worker alone; what happened stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection

from alatau.core.clock import read_clocks
from alatau.core.retention import apply_retention, find_retention_class
from alatau.desk.decide import confirm_decision
from alatau.desk.forget import forget_words
from alatau.desk.load import access_case
from alatau.desk.models import CaseStep, Decision
from alatau.desk.note import add_note, explain_case
from alatau.desk.reopen import reopen_case
from tests.conftest import RUN
from tests.desk.stage import make_desk
from tests.desk.test_decide import propose
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from tests.desk.stage import Desk

YEARS = timedelta(days=6 * 366)


def after_years(at: Moment) -> Moment:
    return replace(at, city_at=at.city_at + YEARS, wall_at=at.wall_at + YEARS)


def write_words(desk: Desk) -> None:
    """Leave words of every kind in the case: a note, an explanation, the fields of a letter."""
    add_note(desk.task_id, words="Called the owner.", note_id=uuid4(), by=desk.dana, at=desk.at)
    explain_case(desk.case_id, words="I moved in May.", explanation_id=uuid4(), by=desk.aigerim, at=desk.at)


def all_words() -> str:
    steps = CaseStep.objects.values_list("facts", flat=True)
    return str([*steps, *Decision.objects.values_list("facts", flat=True)])


def test_worker_forgets_words_of_old_cases_and_keeps_what_happened(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    write_words(desk)
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    before = list(CaseStep.objects.order_by("number").values_list("step", "by_user_id", "city_at"))
    with working_as(RUN, "worker"):
        assert not any(each.key == "desk.case_words" for each in apply_retention(at=desk.at))
        assert "Called" in all_words()
        assert {each.key: each.rows for each in apply_retention(at=after_years(desk.at))}["desk.case_words"] == 4
    assert not any(word in all_words() for word in ("Called", "moved", "Жағалау", "растады"))
    assert list(CaseStep.objects.order_by("number").values_list("step", "by_user_id", "city_at")) == before
    assert access_case(desk.case_id, by=desk.marat, at=desk.at).decision is not None


def test_open_and_reopened_cases_keep_their_words_however_old(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    write_words(desk)
    with working_as(RUN, "worker"):
        assert forget_words(before=desk.at.city_at + YEARS, limit=100) == 0
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    reopen_case(desk.case_id, words="A court asked.", reopening_id=uuid4(), by=desk.marat, at=desk.at)
    with working_as(RUN, "worker"):
        assert forget_words(before=desk.at.city_at + YEARS, limit=100) == 0
    assert "A court asked." in all_words()


def test_batches_forget_as_many_as_they_were_asked_to(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    write_words(desk)
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    with working_as(RUN, "worker"):
        assert [forget_words(before=desk.at.city_at + YEARS, limit=3) for _ in range(3)] == [3, 1, 0]


def test_web_forgets_no_words(desk: Desk) -> None:
    write_words(desk)
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    assert connection.settings_dict["USER"] == "web"
    assert forget_words(before=desk.at.city_at + YEARS, limit=100) == 0
    assert "Called" in all_words()


def test_law_says_how_long_words_are_kept() -> None:
    kept = find_retention_class("desk.case_words")
    assert kept is not None
    assert kept.kept_months == 60
    assert "94-V" in kept.law
