"""A contested record: officials see what they need of it, two of them correct it, and the register says so."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind, SealedLine
from alatau.desk.decide import confirm_decision, propose_decision
from alatau.desk.models import Case, Task
from alatau.desk.take import take_task
from alatau.desk.values import TaskId
from alatau.registry.contest import contest_row, find_contest, list_contests, read_correction
from alatau.registry.correct import propose_correction
from alatau.registry.errors import RowRefusedError
from alatau.registry.listeners import answer_contested_rows
from alatau.registry.models import InboxRow
from alatau.registry.read_records import read_records
from alatau.registry.values import ContestAnswer
from tests.conftest import RUN
from tests.harness.databases import working_as
from tests.people import load_people, official, resident, sign_in
from tests.registry.doors.stage import SINCE, bring_rows
from tests.registry.lake.stage import seal_journal

pytestmark = pytest.mark.usefixtures("alatau_home", "committed_db")


@pytest.fixture
def contest():
    """Aigerim's contract, whose wage she says is wrong."""
    load_people()
    aigerim = resident("aigerim")
    employer = content().organisation_numbers.synthesise(7)
    contract = {"contract_number": "17-A", "employer_number": employer, "wage": 35_000_000}
    bring_rows("labour_contracts", contract | {"number": aigerim.person_id, "position": "Baker", "starts_on": SINCE})
    row = read_records(aigerim.person_id, by=aigerim.actor, at=read_clocks()).rows[0]
    words = "I am paid 400 000."
    return contest_row(row, column="wage", words=words, request_id=uuid4(), by=aigerim.actor, at=read_clocks())


def _row(contest):
    aigerim = resident("aigerim")
    return read_records(aigerim.person_id, by=aigerim.actor, at=read_clocks()).rows[0]


def _page(client, login, contest):
    sign_in(client, official(login))
    client.cookies["alatau_language"] = "en"
    return client.get(f"/registry/contested/{contest.case_id}/")


def _decide(contest, outcome):
    """Let Dana propose and Marat confirm, and tell the registers."""
    at = read_clocks()
    dana, marat = official("dana").actor, official("marat").actor
    task = TaskId(Task.objects.get(case_id=contest.case_id).id)
    take_task(task, by=dana, at=at)
    propose_decision(task, outcome=outcome, fields={"reason": "We asked the employer."}, by=dana, at=at)
    second = TaskId(Task.objects.filter(case_id=contest.case_id, kind="confirm").get().id)
    confirm_decision(second, by=marat, at=at)
    _tell(contest)


def _tell(contest):
    lines = list_lines_about(contest.person_id, kinds=[LineKind.EVENT])
    decided = [line for line in lines if line.action in ("desk.case.decided", "desk.case.reopened")]
    with working_as(RUN, "worker"):
        seal_journal()
        answer_contested_rows([_sealed(line) for line in decided])
        seal_journal()


def _sealed(line) -> SealedLine:
    facts = {name: getattr(line, name) for name in SealedLine.__dataclass_fields__ if hasattr(line, name)}
    return SealedLine(**facts)


def test_case_leads_officials_to_the_record_and_what_the_resident_said(client, contest):
    page = _page(client, "dana", contest).content.decode()
    assert "I am paid 400 000." in page
    assert "Wage" in page
    assert (
        f'href="/registry/contested/{contest.case_id}/"'
        in client.get(f"/desk/cases/{contest.case_id}/").content.decode()
    )


def test_official_reading_leaves_a_look_with_its_purpose(client, contest):
    _page(client, "dana", contest)
    looks = list_lines_about(contest.person_id, kinds=[LineKind.LOOK])
    assert {"correction"} == {
        line.purpose for line in looks if line.actor.get("user_id") == str(official("dana").user_id)
    }


@pytest.mark.parametrize("login", ["yerlan", "saule"])
def test_official_without_the_right_does_not_see_the_record(client, contest, login):
    assert _page(client, login, contest).status_code == 403


def test_correction_that_breaks_a_check_is_refused_and_not_kept(client, contest):
    with pytest.raises(RowRefusedError):
        propose_correction(contest, _row(contest), values={"wage": "much"}, by=official("dana").actor, at=read_clocks())
    _page(client, "dana", contest)
    answer = client.post(f"/registry/contested/{contest.case_id}/", {"value": "much"})
    assert answer.status_code == 422
    assert not find_contest(contest.case_id).has_correction


def test_record_is_corrected_when_two_officials_decide_so(client, contest):
    _page(client, "dana", contest)
    assert client.post(f"/registry/contested/{contest.case_id}/", {"value": "400000"}).status_code == 302
    _decide(contest, "corrected")
    assert _row(contest).values["wage"] == 40_000_000
    assert _row(contest).values["position"] == "Baker"
    assert list_contests(contest.person_id)[0].answer is ContestAnswer.CORRECTED


def test_telling_the_decision_twice_takes_the_row_once(contest):
    propose_correction(contest, _row(contest), values={"wage": "400000"}, by=official("dana").actor, at=read_clocks())
    _decide(contest, "corrected")
    _tell(contest)
    assert InboxRow.objects.count() == 1


def test_record_that_is_right_stays_and_is_no_longer_contested(contest):
    propose_correction(contest, _row(contest), values={"wage": "400000"}, by=official("dana").actor, at=read_clocks())
    _decide(contest, "confirmed")
    assert _row(contest).values["wage"] == 35_000_000
    assert find_contest(contest.case_id).answer is ContestAnswer.UPHELD


def test_same_value_can_be_contested_again_after_the_answer(contest):
    _decide(contest, "confirmed")
    aigerim = resident("aigerim").actor
    again = contest_row(
        _row(contest), column="wage", words="Still wrong.", request_id=uuid4(), by=aigerim, at=read_clocks()
    )
    assert again.case_id != contest.case_id
    assert Case.objects.count() == 2


@pytest.fixture
def whole_contest(contest):
    """The same contract, of which Aigerim says that all of it is wrong."""
    aigerim = resident("aigerim").actor
    return contest_row(_row(contest), column="", words="Not mine.", request_id=uuid4(), by=aigerim, at=read_clocks())


def test_whole_row_is_corrected_value_by_value(client, whole_contest):
    page = _page(client, "dana", whole_contest).content.decode()
    assert 'name="value-wage" value="350000"' in page
    assert 'name="value-number"' not in page
    typed = dict(re.findall(r'name="(value-[a-z_]+)" value="([^"]*)"', page)) | {"value-wage": "400000"}
    assert client.post(f"/registry/contested/{whole_contest.case_id}/", typed).status_code == 302
    assert read_correction(whole_contest.case_id) == {"wage": "400000"}
    _decide(whole_contest, "corrected")
    assert _row(whole_contest).values["wage"] == 40_000_000
    assert _row(whole_contest).values["position"] == "Baker"


def test_whole_row_is_kept_only_when_something_changes_and_passes_the_checks(client, whole_contest):
    page = _page(client, "dana", whole_contest).content.decode()
    address = f"/registry/contested/{whole_contest.case_id}/"
    typed = dict(re.findall(r'name="(value-[a-z_]+)" value="([^"]*)"', page))
    assert "Change at least one value." in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"value-wage": "much"}).status_code == 422
    assert read_correction(whole_contest.case_id) is None
