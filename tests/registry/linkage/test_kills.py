"""Matching that is killed anywhere is finished by the next time: no row is linked twice, asked about twice or lost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.test import override_settings

from alatau.core.clock import read_clocks
from alatau.core.faults import list_points
from alatau.core.values import system_actor
from alatau.desk.models import Case
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.linkage.decide import settle_match
from alatau.registry.linkage.link import link_named_rows
from alatau.registry.linkage.show import open_match
from alatau.registry.models import LinkDecision, LinkQuestion, LinkSuggestion
from tests.conftest import RUN
from tests.faults.kill import Scenario, kill_at
from tests.harness.databases import working_as
from tests.people import load_people, official, resident
from tests.registry.doors.stage import bring_rows
from tests.registry.lake.stage import seal_journal

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("alatau_home", "committed_db")]

BY = system_actor("registry.tests")
BORN = date(1990, 8, 21)
NAMES = {"surname": "Сейітова", "given_name": "Әлия", "patronymic": "Ерланқызы", "born_on": BORN}
SURE = NAMES | {"surname": "Щукина", "given_name": "Юлия", "born_on": date(1979, 2, 3)}
DECISION = UUID(int=1)


def bring_people() -> None:
    """One diploma is surely Emma's, another may be that of two people."""
    load_people()
    twins = [{"number": resident(key).person_id, **NAMES, "sex": "female"} for key in ("aigerim", "gulnara")]
    bring_rows("persons", *twins, {"number": resident("emma").person_id, **SURE, "sex": "female"})
    rows = [names | {"number": None, "diploma_number": f"D-{place}"} for place, names in enumerate((SURE, NAMES))]
    bring_rows("diplomas", *rows)


def link() -> None:
    with working_as(RUN, "worker"):
        link_named_rows(get_register("diplomas"), by=BY, at=read_clocks())
        seal_journal()


def owners() -> dict[str, UUID | None]:
    with working_as(RUN, "worker"), open_engine() as engine:
        query = versions_sql(get_register("diplomas"), wanted=Slice(with_private=True))
        found = engine.execute(f"SELECT diploma_number, subject FROM ({query})").fetchall()
    assert len(found) == 2, "each diploma is believed once"
    return dict(found)


def check_linked() -> None:
    assert owners() == {"D-0": resident("emma").person_id, "D-1": None}
    assert LinkQuestion.objects.count() == Case.objects.count() == 1
    assert LinkSuggestion.objects.count() == 3


def bring_question() -> None:
    bring_people()
    link()


def decide() -> None:
    with working_as(RUN, "worker"):
        case_id = LinkQuestion.objects.get().case_id
        dana = official("dana").user_id
        settle_match(case_id, outcome="theirs", decision_id=DECISION, decided_by=dana, by=BY, at=read_clocks())
        seal_journal()


def check_decided() -> None:
    assert owners()["D-1"] == LinkQuestion.objects.get().suggestion.person_id
    assert LinkDecision.objects.get().id == DECISION


@override_settings(ALATAU_ROLE="worker")
def compare() -> None:
    question = LinkQuestion.objects.get()
    with working_as(RUN, "worker"):
        open_match(question.case_id, by=official("dana").actor, at=read_clocks())


def check_nothing_moved() -> None:
    assert owners()["D-1"] is None


SCENARIOS = {
    "registry.link.": Scenario(points=("registry.link.",), prepare=bring_people, act=link, check=check_linked),
    "registry.match.linked": Scenario(
        points=("registry.match.linked",), prepare=bring_question, act=decide, check=check_decided
    ),
    "registry.match.decided": Scenario(
        points=("registry.match.decided",), prepare=bring_question, act=decide, check=check_decided
    ),
    "registry.match.opened": Scenario(
        points=("registry.match.opened",), prepare=bring_question, act=compare, check=check_nothing_moved
    ),
}
POINTS = [*list_points("registry.link."), *list_points("registry.match.")]


@pytest.mark.parametrize("point", POINTS)
def test_matching_is_finished_after_a_kill(point: str) -> None:
    scenario = next(each for each in SCENARIOS.values() if each.covers(point))
    kill_at(point, scenario)
