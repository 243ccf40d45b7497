"""An unsure match: an official compares the record with the person and decides; the person hears nothing of it."""

from __future__ import annotations

from datetime import date

import pytest

from alatau.core.clock import read_clocks
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.values import system_actor
from alatau.desk.decide import propose_decision
from alatau.desk.load import list_own_cases
from alatau.desk.models import Decision, Task
from alatau.desk.take import take_task
from alatau.desk.values import TaskId
from alatau.messages.models import Message
from alatau.papers.models import Document
from alatau.registry.declare import get_register
from alatau.registry.linkage.link import link_named_rows
from alatau.registry.models import LinkQuestion
from tests.conftest import RUN
from tests.harness.databases import working_as
from tests.people import load_people, official, resident, sign_in
from tests.registry.doors.stage import bring_rows
from tests.registry.lake.stage import seal_journal

pytestmark = pytest.mark.usefixtures("alatau_home", "committed_db")

BORN = date(1990, 8, 21)
NAMES = {"surname": "Сейітова", "given_name": "Әлия", "patronymic": "Ерланқызы", "born_on": BORN}


@pytest.fixture
def question():
    """The question whose a diploma is: two people of one name were born on one day."""
    load_people()
    persons = [{"number": resident(key).person_id, **NAMES, "sex": "female"} for key in ("aigerim", "gulnara")]
    bring_rows("persons", *persons)
    bring_rows("diplomas", {"number": None, **NAMES, "surname": "Сеитова", "diploma_number": "D-1", "degree": "master"})
    with working_as(RUN, "worker"):
        link_named_rows(get_register("diplomas"), by=system_actor("registry.tests"), at=read_clocks())
        seal_journal()
    return LinkQuestion.objects.select_related("suggestion").get()


def _page(client, login, question):
    sign_in(client, official(login))
    client.cookies["alatau_language"] = "en"
    return client.get(f"/registry/matches/{question.case_id}/")


def test_official_sees_both_sides_and_how_each_field_agrees(client, question):
    page = _page(client, "dana", question).content.decode()
    assert "Сеитова" in page
    assert "D-1" in page
    assert "the same" in page
    case = client.get(f"/desk/cases/{question.case_id}/").content.decode()
    assert f'href="/registry/matches/{question.case_id}/"' in case


def test_comparing_leaves_a_look_with_its_purpose(client, question):
    _page(client, "dana", question)
    looks = list_lines_about(question.suggestion.person_id, kinds=[LineKind.LOOK])
    dana = str(official("dana").user_id)
    assert {line.purpose for line in looks if line.actor.get("user_id") == dana} == {"correction"}


@pytest.mark.parametrize("login", ["yerlan", "saule"])
def test_official_without_the_right_compares_nothing(client, question, login):
    assert _page(client, login, question).status_code == 403


def test_internal_case_is_decided_without_letter_or_message(question):
    dana, at = official("dana").actor, read_clocks()
    letters, messages = Document.objects.count(), Message.objects.count()
    task = TaskId(Task.objects.get(case_id=question.case_id).id)
    take_task(task, by=dana, at=at)
    propose_decision(task, outcome="theirs", fields={}, by=dana, at=at)
    assert Decision.objects.get(case_id=question.case_id).document_id is None
    assert (Document.objects.count(), Message.objects.count()) == (letters, messages)


def test_person_does_not_see_the_case(question):
    owners = [resident(key) for key in ("aigerim", "gulnara")]
    assert [list_own_cases(by=owner.actor, at=read_clocks()) for owner in owners] == [[], []]
