"""A person's own cases in the browser: as oneself, for somebody else, and as nobody's business."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alatau.access.actor import ACTING_UNDER
from alatau.access.models import Representation
from alatau.core.clock import read_clocks
from alatau.core.models import JournalContents
from alatau.desk.attach import attach_file
from alatau.desk.clock import suspend_case
from alatau.desk.load import access_case, list_own_cases
from alatau.desk.models import CaseFile, CaseStep
from alatau.desk.take import take_task
from tests.desk.people import make_resident
from tests.desk.stage import Desk, make_desk
from tests.desk.test_decide import confirm_decision, propose
from tests.desk.test_pages import browser, post

if TYPE_CHECKING:
    from alatau.core.values import Actor

pytestmark = pytest.mark.django_db
#: Pages of a case that only its person, or who acts for them, may post to.
POSTS = ("explain", "own_attach", "appeal")


@pytest.fixture
def now_desk(db: None) -> Desk:
    """A desk of this moment: pages ask the clocks themselves."""
    return make_desk(read_clocks())


def acting_for(desk: Desk, *, purposes: tuple[str, ...] = (), **changes: object) -> tuple[Actor, Client]:
    """Return Bolat and his browser, in which he acts for Aigerim."""
    bolat = make_resident(name="Болат", at=desk.at)
    standing = Representation.objects.create(
        kind="power_of_attorney",
        representative_id=bolat.person_id,
        represented_id=desk.aigerim.person_id,
        ground="test",
        source="granted",
        purposes=list(purposes),
        valid_from=desk.at.city_day,
        granted_at=desk.at.wall_at,
        **{"accepted_at": desk.at.wall_at, **changes},
    )
    client = browser(bolat)
    session = client.session
    session[ACTING_UNDER] = str(standing.id)
    session.save()
    return bolat, client


def own_page(client: Client, desk: Desk) -> str:
    answer = client.get(reverse("desk:own_case", args=[desk.case_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_tells_kind_state_and_what_comes_next(now_desk: Desk) -> None:
    page = browser(now_desk.aigerim).get(reverse("desk:own_cases")).content.decode()
    assert now_desk.case.number in page
    assert "Address check" in page
    assert "Your case waits for an official." in page


def test_list_without_cases_says_what_will_appear(now_desk: Desk) -> None:
    page = browser(make_resident(name="Yusuf", at=now_desk.at)).get(reverse("desk:own_cases")).content.decode()
    assert "No cases" in page
    assert now_desk.case.number not in page


def test_page_follows_the_case_in_words_for_the_person(now_desk: Desk) -> None:
    client = browser(now_desk.aigerim)
    take_task(now_desk.task_id, by=now_desk.dana, at=now_desk.at)
    assert "An official is working on your case." in own_page(client, now_desk)
    suspend_case(now_desk.task_id, ground="waits_for_resident", words="secret", by=now_desk.dana, at=now_desk.at)
    page = own_page(client, now_desk)
    assert "We are waiting for something before we can go on." in page
    assert "secret" not in page


def test_proposal_is_told_without_its_outcome(now_desk: Desk) -> None:
    propose(now_desk)
    page = own_page(browser(now_desk.aigerim), now_desk)
    assert "A second official is checking the decision." in page
    assert "Жағалау" not in page


def test_decided_case_offers_letter_and_appeal_and_no_more_documents(now_desk: Desk) -> None:
    confirm_decision(propose(now_desk), by=now_desk.marat, at=now_desk.at)
    page = own_page(browser(now_desk.aigerim), now_desk)
    assert "Download the letter" in page
    assert "I do not agree" in page
    assert "Add a document" not in page
    assert "Explain something" not in page


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_own_pages_speak_each_language_in_its_direction(now_desk: Desk, language: str) -> None:
    client = browser(now_desk.aigerim)
    client.cookies["alatau_language"] = language
    page = own_page(client, now_desk)
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) is (language == "ar")
    assert ("What happened" in page) is (language == "en")


@pytest.mark.parametrize("route", POSTS)
def test_stranger_adds_nothing_to_somebody_elses_case(now_desk: Desk, route: str) -> None:
    client = browser(make_resident(name="Yusuf", at=now_desk.at))
    sent = {"words": "x", "request_id": str(uuid4()), "title": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    assert client.post(reverse(f"desk:{route}", args=[now_desk.case_id]), sent).status_code == 404
    assert CaseStep.objects.count() == 1


@pytest.mark.parametrize("route", POSTS)
def test_own_forms_are_posted_and_never_followed_as_links(now_desk: Desk, route: str) -> None:
    client = browser(now_desk.aigerim)
    assert client.get(reverse(f"desk:{route}", args=[now_desk.case_id])).status_code == 405


def test_visitor_is_asked_to_sign_in_first(now_desk: Desk) -> None:
    answer = Client().get(reverse("desk:own_case", args=[now_desk.case_id]))
    assert answer.status_code in {302, 401}
    assert now_desk.case.number not in answer.content.decode()


def test_stranger_finds_no_file_of_somebody_elses_case(now_desk: Desk) -> None:
    file_id = attach_file(now_desk.case_id, title="Lease", content=b"%PDF-1.7", by=now_desk.dana, at=now_desk.at)
    address = reverse("desk:own_file", args=[now_desk.case_id, file_id])
    assert browser(make_resident(name="Yusuf", at=now_desk.at)).get(address).status_code == 404
    answer = browser(now_desk.aigerim).get(address)
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_file_is_found_in_its_own_case_alone(now_desk: Desk) -> None:
    other = make_desk_of_another(now_desk)
    file_id = attach_file(now_desk.case_id, title="Lease", content=b"%PDF-1.7", by=now_desk.dana, at=now_desk.at)
    assert browser(now_desk.aigerim).get(reverse("desk:own_file", args=[other, file_id])).status_code == 404


def make_desk_of_another(desk: Desk) -> object:
    from alatau.core.values import PersonId
    from alatau.desk.models import Task
    from tests.desk.stage import open_desk_task

    assert desk.aigerim.person_id is not None
    return Task.objects.get(id=open_desk_task(PersonId(desk.aigerim.person_id), at=desk.at)).case_id


def test_representative_reads_and_explains_and_the_look_is_kept(now_desk: Desk) -> None:
    bolat, client = acting_for(now_desk)
    assert now_desk.case.number in own_page(client, now_desk)
    post(client, "desk:explain", now_desk.case_id, words="She moved in May.", request_id=uuid4())
    step = CaseStep.objects.get(step="explained")
    assert step.actor["person_id"] == str(bolat.person_id)
    assert step.actor["for_person_id"] == str(now_desk.aigerim.person_id)
    look = JournalContents.objects.filter(line__action="desk.case.looked", subject_id=now_desk.aigerim.person_id).last()
    assert look is not None
    assert look.body["right"] == "representation"


@pytest.mark.parametrize(
    "changes",
    [{"purposes": ("service",)}, {"accepted_at": None}, {"ended_at": read_clocks}],
    ids=["another purpose", "not accepted", "ended"],
)
def test_representation_that_does_not_reach_the_case_opens_nothing(now_desk: Desk, changes: dict[str, object]) -> None:
    called = {name: value().wall_at if callable(value) else value for name, value in changes.items()}
    _bolat, client = acting_for(now_desk, **called)  # type: ignore[arg-type]  # columns of the row
    assert client.get(reverse("desk:own_case", args=[now_desk.case_id])).status_code in {302, 404}


def test_representative_not_acting_now_sees_their_own_cases_only(now_desk: Desk) -> None:
    bolat, client = acting_for(now_desk)
    session = client.session
    del session[ACTING_UNDER]
    session.save()
    assert client.get(reverse("desk:own_case", args=[now_desk.case_id])).status_code == 404
    assert list_own_cases(by=bolat, at=now_desk.at) == []


def test_reading_ones_own_case_leaves_no_look(now_desk: Desk) -> None:
    access_case(now_desk.case_id, by=now_desk.aigerim, at=now_desk.at)
    assert not JournalContents.objects.filter(line__action="desk.case.looked").exists()


def test_empty_words_are_refused_where_they_are_typed(now_desk: Desk) -> None:
    answer = browser(now_desk.aigerim).post(
        reverse("desk:explain", args=[now_desk.case_id]), {"words": " ", "request_id": str(uuid4())}
    )
    assert answer.status_code == 422
    assert '<details class="unfold" open>' in answer.content.decode()
    assert not CaseStep.objects.filter(step="explained").exists()


def test_refused_file_keeps_what_it_was_called(now_desk: Desk) -> None:
    sent = {"title": "Rental agreement", "file": SimpleUploadedFile("a.pdf", b"<script>")}
    answer = browser(now_desk.aigerim).post(reverse("desk:own_attach", args=[now_desk.case_id]), sent)
    assert answer.status_code == 422
    assert 'value="Rental agreement"' in answer.content.decode()
    assert "We take PDF, JPEG and PNG files" in answer.content.decode()
    assert not CaseFile.objects.exists()


def test_appeal_of_an_open_case_is_refused_and_its_words_kept(now_desk: Desk) -> None:
    page = browser(now_desk.aigerim).post(
        reverse("desk:appeal", args=[now_desk.case_id]), {"words": "The house is 6.", "request_id": str(uuid4())}
    )
    assert "This case is still open." in page.content.decode()
    assert not CaseStep.objects.filter(step="appealed").exists()


def test_explanation_sent_twice_is_kept_once_and_escaped(now_desk: Desk) -> None:
    client, request_id = browser(now_desk.aigerim), uuid4()
    for _ in range(2):
        page = post(client, "desk:explain", now_desk.case_id, words="<b>I moved</b>", request_id=request_id)
    assert CaseStep.objects.filter(step="explained").count() == 1
    assert "&lt;b&gt;I moved&lt;/b&gt;" in page
