"""End a document's force: revoked by the city, or superseded by a later one. Final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.papers.errors import DocumentEndedError
from alatau.papers.locks import lock_name
from alatau.papers.models import Document, DocumentEnding
from alatau.papers.values import DocumentStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.papers.values import DocumentId

declare_points("papers.end.kept", "papers.end.announced")


def revoke_document(document_id: DocumentId, *, reason: str, by: Actor, at: Moment) -> None:
    """Take a document back. From the commit on, its public page says that it is not in force.

    A repeat of a revocation changes nothing.

    Raises:
        NotFoundError, DocumentEndedError (it was superseded): in this order; nothing is written.
    """
    assert reason.strip(), "doors refuse a revocation without a reason"
    end_document(document_id, status=DocumentStatus.REVOKED, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def end_document(document_id: DocumentId, *, status: DocumentStatus, reason: str, by: Actor, at: Moment) -> None:
    """Write the end of a document, with its event. See `revoke_document`, and `issue_document` for superseding."""
    # Of two endings at once, the second waits here and finds the first.
    lock_name("papers.document", document_id)
    document = Document.objects.filter(id=document_id).first()
    if document is None:
        raise NotFoundError
    ending = DocumentEnding.objects.filter(document=document).first()
    if ending is not None:
        if ending.status != status:
            raise DocumentEndedError
        return

    # Nothing is refused below this line.
    DocumentEnding.objects.create(
        document=document,
        status=status,
        reason=reason,
        ended_by=actor_facts(by),
        ended_at=at.wall_at,
        ended_city_at=at.city_at,
    )
    reach("papers.end.kept")
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"papers.document.{status}",
        actor=by,
        subject_id=document.subject_id,
        case_id=document.case_id,
        body={"document": str(document.id), "template": document.template},
    )
    append_lines([line], at=at)
    reach("papers.end.announced")
