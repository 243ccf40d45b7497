"""Questions other rooms may ask about documents that hold nobody's data, and how a row becomes a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.values import PersonId
from alatau.papers.codes import show_code
from alatau.papers.letters import get_letter, list_letters
from alatau.papers.models import Document
from alatau.papers.values import DocumentId, DocumentStatus, DocumentView, PublicRecord

if TYPE_CHECKING:
    from uuid import UUID


def is_letter(template: str) -> bool:
    """Tell whether the content package has this letter."""
    return template in list_letters()


def letter_facts(template: str) -> frozenset[str]:
    """Return the names of the facts that fill a letter."""
    return get_letter(template).facts


def find_document_of_request(request_id: UUID) -> DocumentId | None:
    """Return the document a request issued; None when it issued none."""
    found = Document.objects.filter(request_id=request_id).values_list("id", flat=True).first()
    return DocumentId(found) if found else None


def public_record(document: Document) -> PublicRecord:
    """Return what anybody may know of a document."""
    ending = getattr(document, "ending", None)
    return PublicRecord(
        code=show_code(document.code),
        title=get_letter(document.template).title.say(),
        status=DocumentStatus(ending.status) if ending else DocumentStatus.VALID,
        issued_at=document.issued_city_at,
        ended_at=ending.ended_city_at if ending else None,
        digest=document.digest,
        signer=document.certificate.name,
    )


def view_document(document: Document, *, is_kept: bool) -> DocumentView:
    """Return a person's document as a list shows it."""
    assert document.subject_id is not None, "letters about nobody stand in no person's list"
    ending = getattr(document, "ending", None)
    return DocumentView(
        id=DocumentId(document.id),
        code=show_code(document.code),
        title=get_letter(document.template).title.say(),
        language=document.language,
        subject_id=PersonId(document.subject_id),
        case_id=document.case_id,
        status=DocumentStatus(ending.status) if ending else DocumentStatus.VALID,
        issued_at=document.issued_city_at,
        size_bytes=document.size_bytes,
        is_kept=is_kept,
    )
