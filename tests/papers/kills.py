"""The commit paths of documents, for kills at each of their named points."""

from __future__ import annotations

from uuid import UUID

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.papers.end import revoke_document
from alatau.papers.models import Document, DocumentEnding, DocumentFile
from alatau.papers.values import DocumentId, Verdict
from alatau.papers.verify import verify_file
from tests.faults.kill import Scenario
from tests.papers.stage import CITY, FACTS, issue

REQUEST, SUBJECT = UUID(int=1), UUID(int=2)


def issue_one() -> None:
    """Issue the same document in every process; its day is fixed, since a repeat may come after midnight."""
    issue(read_clocks(), request_id=REQUEST, subject_id=SUBJECT, facts=FACTS | {"decided_on": "10.03.2026"})


def check_one() -> None:
    file = DocumentFile.objects.get()
    assert verify_file(bytes(file.pdf)).verdict is Verdict.OURS
    assert JournalLine.objects.filter(action="papers.document.issued").count() == Document.objects.count() == 1


def revoke_it() -> None:
    document = DocumentId(Document.objects.get().id)
    revoke_document(document, reason="Wrong person.", by=CITY, at=read_clocks())


def check_revoked() -> None:
    assert DocumentEnding.objects.get().status == "revoked"
    assert JournalLine.objects.filter(action="papers.document.revoked").count() == 1


SCENARIOS = (
    Scenario(points=("papers.issue.",), act=issue_one, check=check_one),
    Scenario(points=("papers.end.",), prepare=issue_one, act=revoke_it, check=check_revoked),
)
