"""The desk through its pages, as officials and residents use it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.core.models import JournalContents
from alatau.desk.models import Case, CaseFile, CaseStep, SavedFilter, Task
from alatau.papers.models import Document
from alatau.papers.values import Verdict
from alatau.papers.verify import verify_file
from tests.desk.people import make_resident
from tests.desk.stage import Desk, make_desk
from tests.people import Official, Resident, sign_in

if TYPE_CHECKING:
    from alatau.core.values import Actor

pytestmark = pytest.mark.django_db
FIELDS = {
    "address_confirmed_changed-address": "Жағалау көшесі, 5",
    "address_confirmed_changed-reason": "Тіркелім растады.",
}


@pytest.fixture
def now_desk(db: None) -> Desk:
    """A desk of this moment: pages ask the clocks themselves."""
    return make_desk(read_clocks())


def browser(who: Actor) -> Client:
    """Return a browser in which an official or a resident is signed in."""
    client = Client()
    client.cookies["alatau_language"] = "en"
    if who.person_id:
        sign_in(client, Resident(who.person_id, "", None))  # type: ignore[arg-type]  # the sample's facts are not needed
    else:
        assert who.user_id
        sign_in(client, Official(who.user_id, None))  # type: ignore[arg-type]  # see above
    return client


def post(client: Client, route: str, *args: object, **fields: object) -> str:
    answer = client.post(reverse(route, args=args), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def decide(desk: Desk) -> None:
    """Let Dana propose and Marat confirm, by their browsers."""
    dana, marat = browser(desk.dana), browser(desk.marat)
    post(dana, "desk:take", desk.task_id)
    post(dana, "desk:propose", desk.task_id, "address_confirmed_changed", **FIELDS)
    second = desk.open_task
    assert "Confirm the decision" in marat.get(reverse("desk:task", args=[second.id])).content.decode()
    post(marat, "desk:confirm", second.id)


def test_two_officials_decide_and_the_resident_downloads_a_letter_that_verifies(now_desk: Desk) -> None:
    decide(now_desk)
    aigerim = browser(now_desk.aigerim)
    case = Case.objects.get()
    page = aigerim.get(reverse("desk:own_case", args=[case.id])).content.decode()
    assert "Your address was changed." in page
    document = Document.objects.get(case_id=case.id)
    assert document.code[:5] in aigerim.get(reverse("papers:documents")).content.decode()
    file = aigerim.get(reverse("papers:document_file", args=[document.id]))
    assert verify_file(file.content).verdict is Verdict.OURS


@pytest.mark.parametrize("route", ["queue", "mine", "cases", "load"])
def test_desk_pages_open_for_a_supervisor_and_name_no_resident(now_desk: Desk, route: str) -> None:
    page = browser(now_desk.marat).get(reverse(f"desk:{route}"))
    assert page.status_code == 200
    assert "Әйгерім" not in page.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_task_page_opens_in_every_language(now_desk: Desk, language: str) -> None:
    client = browser(now_desk.dana)
    post(client, "desk:take", now_desk.task_id)
    client.cookies["alatau_language"] = language
    page = client.get(reverse("desk:task", args=[now_desk.task_id]))
    assert page.status_code == 200
    assert len(page.content) < 150_000


def test_opening_a_task_leaves_a_look_that_the_resident_can_read(now_desk: Desk) -> None:
    browser(now_desk.dana).get(reverse("desk:task", args=[now_desk.task_id]))
    looks = JournalContents.objects.filter(line__kind="look", subject_id=now_desk.aigerim.person_id)
    assert set(looks.values_list("purpose", flat=True)) == {"case"}
    assert "Dana" in browser(now_desk.aigerim).get(reverse("access:looks")).content.decode()


def test_official_without_the_right_sees_neither_queue_nor_task(now_desk: Desk) -> None:
    client = browser(now_desk.yerlan)
    assert client.get(reverse("desk:queue")).status_code == 403
    assert client.get(reverse("desk:task", args=[now_desk.task_id])).status_code == 403


def test_unknown_task_reads_as_not_found(now_desk: Desk) -> None:
    assert browser(now_desk.dana).get(reverse("desk:task", args=[uuid4()])).status_code == 404


def test_stranger_finds_no_case_and_no_document_of_somebody_else(now_desk: Desk) -> None:
    decide(now_desk)
    client = browser(make_resident(name="Yusuf", at=now_desk.at))
    assert client.get(reverse("desk:own_case", args=[Case.objects.get().id])).status_code == 404
    assert client.get(reverse("papers:document_file", args=[Document.objects.get().id])).status_code == 404


def test_refusal_is_said_on_the_page(now_desk: Desk) -> None:
    post(browser(now_desk.dana), "desk:take", now_desk.task_id)
    assert "A colleague has taken this task." in post(browser(now_desk.marat), "desk:take", now_desk.task_id)


def test_note_sent_twice_is_kept_once(now_desk: Desk) -> None:
    client, note_id = browser(now_desk.dana), uuid4()
    for _ in range(2):
        page = post(client, "desk:note", now_desk.task_id, words="Called <the> owner.", request_id=note_id)
    assert page.count("Called &lt;the&gt; owner.") == 1
    assert CaseStep.objects.filter(step="noted").count() == 1


def test_next_task_is_the_one_with_the_nearest_deadline(now_desk: Desk) -> None:
    page = post(browser(now_desk.dana), "desk:take_next")
    assert Task.objects.get(id=now_desk.task_id).holder_id == now_desk.dana.user_id
    assert "Propose a decision" in page
    assert "Nothing waits for you here." in post(browser(now_desk.dana), "desk:take_next")


def test_resident_adds_words_and_a_document_to_an_open_case(now_desk: Desk) -> None:
    client, case = browser(now_desk.aigerim), Case.objects.get()
    post(client, "desk:explain", case.id, words="I moved in May.", request_id=uuid4())
    photo = SimpleUploadedFile("Әйгерім-паспорт.png", b"\x89PNG\r\n\x1a\n0", content_type="image/png")
    page = post(client, "desk:own_attach", case.id, title="Rental agreement", file=photo)
    assert "I moved in May." in page
    kept = CaseFile.objects.get()
    answer = client.get(reverse("desk:own_file", args=[case.id, kept.id]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document.png"'


def test_file_of_another_kind_is_refused_whatever_its_name_says(now_desk: Desk) -> None:
    page = SimpleUploadedFile("a.pdf", b"<script>", content_type="application/pdf")
    said = post(browser(now_desk.dana), "desk:attach", Case.objects.get().id, title="x", file=page)
    assert "We take PDF, JPEG and PNG files" in said
    assert not CaseFile.objects.exists()


def test_resident_appeals_a_decision(now_desk: Desk) -> None:
    decide(now_desk)
    page = post(
        browser(now_desk.aigerim), "desk:appeal", Case.objects.get().id, words="The house is 6.", request_id=uuid4()
    )
    assert "We have your appeal." in page
    assert JournalContents.objects.filter(line__action="desk.case.appealed").count() == 1


def test_filter_is_kept_and_forgotten(now_desk: Desk) -> None:
    client = browser(now_desk.dana)
    assert "Late ones" in post(client, "desk:save_filter", name="Late ones", due="overdue")
    assert "Late ones" not in post(client, "desk:remove_filter", SavedFilter.objects.get().id)


def test_table_of_the_queue_holds_cases_and_nobody(now_desk: Desk) -> None:
    answer = browser(now_desk.dana).get(reverse("desk:export"))
    text = answer.content.decode("utf-8-sig")
    assert Case.objects.get().number in text
    assert "Әйгерім" not in text
    assert JournalContents.objects.filter(line__action="desk.queue.exported").count() == 1


def test_queue_narrows_to_what_was_asked(now_desk: Desk) -> None:
    client = browser(now_desk.dana)
    number = Case.objects.get().number
    shown = client.get(reverse("desk:queue"), {"type": "address_check", "due": "week", "words": number[-3:]})
    hidden = client.get(reverse("desk:queue"), {"type": "general_question"})
    assert "0 tasks" in hidden.content.decode()
    assert number not in hidden.content.decode()
    assert shown.status_code == 200
