"""The one loader of a person's documents: right, purpose and trace in one call. Absent and not yours read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.load import access_person
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.papers.models import Document, DocumentFile
from alatau.papers.read import view_document

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.papers.values import DocumentId, DocumentView

#: Why residents and those who act for them open documents. Officials do it for their case, auditors to check.
OWN_PURPOSE, CASE_PURPOSE, AUDIT_PURPOSE = "service", "case", "audit"


def access_documents(
    person_id: PersonId, *, by: Actor, at: Moment, purpose: str = OWN_PURPOSE, case_id: UUID | None = None
) -> list[DocumentView]:
    """Return a person's documents, the newest first, to a reader with the right; a look leaves its line.

    Raises:
        NotFoundError: absent, or not yours.
    """
    with transaction.atomic():
        access_person(person_id, by=by, purpose=purpose, case_id=case_id, data=("documents",), at=at)
        rows = Document.objects.filter(subject_id=person_id).select_related("ending").order_by("-issued_city_at", "id")
        kept = set(DocumentFile.objects.filter(document__in=rows).values_list("document_id", flat=True))
        return [view_document(row, is_kept=row.id in kept) for row in rows]


def access_document(
    document_id: DocumentId, *, by: Actor, at: Moment, purpose: str = OWN_PURPOSE
) -> tuple[DocumentView, bytes]:
    """Return one document with its file to a reader with the right; a look leaves its line.

    Raises:
        NotFoundError: absent, not yours, or its file was erased after its time.
    """
    with transaction.atomic():
        row = Document.objects.select_related("ending").filter(id=document_id).first()
        if row is None or row.subject_id is None:
            raise NotFoundError
        subject_id = PersonId(row.subject_id)
        access_person(subject_id, by=by, purpose=purpose, case_id=row.case_id, data=("documents",), at=at)
        file = DocumentFile.objects.filter(document=row).first()
        if file is None:
            raise NotFoundError
        return view_document(row, is_kept=True), bytes(file.pdf)


def read_letter(document_id: DocumentId) -> bytes:
    """Return the file of a letter that is about nobody; the room that had it issued says who may read it.

    Raises:
        NotFoundError: absent, about a person, or its file was erased after its time.
    """
    file = DocumentFile.objects.filter(document_id=document_id, document__subject_id=None).first()
    if file is None:
        raise NotFoundError
    return bytes(file.pdf)
