"""Say whether a document is genuine: by the code printed on it, or by the file itself."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.papers.codes import read_code
from alatau.papers.errors import FileTooLargeError, UnreadableFileError
from alatau.papers.guard import examine_guarded
from alatau.papers.models import Document
from alatau.papers.read import public_record
from alatau.papers.signer import list_trusted_chains
from alatau.papers.values import FileReport, Verdict

if TYPE_CHECKING:
    from alatau.papers.examine import Finding
    from alatau.papers.values import PublicRecord

#: Twenty times the largest letter.
FILE_BYTES_MAX = 4 * 1024 * 1024


def verify_code(typed: str) -> PublicRecord:
    """Return what the city's record says of the document with this code: never whom it concerns.

    Raises:
        NotFoundError: there is no such code, or it cannot be one.
    """
    code = read_code(typed)
    document = Document.objects.select_related("certificate", "ending").filter(code=code).first() if code else None
    if document is None:
        raise NotFoundError
    return public_record(document)


def verify_file(pdf: bytes) -> FileReport:
    """Return what the city says of a file: its own and unchanged, changed after signing, or not the city's.

    Raises:
        FileTooLargeError, UnreadableFileError, VerificationBusyError: in this order.

    Cost: milliseconds for a file the city issued, a guarded process for any other.
    """
    if len(pdf) > FILE_BYTES_MAX:
        raise FileTooLargeError
    if not pdf.lstrip()[:5].startswith(b"%PDF-"):
        raise UnreadableFileError
    document = Document.objects.select_related("certificate", "ending").filter(digest=sha256(pdf).hexdigest()).first()
    if document is None:
        return _report_stranger(examine_guarded(pdf, chains=list_trusted_chains()))
    from alatau.papers.examine import examine_pdf

    # These very bytes were made here: they are safe to open.
    finding = examine_pdf(pdf, chains=[document.certificate.chain])
    verdict = Verdict.OURS if finding.has_our_signature and finding.is_intact else Verdict.CHANGED
    return _report(finding, verdict, public_record(document))


def _report_stranger(finding: Finding) -> FileReport:
    """Judge a file whose bytes the city has never issued: with our signature in it, somebody changed it."""
    return _report(finding, Verdict.CHANGED if finding.has_our_signature else Verdict.NOT_OURS, None)


def _report(finding: Finding, verdict: Verdict, record: PublicRecord | None) -> FileReport:
    signed_at = datetime.fromisoformat(finding.signed_at) if finding.signed_at else None
    return FileReport(verdict=verdict, signer=finding.signer[:200], signed_at=signed_at, record=record)
