"""A document to work with: issued to a person nobody else knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from alatau.core.values import PersonId, system_actor
from alatau.papers.issue import issue_document
from alatau.papers.models import Document

if TYPE_CHECKING:
    from alatau.core.values import Moment

CITY = system_actor("papers.tests")
FACTS: dict[str, object] = {
    "name": "Әйгерім",
    "case_number": "A-2026-000001",
    "address": "Жағалау көшесі, 5",
    "reason": "Тексерілді: ә ғ қ ң ө ұ ү һ і",
}


def issue(at: Moment, **changes: Any) -> Document:
    """Return a new address notice."""
    asked: dict[str, Any] = {
        "subject_id": PersonId(uuid4()),
        "facts": FACTS | {"decided_on": at.city_day},
        "language": "kk",
        "case_id": None,
        "by": CITY,
        "at": at,
        "request_id": uuid4(),
    }
    return Document.objects.get(id=issue_document("address_notice", **(asked | changes)))


def pdf_of(document: Document) -> bytes:
    """Return the document's file."""
    return bytes(document.file.pdf)


def request_of(document: Document) -> dict[str, Any]:
    """Return what repeats the request of a document."""
    return {"subject_id": PersonId(document.subject_id), "request_id": UUID(str(document.request_id))}
