"""The public pages that verify, the API, and a resident's own documents."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.papers.end import revoke_document
from alatau.papers.values import DocumentId
from tests.desk.people import make_official, make_resident
from tests.papers.stage import CITY, issue, pdf_of
from tests.people import Official, Resident, sign_in

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.papers.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A browser in which nobody is signed in, in English."""
    client = Client()
    client.cookies["alatau_language"] = "en"
    return client


@pytest.fixture
def document(moment: Moment) -> Document:
    """A document in force."""
    return issue(moment)


def read_code_page(client: Client, document: Document) -> str:
    return client.get(reverse("papers:verify_document", args=[document.code])).content.decode()


def check_file(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("letter.pdf", content, content_type="application/pdf")
    return client.post(reverse("papers:verify"), {"file": file}).content.decode()


def test_code_page_says_in_words_what_the_document_is(visitor: Client, document: Document) -> None:
    page = read_code_page(visitor, document)
    assert "This document is genuine and in force" in page
    assert "Decision on your address" in page
    assert "Әйгерім" not in page
    assert str(document.subject_id) not in page


def test_code_page_says_that_a_document_was_taken_back(visitor: Client, document: Document, moment: Moment) -> None:
    revoke_document(DocumentId(document.id), reason="Wrong person.", by=CITY, at=moment)
    page = read_code_page(visitor, document)
    assert "The city has taken this document back" in page
    assert "Wrong person." not in page


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_verification_opens_in_every_language(visitor: Client, document: Document, language: str) -> None:
    visitor.cookies["alatau_language"] = language
    for address in (reverse("papers:verify"), reverse("papers:verify_document", args=[document.code])):
        assert visitor.get(address).status_code == 200


def test_typed_code_leads_to_the_document(visitor: Client, document: Document) -> None:
    answer = visitor.get(reverse("papers:verify"), {"code": document.code.lower()})
    assert answer.headers["Location"] == reverse("papers:verify_document", args=[document.code])


def test_unknown_and_impossible_codes_are_said_plainly(visitor: Client) -> None:
    unknown = visitor.get(reverse("papers:verify_document", args=["0" * 20]))
    assert unknown.status_code == 404
    assert "no document with this code" in unknown.content.decode()
    assert visitor.get(reverse("papers:verify"), {"code": "abc"}).status_code == 422


def test_file_is_judged_on_the_page(visitor: Client, document: Document) -> None:
    pdf = pdf_of(document)
    assert "genuine, unchanged and in force" in check_file(visitor, pdf)
    assert "changed after the city signed it" in check_file(visitor, pdf + b" ")
    assert "We could not read this file" in check_file(visitor, b"<html>")


def test_form_without_a_file_says_what_is_missing(visitor: Client) -> None:
    assert visitor.post(reverse("papers:verify"), {}).status_code == 422


def test_guessing_codes_is_stopped(visitor: Client) -> None:
    answers = [visitor.get(reverse("papers:verify_document", args=["0" * 20])).status_code for _ in range(61)]
    assert answers[-1] == 429


def test_api_gives_the_same_record(visitor: Client, document: Document) -> None:
    answer = visitor.get(f"/api/verify/{document.code}").json()
    assert (answer["status"], answer["digest"]) == ("valid", document.digest)
    assert visitor.get("/api/verify/abc").status_code == 404


def test_resident_downloads_under_a_name_that_tells_nothing(visitor: Client) -> None:
    at = read_clocks()
    owner = make_resident(name="Әйгерім", at=at)
    assert owner.person_id
    sign_in(visitor, Resident(owner.person_id, "", None))  # type: ignore[arg-type]  # the sample's facts are not needed
    document = issue(at, subject_id=owner.person_id)
    answer = visitor.get(reverse("papers:document_file", args=[document.id]))
    assert answer.content == pdf_of(document)
    assert "Әйгерім" not in answer.headers["Content-Disposition"]
    assert visitor.get(reverse("papers:document_file", args=[uuid4()])).status_code == 404


def test_resident_without_documents_reads_what_will_come(visitor: Client) -> None:
    owner = make_resident(name="Әйгерім", at=read_clocks())
    assert owner.person_id
    sign_in(visitor, Resident(owner.person_id, "", None))  # type: ignore[arg-type]  # see above
    assert "No documents yet" in visitor.get(reverse("papers:documents")).content.decode()


def test_official_without_a_case_opens_no_document(visitor: Client, document: Document) -> None:
    dana = make_official("caseworker", name="Dana", at=read_clocks())
    assert dana.user_id
    sign_in(visitor, Official(dana.user_id, None))  # type: ignore[arg-type]  # see above
    assert visitor.get(reverse("papers:document_file", args=[document.id])).status_code == 404
