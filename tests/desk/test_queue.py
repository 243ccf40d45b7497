"""The queue: fair order, filters, the next task, loads, figures and the table for spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.read import list_scopes
from alatau.access.regions import covers
from alatau.core.values import PersonId, UserId, system_actor
from alatau.desk.clock import suspend_case
from alatau.desk.decide import confirm_decision
from alatau.desk.escalate import escalate_cases
from alatau.desk.export import FORMULA_SIGNS, _cell, export_tasks
from alatau.desk.filters import FILTERS_MAX, list_filters, read_filter, remove_filter, save_filter
from alatau.desk.models import Case, SavedFilter, Task
from alatau.desk.read import (
    count_tasks,
    find_case_of_task,
    find_next_task,
    list_figures,
    list_loads,
    list_regions,
    list_tasks,
    search_cases,
)
from alatau.desk.take import take_task
from alatau.desk.task_types import get_type
from alatau.desk.values import DueFilter, HolderFilter, QueueFilter, TaskId, TaskKind
from tests.desk.people import REGION, make_official
from tests.desk.stage import open_desk_task
from tests.desk.test_decide import propose

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from tests.desk.stage import Desk

SWEEP = system_actor("desk.escalate")


def later(at: Moment, **span: float) -> Moment:
    """Return the moment some time later on both clocks."""
    return replace(at, city_at=at.city_at + timedelta(**span), wall_at=at.wall_at + timedelta(**span))


def open_more(desk: Desk, *, type_key: str = "address_check", **span: float) -> TaskId:
    """Return the task of another case about Aigerim, opened some time later."""
    assert desk.aigerim.person_id is not None
    return open_desk_task(PersonId(desk.aigerim.person_id), at=later(desk.at, **span), type_key=type_key)


def ids(desk: Desk, *, at: Moment | None = None, **asked: object) -> list[TaskId]:
    """Return the tasks that a filter of Dana's finds."""
    return [row.id for row in list_tasks(QueueFilter(**asked), by=desk.dana, at=at or desk.at)]  # type: ignore[arg-type]  # fields of the filter


def test_nearest_deadline_comes_first_then_the_oldest(desk: Desk) -> None:
    same_day = open_more(desk, hours=1)
    sooner = open_more(desk, type_key="general_question", hours=2)
    much_later = open_more(desk, days=10)
    assert ids(desk) == [sooner, desk.task_id, same_day, much_later]


def test_stopped_clocks_come_last_and_are_not_due(desk: Desk) -> None:
    waiting = open_more(desk, days=10)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    suspend_case(desk.task_id, ground="waits_for_resident", words="", by=desk.dana, at=desk.at)
    assert ids(desk) == [waiting, desk.task_id]
    due = desk.case.due_at.astimezone(desk.at.city_at.tzinfo)
    assert ids(desk, due=DueFilter.TODAY, at=replace(desk.at, city_at=due)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2),
        ({"type": "address_check"}, 1),
        ({"type": "nonsense"}, 0),
        ({"skill": "questions"}, 1),
        ({"region": REGION}, 2),
        ({"region": "750000000"}, 0),
        ({"kind": "work"}, 2),
        ({"kind": "confirm"}, 0),
        ({"words": "-00000"}, 2),
        ({"words": "000002"}, 1),
        ({"words": " 000002 "}, 1),
        ({"words": "%"}, 0),
        ({"is_escalated": True}, 0),
        ({"holder": HolderFilter.FREE}, 1),
        ({"holder": HolderFilter.MINE}, 1),
        ({"holder": HolderFilter.TAKEN}, 1),
        ({"holder": HolderFilter.MINE, "type": "general_question"}, 0),
    ],
)
def test_filter_narrows_rows_and_count_alike(desk: Desk, asked: dict[str, object], found: int) -> None:
    open_more(desk, type_key="general_question", hours=1)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    asked_for = QueueFilter(**asked)  # type: ignore[arg-type]  # fields of the filter
    assert len(list_tasks(asked_for, by=desk.dana, at=desk.at)) == found
    assert count_tasks(asked_for, by=desk.dana, at=desk.at) == found


def test_due_filters_split_at_the_deadline_and_at_midnight_of_the_city(desk: Desk) -> None:
    due = desk.case.due_at.astimezone(desk.at.city_at.tzinfo)
    on_time, too_late = replace(desk.at, city_at=due), replace(desk.at, city_at=due + timedelta(seconds=1))
    eve = replace(desk.at, city_at=due.replace(hour=23, minute=59) - timedelta(days=1))
    assert ids(desk, due=DueFilter.OVERDUE, at=on_time) == []
    assert ids(desk, due=DueFilter.OVERDUE, at=too_late) == [desk.task_id]
    assert ids(desk, due=DueFilter.TODAY, at=eve) == []
    assert ids(desk, due=DueFilter.TODAY, at=on_time) == [desk.task_id]
    assert ids(desk, due=DueFilter.WEEK, at=eve) == [desk.task_id]


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk) -> None:
    for hours in range(1, 5):
        open_more(desk, hours=hours)
    pages = [
        [row.id for row in list_tasks(QueueFilter(), by=desk.dana, at=desk.at, page=page, page_rows=2)]
        for page in (1, 2, 3, 4)
    ]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [task_id for page in pages for task_id in page] == ids(desk)


def test_page_of_the_queue_costs_one_query(desk: Desk) -> None:
    open_more(desk, hours=1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list_tasks(QueueFilter(), by=desk.dana, at=desk.at)
    assert len(queries) == 1


def test_next_task_is_of_the_officials_own_region_however_many_others_wait(desk: Desk) -> None:
    theirs = open_more(desk, days=3)
    Task.objects.filter(id=theirs).update(region="750000000")
    Case.objects.filter(tasks=theirs).update(region="750000000")
    madi = make_official("caseworker", name="Madi", at=desk.at, region="750000000")
    found = find_next_task(QueueFilter(), by=madi, at=desk.at)
    assert found is not None
    assert found.id == theirs


def test_next_task_is_the_first_of_the_queue_that_one_may_take(desk: Desk) -> None:
    """Every official gets what a walk through the whole queue by hand finds, whoever else's tasks stand before it."""
    keys = ("address_check", "general_question", "look_contested")
    tasks = [open_more(desk, type_key=keys[number % 3], hours=number) for number in range(9)]
    for number, task_id in enumerate(tasks):
        place = ("", REGION, "750000000")[number // 3]
        Task.objects.filter(id=task_id).update(region=place, kind=("work", "confirm")[number % 2])
    for number, roles in enumerate([("caseworker",), ("supervisor",), ("caseworker", "supervisor"), ("analyst",)]):
        for region in ("", REGION, "750000000", "630000000"):
            one = make_official(*roles, name=f"Official {number} {region}", at=desk.at, region=region)
            found = find_next_task(QueueFilter(), by=one, at=desk.at)
            assert (found and found.id) == first_by_hand(one, desk), (roles, region)


def first_by_hand(one: Actor, desk: Desk) -> TaskId | None:
    """Walk through the queue and return the first task whose trade and place are among the official's."""
    scopes = [scope for scope in list_scopes(one.user_id, at=desk.at) if scope[0] in one.roles]
    for row in list_tasks(QueueFilter(holder=HolderFilter.FREE), by=one, at=desk.at):
        task = Task.objects.select_related("case").get(id=row.id)
        trades = get_type(task.case.type).roles_for(TaskKind(task.kind))
        if any(role in trades and (not task.region or covers(place, task.region)) for role, place in scopes):
            return row.id
    return None


def test_next_task_without_a_region_is_anybodys(desk: Desk) -> None:
    Task.objects.update(region="")
    madi = make_official("caseworker", name="Madi", at=desk.at, region="750000000")
    found = find_next_task(QueueFilter(), by=madi, at=desk.at)
    assert found is not None
    assert found.id == desk.task_id


def test_next_task_is_never_ones_own_proposal_nor_anothers_trade(desk: Desk) -> None:
    task_id = propose(desk)
    assert find_next_task(QueueFilter(), by=desk.dana, at=desk.at) is None
    assert find_next_task(QueueFilter(), by=desk.yerlan, at=desk.at) is None
    found = find_next_task(QueueFilter(), by=desk.marat, at=desk.at)
    assert found is not None
    assert found.id == task_id


def test_next_task_is_found_without_reading_the_whole_queue(desk: Desk) -> None:
    """A plan through the index of fair order, not a sort of every open task."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM desk_task WHERE NOT (status = 'done') AND status = 'waiting' AND NOT is_stopped"
            " ORDER BY is_stopped, due_at, opened_at, id LIMIT 200"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "task_queue_in_fair_order" in plan
    assert "Sort" not in plan


def test_case_of_a_task_is_found_and_of_no_task_is_none(desk: Desk) -> None:
    assert find_case_of_task(desk.task_id) == desk.case_id
    assert find_case_of_task(TaskId(desk.case_id)) is None


def test_regions_are_those_with_open_tasks_once_each(desk: Desk) -> None:
    open_more(desk, hours=1)
    assert list_regions() == [REGION]
    Task.objects.update(region="")
    assert list_regions() == []


def test_cases_are_found_by_a_part_of_their_number_decided_ones_too(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    open_more(desk, hours=1)
    assert [line.number[-1] for line in search_cases("a-2026")] == ["2", "1"]
    assert [line.status for line in search_cases("000001")] == ["decided"]
    assert search_cases("000009") == []


def test_loads_count_what_each_official_has_late_and_escalated(desk: Desk) -> None:
    second = open_more(desk, days=30)
    for task_id in (desk.task_id, second):
        take_task(task_id, by=desk.dana, at=desk.at)
    at = replace(desk.at, city_at=desk.case.due_at.astimezone(desk.at.city_at.tzinfo) + timedelta(minutes=1))
    (load,) = list_loads(at=at)
    assert (load.holder_id, load.tasks, load.overdue, load.escalated) == (desk.dana.user_id, 2, 1, 0)
    escalate_cases(by=SWEEP, at=at)
    assert [(each.tasks, each.overdue) for each in list_loads(at=at)] == [(1, 0)]


def test_figures_tell_open_late_stopped_and_decided_cases_by_kind(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=later(desk.at, days=2))
    stopped = open_more(desk, hours=1)
    take_task(stopped, by=desk.dana, at=desk.at)
    suspend_case(stopped, ground="waits_for_resident", words="", by=desk.dana, at=desk.at)
    open_more(desk, hours=2)
    (row,) = list_figures(since=desk.at, at=later(desk.at, days=60))
    assert (row.open, row.overdue, row.suspended, row.decided) == (2, 1, 1, 1)
    assert row.mean_time == timedelta(days=2)


def test_figures_leave_out_decisions_before_the_period(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    (row,) = list_figures(since=later(desk.at, days=1), at=later(desk.at, days=31))
    assert (row.decided, row.mean_time) == (0, None)


def table(desk: Desk, language: str = "en", **asked: object) -> list[list[str]]:
    """Return the exported rows, head first."""
    with translation.override(language):
        text = export_tasks(QueueFilter(**asked), by=desk.dana, at=desk.at)  # type: ignore[arg-type]  # see ids
    return list(csv.reader(StringIO(text)))


def test_table_speaks_the_readers_language_throughout(desk: Desk) -> None:
    head, row = table(desk, "kk")
    assert row[1] == "Мекенжайды тексеру"
    assert row[3] == "Тіркеу"
    assert row[4] not in {"waiting", "Nobody's yet"}
    assert head[0] != "Case"


def test_table_gives_days_of_the_city_and_not_of_greenwich(desk: Desk) -> None:
    early = desk.at.city_at.replace(hour=1)
    Task.objects.update(opened_at=early)
    _head, row = table(desk)
    assert row[5] == early.date().isoformat()
    assert row[6] == desk.case.due_at.astimezone(early.tzinfo).date().isoformat()


def test_table_holds_what_the_filter_finds_in_fair_order(desk: Desk) -> None:
    open_more(desk, type_key="general_question", hours=1)
    assert [row[0][-1] for row in table(desk)[1:]] == ["2", "1"]
    assert len(table(desk, type="general_question")) == 2


@given(st.text(max_size=20))
def test_no_cell_of_the_table_is_ever_a_formula(text: str) -> None:
    assert not _cell(text).startswith(FORMULA_SIGNS)


@given(st.dictionaries(st.sampled_from([*QueueFilter.__dataclass_fields__, "page"]), st.text(max_size=30)))
def test_any_query_is_read_as_some_filter_and_reads_back_the_same(raw: dict[str, str]) -> None:
    asked = read_filter(raw)
    assert read_filter({name: getattr(asked, name) for name in QueueFilter.__dataclass_fields__}) == asked


def test_filter_of_the_same_name_is_replaced(desk: Desk) -> None:
    save_filter(" Late ", QueueFilter(due=DueFilter.OVERDUE), by=desk.dana)
    save_filter("Late", QueueFilter(due=DueFilter.TODAY), by=desk.dana)
    ((_id, name, asked),) = list_filters(by=desk.dana)
    assert (name, asked.due) == ("Late", DueFilter.TODAY)


def test_filters_are_bounded_and_each_officials_own(desk: Desk) -> None:
    for number in range(FILTERS_MAX + 3):
        save_filter(f"{number:02}", QueueFilter(), by=desk.dana)
    assert len(list_filters(by=desk.dana)) == FILTERS_MAX
    assert list_filters(by=desk.marat) == []


def test_nobody_forgets_the_filter_of_a_colleague(desk: Desk) -> None:
    save_filter("Late", QueueFilter(), by=desk.dana)
    kept = SavedFilter.objects.get()
    remove_filter(kept.id, by=desk.marat)
    assert SavedFilter.objects.filter(user_id=UserId(kept.user_id)).count() == 1
    remove_filter(kept.id, by=desk.dana)
    assert not SavedFilter.objects.exists()
