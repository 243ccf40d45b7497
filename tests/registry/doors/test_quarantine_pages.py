"""Rows in quarantine: hidden until opened, corrected and released, or sent back with a report."""

from __future__ import annotations

import re

import pytest

from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.papers.models import Document, DocumentFile
from alatau.registry.models import Load, QuarantineDecision
from tests.people import load_people, official, resident, sign_in
from tests.registry.doors.stage import deliver_deaths, do_errands

pytestmark = pytest.mark.usefixtures("alatau_home", "committed_db")

PAGE = "/registry/deaths/quarantine/"
ROW = f"{PAGE}1.3/"


@pytest.fixture
def saule(client):
    """The registrar, with one of three rows of a delivery in quarantine."""
    load_people()
    bolat, emma = resident("bolat").number, resident("emma").number
    deliver_deaths(
        f"A1;{bolat};2026-02-01;I21;Alatau;2026-02-02",
        f"A2;{emma};2026-02-01;I22;Alatau;soon",
        "A3;12;;;;2026-02-02",
    )
    sign_in(client, official("saule"))
    client.cookies["alatau_language"] = "en"
    return client


def _text(answer) -> str:
    return answer.content.decode()


def test_list_says_what_is_wrong_and_hides_who_it_is_about(saule):
    page = _text(saule.get(PAGE))
    assert "The value is not a day of the calendar." in page
    assert "Load 1, line 3" in page
    assert resident("emma").number not in page
    assert "soon" not in page


def test_list_is_narrowed_to_one_reason(saule):
    page = _text(saule.get(PAGE + "?reason=number_malformed"))
    assert "Load 1, line 4" in page
    assert "Load 1, line 3" not in page


def test_row_stays_hidden_until_it_is_opened(saule):
    assert "I22" not in _text(saule.get(ROW))
    assert "I22" in _text(saule.post(ROW + "open/"))


def test_opening_a_row_is_seen_by_the_person_it_is_about(saule):
    saule.post(ROW + "open/")
    looks = list_lines_about(resident("emma").person_id, kinds=[LineKind.LOOK])
    assert [(line.action, line.purpose) for line in looks] == [("registry.quarantine.looked", "correction")]


def _release(client, **corrected):
    form = _text(client.post(ROW + "open/"))
    values = dict(re.findall(r'name="(value-[a-z0-9_]+)" value="([^"]*)"', form))
    errand_id = re.search(r'name="errand_id" value="([^"]+)"', form)[1]
    given = {"errand_id": errand_id, "note": "Checked against the act."}
    corrected = {f"value-{name}": value for name, value in corrected.items()}
    answer = client.post(ROW + "release/", values | given | corrected)
    do_errands()
    return answer


def test_corrected_row_is_released_into_the_register(saule):
    assert _release(saule, registered_on="2026-02-03").status_code == 302
    assert QuarantineDecision.objects.get().act == "released"
    assert Load.objects.get(number=2).rows_accepted == 1
    page = _text(saule.get(PAGE))
    assert "Load 1, line 3" not in page
    assert "Taken in as load 2." in page


def test_row_that_still_breaks_a_check_stays_with_the_reason(saule):
    _release(saule, registered_on="never")
    page = _text(saule.get(PAGE))
    assert "still breaks a check" in page
    assert "Load 1, line 3" in page


def test_chosen_rows_go_back_to_the_owner_and_wait_no_more(saule):
    saule.post(PAGE + "return/", {"row": ["1.3", "1.4"], "note": "Send the day of registration."})
    assert QuarantineDecision.objects.filter(act="returned").count() == 2
    assert "Nothing waits in quarantine" in _text(saule.get(PAGE))
    # Once more, as by a second tap: they were sent.
    saule.post(PAGE + "return/", {"row": ["1.3", "1.4"], "note": "Send the day of registration."})
    assert Document.objects.count() == 1


def test_letter_to_the_owner_lists_the_rows_and_hides_who_they_are_about(client, saule):
    saule.post(PAGE + "return/", {"row": ["1.3", "1.4"], "note": "Send the day of registration."})
    said = DocumentFile.objects.get().facts["rows"]
    assert said.startswith("1:3 – Registered on (•••): The value is not a day of the calendar.\n1:4 – ")
    assert resident("emma").number not in str(DocumentFile.objects.get().facts)
    address = re.search(r'href="(/registry/deaths/quarantine/letters/[0-9a-f-]+/)"', _text(saule.get(PAGE)))[1]
    answer = saule.get(address)
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert saule.get(address.replace("deaths", "births")).status_code == 404
    sign_in(client, official("dana"))
    assert client.get(address).status_code == 403


def test_nothing_goes_back_without_a_word_to_the_owner(saule):
    saule.post(PAGE + "return/", {"row": ["1.3"], "note": ""})
    assert QuarantineDecision.objects.count() == 0


def test_report_for_the_owner_holds_the_rows_as_they_came(saule):
    answer = saule.post(PAGE + "report/", {"reason": ""})
    text = _text(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="DB09-quarantine.csv"'
    assert resident("emma").number in text
    assert "The value is not a day of the calendar." in text


def test_row_that_was_never_there_is_not_found(saule):
    assert saule.get(f"{PAGE}7.99/").status_code == 404
    assert saule.get(f"{PAGE}x/").status_code == 404


def test_auditor_sees_the_list_and_opens_nothing(client, saule):
    sign_in(client, official("aliya"))
    assert client.get(PAGE).status_code == 200
    assert client.post(ROW + "open/").status_code == 403
    assert client.post(PAGE + "report/").status_code == 403
