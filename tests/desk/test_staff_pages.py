"""What officials press at the desk: each button does its one thing, and says why when it does not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.core.models import JournalContents
from alatau.desk.escalate import escalate_cases
from alatau.desk.models import Case, CaseFile, CaseStep, Decision
from alatau.desk.take import take_task
from tests.desk.people import make_official
from tests.desk.stage import Desk, make_desk
from tests.desk.test_decide import confirm_decision, propose
from tests.desk.test_pages import FIELDS, browser, post
from tests.desk.test_queue import SWEEP, later

pytestmark = pytest.mark.django_db
BUTTONS = ("take", "release", "give", "note", "suspend", "resume", "confirm", "send_back")


@pytest.fixture
def now_desk(db: None) -> Desk:
    """A desk of this moment: pages ask the clocks themselves."""
    return make_desk(read_clocks())


@pytest.fixture
def taken(now_desk: Desk) -> Desk:
    """A desk whose task Dana has taken."""
    take_task(now_desk.task_id, by=now_desk.dana, at=now_desk.at)
    return now_desk


def test_task_goes_back_into_the_queue_by_its_button(taken: Desk) -> None:
    page = post(browser(taken.dana), "desk:release", taken.task_id)
    assert "Take the task" in page
    assert taken.open_task.holder_id is None


def test_clock_stops_with_a_ground_and_runs_again(taken: Desk) -> None:
    client = browser(taken.dana)
    page = post(client, "desk:suspend", taken.task_id, ground="waits_for_resident", words="Asked for a lease.")
    assert "Let the clock run again" in page
    assert "Asked for a lease." in page
    assert "Stop the clock" in post(client, "desk:resume", taken.task_id)


def test_unknown_ground_is_said_and_stops_nothing(taken: Desk) -> None:
    page = post(browser(taken.dana), "desk:suspend", taken.task_id, ground="holiday", words="")
    assert "This outcome does not exist" in page
    assert taken.case.suspended_at is None


def test_holder_hands_over_and_supervisor_assigns(taken: Desk) -> None:
    post(browser(taken.dana), "desk:give", taken.task_id, to=str(taken.marat.user_id), words="Half done.")
    assert CaseStep.objects.latest("number").step == "handed_over"
    post(browser(taken.marat), "desk:give", taken.task_id, to=str(taken.dana.user_id), words="")
    assert CaseStep.objects.latest("number").step == "assigned"
    assert taken.open_task.holder_id == taken.dana.user_id


@pytest.mark.parametrize("to", ["", "nobody", "../"])
def test_nonsense_colleague_reads_as_not_found(taken: Desk, to: str) -> None:
    assert browser(taken.dana).post(reverse("desk:give", args=[taken.task_id]), {"to": to}).status_code == 404


def test_returned_proposal_tells_its_author_what_is_missing(now_desk: Desk) -> None:
    task_id = propose(now_desk)
    post(browser(now_desk.marat), "desk:send_back", task_id, words="Name the house.", request_id=uuid4())
    page = browser(now_desk.dana).get(reverse("desk:task", args=[now_desk.open_task.id])).content.decode()
    assert "Name the house." in page
    assert "Propose a decision" in page


def test_return_without_a_reason_is_refused(now_desk: Desk) -> None:
    task_id = propose(now_desk)
    post(browser(now_desk.marat), "desk:send_back", task_id, words=" ", request_id=uuid4())
    assert now_desk.case.status == "proposed"


def test_refused_proposal_keeps_the_other_words(taken: Desk) -> None:
    sent = FIELDS | {"address_confirmed_changed-address": ""}
    answer = browser(taken.dana).post(reverse("desk:propose", args=[taken.task_id, "address_confirmed_changed"]), sent)
    page = answer.content.decode()
    assert answer.status_code != 200
    assert "The letter needs every field" in page
    assert "Тіркелім растады." in page
    assert taken.case.status == "open"


def test_author_of_a_proposal_sees_no_button_to_confirm_it(now_desk: Desk) -> None:
    task_id = propose(now_desk)
    page = browser(now_desk.dana).get(reverse("desk:task", args=[task_id])).content.decode()
    assert "Another official has to confirm it." in page
    assert "Confirm the decision" not in page


def test_decided_case_is_reopened_with_a_reason(now_desk: Desk) -> None:
    confirm_decision(propose(now_desk), by=now_desk.marat, at=now_desk.at)
    client = browser(now_desk.marat)
    post(client, "desk:reopen", now_desk.case_id, words="", request_id=uuid4())
    assert now_desk.case.status == "decided"
    page = post(client, "desk:reopen", now_desk.case_id, words="A court asked.", request_id=uuid4())
    assert now_desk.case.status == "open"
    assert "A court asked." in page


def test_finished_task_leads_to_its_case(now_desk: Desk) -> None:
    confirm_decision(propose(now_desk), by=now_desk.marat, at=now_desk.at)
    answer = browser(now_desk.dana).get(reverse("desk:task", args=[now_desk.task_id]))
    assert answer.headers["Location"] == reverse("desk:case", args=[now_desk.case_id])


def test_official_attaches_a_document_and_downloads_it(taken: Desk) -> None:
    client = browser(taken.dana)
    sent = SimpleUploadedFile("Лист Әйгерім.pdf", b"%PDF-1.7")
    assert "Lease" in post(client, "desk:attach", taken.case_id, title="Lease", file=sent)
    answer = client.get(reverse("desk:case_file", args=[taken.case_id, CaseFile.objects.get().id]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'


@pytest.mark.parametrize("button", BUTTONS)
def test_buttons_answer_only_to_those_who_work_there(now_desk: Desk, button: str) -> None:
    address = reverse(f"desk:{button}", args=[now_desk.task_id])
    auditor = make_official("auditor", name="Aliya", at=now_desk.at)
    for who in (auditor, now_desk.yerlan, now_desk.aigerim):
        assert browser(who).post(address).status_code in {403, 404}
    assert browser(now_desk.dana).get(address).status_code == 405
    assert CaseStep.objects.count() == 1


def test_auditor_reads_the_case_and_can_change_nothing(now_desk: Desk) -> None:
    page = browser(make_official("auditor", name="Aliya", at=now_desk.at)).get(
        reverse("desk:task", args=[now_desk.task_id])
    )
    assert page.status_code == 200
    assert "Take the task" not in page.content.decode()
    assert "Add the note" not in page.content.decode()
    looks = JournalContents.objects.filter(line__kind="look", subject_id=now_desk.aigerim.person_id)
    assert set(looks.values_list("purpose", flat=True)) == {"audit"}


def test_auditor_downloads_the_letter_of_a_case(now_desk: Desk) -> None:
    confirm_decision(propose(now_desk), by=now_desk.marat, at=now_desk.at)
    client = browser(make_official("auditor", name="Aliya", at=now_desk.at))
    document_id = Decision.objects.get().document_id
    assert client.get(reverse("papers:document_file", args=[document_id])).content.startswith(b"%PDF")


def test_next_task_passes_over_other_regions(now_desk: Desk) -> None:
    madi = make_official("caseworker", name="Madi", at=now_desk.at, region="750000000")
    assert "Nothing waits for you here." in post(browser(madi), "desk:take_next")


def test_queue_says_how_many_of_ones_tasks_are_near(taken: Desk) -> None:
    escalate_cases(by=SWEEP, at=later(taken.at, days=21))
    page = browser(taken.dana).get(reverse("desk:queue")).content.decode()
    assert ("1 task of yours is near its deadline or late" in page) is (taken.open_task.holder_id is not None)
    assert "of yours" not in browser(taken.marat).get(reverse("desk:queue")).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "٣"])
def test_nonsense_page_numbers_show_some_page(now_desk: Desk, page: str) -> None:
    assert browser(now_desk.dana).get(reverse("desk:queue"), {"page": page}).status_code == 200


def test_rows_alone_are_sent_when_the_filter_changes(now_desk: Desk) -> None:
    answer = browser(now_desk.dana).get(reverse("desk:queue"), headers={"HX-Request": "true", "HX-Target": "div#rows"})
    assert now_desk.case.number in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_filter_without_a_name_is_not_kept(now_desk: Desk) -> None:
    from alatau.desk.models import SavedFilter

    answer = browser(now_desk.dana).post(reverse("desk:save_filter"), {"name": " ", "due": "today", "evil": "x"})
    assert answer.headers["Location"].endswith("?due=today")
    assert not SavedFilter.objects.exists()


def test_load_page_tells_who_has_how_much(taken: Desk) -> None:
    page = browser(taken.marat).get(reverse("desk:load")).content.decode()
    assert "Dana" in page
    assert browser(taken.dana).get(reverse("desk:load")).status_code == 403


def test_cases_page_finds_by_number_and_says_when_there_is_none(now_desk: Desk) -> None:
    client = browser(now_desk.dana)
    assert Case.objects.get().number in client.get(reverse("desk:cases"), {"words": "0001"}).content.decode()
    assert "No such case" in client.get(reverse("desk:cases"), {"words": "9999"}).content.decode()
