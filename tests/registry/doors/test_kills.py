"""Contests, errands and looks that are killed anywhere are there once, or not at all, when they are done again."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import override_settings

from alatau.core.clock import read_clocks
from alatau.core.faults import list_points
from alatau.core.models import JournalLine
from alatau.desk.models import Case
from alatau.papers.models import Document
from alatau.registry.contest import answer_contest, contest_row
from alatau.registry.declare import get_register
from alatau.registry.errand import ask_to_take_file, run_errand
from alatau.registry.models import Contest, Errand, Load, QuarantineDecision
from alatau.registry.quarantine import open_row
from alatau.registry.read_records import read_records
from alatau.registry.send_back import send_back
from tests.conftest import RUN
from tests.faults.kill import Scenario, kill_at
from tests.harness.databases import working_as
from tests.people import load_people, official, resident
from tests.registry.doors.stage import SINCE, bring_rows, deliver_deaths

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("alatau_home", "committed_db")]

ONE = UUID(int=1)


def bring_contract() -> None:
    load_people()
    aigerim = resident("aigerim").person_id
    bring_rows("labour_contracts", {"number": aigerim, "contract_number": "17", "wage": 1, "starts_on": SINCE})


@override_settings(ALATAU_ROLE="worker")
def contest_and_answer() -> None:
    """Say that the wage is wrong, and hear that it is right."""
    aigerim, at = resident("aigerim"), read_clocks()
    (row,) = read_records(aigerim.person_id, by=aigerim.actor, at=at).rows
    contest = contest_row(row, column="wage", words="Wrong.", request_id=ONE, by=aigerim.actor, at=at)
    answer_contest(contest.case_id, outcome="confirmed", by=aigerim.actor, at=at)


def check_contest() -> None:
    assert Contest.objects.get().answer == "upheld"
    assert Case.objects.count() == count("registry.record.contested") == count("registry.record.answered") == 1


def ask_and_run() -> None:
    """Hand in a file, and let the worker read it."""
    register, at = get_register("deaths"), read_clocks()
    ask_to_take_file(
        register,
        name="deaths.csv",
        data=b"act_number;number;died_on;cause_icd10;place;registered_on\nA1;12;;;;2026-02-02\n",
        as_of=at.city_day,
        may_shrink=False,
        errand_id=ONE,
        by=official("saule").actor,
        at=at,
    )
    with working_as(RUN, "worker"):
        run_errand(ONE, at=at)


def check_errand() -> None:
    errand = Errand.objects.get()
    assert (errand.state, errand.load, errand.content) == ("done", 1, None)
    assert Load.objects.filter(state="announced").count() == count("registry.errand.asked") == 1


def bring_faulty_row() -> None:
    load_people()
    deliver_deaths("A1;12;;;;2026-02-02")


@override_settings(ALATAU_ROLE="worker")
def open_faulty_row() -> None:
    open_row(get_register("deaths"), place=(1, 2), by=official("saule").actor, at=read_clocks())


def check_opened() -> None:
    """Who was killed while looking may have seen: each try stands in the journal."""
    assert count("registry.quarantine.opened") == 2


@override_settings(ALATAU_ROLE="worker")
def return_faulty_row() -> None:
    saule, at = official("saule").actor, read_clocks()
    send_back(get_register("deaths"), [(1, 2)], note="Send it again.", language="en", by=saule, at=at)


def check_returned() -> None:
    assert QuarantineDecision.objects.get().letter_id == Document.objects.get().id
    assert count("registry.quarantine.returned") == 1


def count(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()


SCENARIOS = {
    "registry.contest.": Scenario(points=(), prepare=bring_contract, act=contest_and_answer, check=check_contest),
    "registry.look.": Scenario(points=(), prepare=bring_contract, act=contest_and_answer, check=check_contest),
    "registry.errand.": Scenario(points=(), prepare=load_people, act=ask_and_run, check=check_errand),
    "registry.return.": Scenario(points=(), prepare=bring_faulty_row, act=return_faulty_row, check=check_returned),
    "registry.quarantine.": Scenario(points=(), prepare=bring_faulty_row, act=open_faulty_row, check=check_opened),
}
POINTS = [(prefix, point) for prefix in SCENARIOS for point in list_points(prefix)]


@pytest.mark.parametrize(("prefix", "point"), POINTS)
def test_work_cut_short_is_there_once_when_done_again(prefix: str, point: str) -> None:
    kill_at(point, SCENARIOS[prefix])
