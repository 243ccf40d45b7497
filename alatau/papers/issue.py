"""Issue a document: drawn, signed, kept and announced in the caller's transaction, once per request."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.say import say_fact
from alatau.core.text import format_day
from alatau.papers.codes import make_code, show_code
from alatau.papers.draw import Mark, draw_letter
from alatau.papers.end import end_document
from alatau.papers.errors import DocumentEndedError, DocumentRequestReusedError
from alatau.papers.letters import get_letter
from alatau.papers.locks import lock_name
from alatau.papers.models import Document, DocumentFile
from alatau.papers.signer import current_sealer, record_certificate
from alatau.papers.values import DocumentId, DocumentStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.papers.letters import Letter

declare_points("papers.issue.drawn", "papers.issue.signed", "papers.issue.kept", "papers.issue.announced")


@transaction.atomic
def issue_document(
    template: str,
    *,
    subject_id: PersonId | None,
    facts: Mapping[str, object],
    language: str,
    case_id: UUID | None,
    by: Actor,
    at: Moment,
    request_id: UUID | None = None,
    supersedes: DocumentId | None = None,
) -> DocumentId:
    """Issue a signed document to a person, or to a body of the state about nobody, exactly once per `request_id`.

    A repeat with the same details returns the first document. The file, its record and its journal line exist when,
    and only when, the caller's transaction commits. `supersedes` ends the earlier document in the same commit.

    Raises:
        DocumentRequestReusedError, DocumentEndedError, LetterFactsError, LetterContentError: in this order; nothing
            is written.
    """
    assert language in {each.code for each in content().languages}
    letter = get_letter(template)
    said = {name: say_fact(fact, language) for name, fact in facts.items()}
    request_id = request_id or uuid4()
    request_hash = _hash_request(letter, said, language, subject_id, case_id, supersedes)

    # Two workers with the same request: the second waits here, then finds the document of the first.
    lock_name("papers.request", request_id)
    made = Document.objects.filter(request_id=request_id).first()
    if made is not None:
        if made.request_hash != request_hash:
            raise DocumentRequestReusedError(template=template)
        return DocumentId(made.id)
    if supersedes is not None and not Document.objects.filter(id=supersedes, ending=None).exists():
        raise DocumentEndedError(template=template)
    mark = _make_mark(language, at)
    drawn = draw_letter(letter, language=language, facts=said, mark=mark)

    # Nothing is refused below this line.
    reach("papers.issue.drawn")
    from alatau.papers.seal import seal_pdf

    sealed = seal_pdf(drawn, sealer=current_sealer(at), reason=letter.title.say(language), at=at.wall_at)
    reach("papers.issue.signed")
    document = Document.objects.create(
        request_id=request_id,
        request_hash=request_hash,
        template=letter.key,
        template_version=letter.version,
        language=language,
        subject_id=subject_id,
        case_id=case_id,
        code=mark.code.replace("-", ""),
        digest=sha256(sealed.pdf).hexdigest(),
        size_bytes=len(sealed.pdf),
        certificate=record_certificate(sealed, at=at),
        level=sealed.level,
        supersedes_id=supersedes,
        issued_at=at.wall_at,
        issued_city_at=at.city_at,
    )
    DocumentFile.objects.create(document=document, pdf=sealed.pdf, facts=said)
    reach("papers.issue.kept")
    if supersedes is not None:
        end_document(supersedes, status=DocumentStatus.SUPERSEDED, reason="", by=by, at=at)
    append_lines([_issued(document, by=by)], at=at)
    reach("papers.issue.announced")
    return DocumentId(document.id)


def _make_mark(language: str, at: Moment) -> Mark:
    code = make_code()
    return Mark(
        code=show_code(code),
        address=f"{settings.ALATAU_PUBLIC_URL}/verify/{code}",
        issued_at=at.wall_at,
        issued_on=format_day(at.city_day, language),
    )


def _hash_request(letter: Letter, facts: Mapping[str, str], *details: object) -> str:
    """Digest what was asked for. The moment is left out: a repeat comes later."""
    asked = [letter.key, letter.version, dict(facts), [str(each) for each in details]]
    return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _issued(document: Document, *, by: Actor) -> NewLine:
    body = {
        "document": str(document.id),
        "template": document.template,
        "version": document.template_version,
        "sha256": document.digest,
        "certificate": document.certificate_id,
    }
    return NewLine(
        kind=LineKind.EVENT,
        action="papers.document.issued",
        actor=by,
        subject_id=document.subject_id,
        case_id=document.case_id,
        body=body,
    )
