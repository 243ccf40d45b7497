"""Issuing: once per request, kept with its hash, said in the reader's language."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.models import JournalContents
from alatau.papers.end import revoke_document
from alatau.papers.errors import DocumentEndedError, DocumentRequestReusedError, LetterContentError, LetterFactsError
from alatau.papers.issue import issue_document
from alatau.papers.models import Document, DocumentEnding
from alatau.papers.values import DocumentId
from tests.papers.stage import CITY, FACTS, issue, pdf_of, request_of

if TYPE_CHECKING:
    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


def test_document_is_kept_with_the_hash_that_the_journal_names(moment: Moment) -> None:
    document = issue(moment)
    event = JournalContents.objects.get(line__action="papers.document.issued", subject_id=document.subject_id)
    assert document.digest == sha256(pdf_of(document)).hexdigest() == event.body["sha256"]
    assert document.size_bytes == len(pdf_of(document)) < 60_000


def test_repeated_request_returns_the_first_document(moment: Moment) -> None:
    document = issue(moment)
    assert issue(moment, **request_of(document)).id == document.id
    assert Document.objects.count() == 1


def test_request_id_with_other_details_is_refused(moment: Moment) -> None:
    document = issue(moment)
    with pytest.raises(DocumentRequestReusedError):
        issue(moment, **request_of(document), language="ru")


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_every_language_is_drawn_with_our_own_fonts(moment: Moment, language: str) -> None:
    pdf = pdf_of(issue(moment, language=language))
    assert pdf.startswith(b"%PDF-1.7")
    assert b"NotoSans" in pdf


def test_arabic_letter_carries_the_arabic_font(moment: Moment) -> None:
    assert b"NotoNaskhArabic" in pdf_of(issue(moment, language="ar"))


@pytest.mark.parametrize("facts", [{}, {"name": "x"}, FACTS | {"decided_on": "x", "extra": "x"}])
def test_facts_that_do_not_fill_the_letter_are_refused(moment: Moment, facts: dict[str, object]) -> None:
    with pytest.raises(LetterFactsError):
        issue(moment, facts=facts)


def test_letter_with_an_unknown_script_is_refused_rather_than_printed_as_boxes(moment: Moment) -> None:
    with pytest.raises(LetterContentError):
        issue(moment, facts=FACTS | {"decided_on": moment.city_day, "name": "漢字"})


def test_braces_inside_a_fact_stay_as_they_were_written(moment: Moment) -> None:
    document = issue(moment, facts=FACTS | {"decided_on": moment.city_day, "reason": "{name}"})
    assert document.file.facts["reason"] == "{name}"


def test_unknown_letter_is_refused(moment: Moment) -> None:
    with pytest.raises(LetterContentError):
        issue_document("nonsense", subject_id=CITY.person_id, facts={}, language="kk", case_id=None, by=CITY, at=moment)  # type: ignore[arg-type]  # refused before anybody asks whose it is


def test_later_document_supersedes_the_earlier_one(moment: Moment) -> None:
    first = issue(moment)
    second = issue(moment, supersedes=DocumentId(first.id))
    assert DocumentEnding.objects.get(document=first).status == "superseded"
    assert second.supersedes_id == first.id


def test_ended_document_cannot_be_superseded(moment: Moment) -> None:
    first = issue(moment)
    revoke_document(DocumentId(first.id), reason="Wrong person.", by=CITY, at=moment)
    with pytest.raises(DocumentEndedError):
        issue(moment, supersedes=DocumentId(first.id))


def test_revocation_is_final_and_safe_to_repeat(moment: Moment) -> None:
    document = DocumentId(issue(moment).id)
    for _ in range(2):
        revoke_document(document, reason="Wrong person.", by=CITY, at=moment)
    assert JournalContents.objects.filter(line__action="papers.document.revoked").count() == 1


def test_superseded_document_cannot_be_revoked(moment: Moment) -> None:
    first = issue(moment)
    issue(moment, supersedes=DocumentId(first.id), request_id=uuid4())
    with pytest.raises(DocumentEndedError):
        revoke_document(DocumentId(first.id), reason="Wrong person.", by=CITY, at=moment)
