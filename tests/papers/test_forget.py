"""Files past their keeping are erased by the worker alone; the record stays and still verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.retention import apply_retention
from alatau.core.values import PersonId
from alatau.desk.attach import attach_file
from alatau.desk.decide import confirm_decision
from alatau.desk.models import CaseFile, CaseStep
from alatau.papers.load import access_document, access_documents
from alatau.papers.models import Document, DocumentFile
from alatau.papers.values import DocumentId
from alatau.papers.verify import verify_code
from tests.conftest import RUN
from tests.desk.stage import make_desk
from tests.desk.test_decide import propose
from tests.harness.databases import working_as

LATER = timedelta(days=11 * 366)


def test_worker_forgets_files_and_their_records_stay(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    attach_file(desk.case_id, title="Agreement", content=b"%PDF-1.7", by=desk.dana, at=desk.at)
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    later = replace(desk.at, city_at=desk.at.city_at + LATER, wall_at=desk.at.wall_at + LATER)
    with working_as(RUN, "worker"):
        assert not any(each.key in {"papers.file", "desk.case_file"} for each in apply_retention(at=desk.at))
        assert {each.key for each in apply_retention(at=later)} >= {"papers.file", "desk.case_file"}
    document = Document.objects.get()
    assert not DocumentFile.objects.exists()
    assert not CaseFile.objects.exists()
    assert CaseStep.objects.get(step="filed").facts["sha256"]
    assert verify_code(document.code).digest == document.digest
    assert [view.is_kept for view in access_documents(PersonId(document.subject_id), by=desk.aigerim, at=desk.at)] == [
        False
    ]
    with pytest.raises(NotFoundError):
        access_document(DocumentId(document.id), by=desk.aigerim, at=desk.at)


def test_web_forgets_nothing(committed_db: None) -> None:
    from alatau.papers.forget import forget_files

    desk = make_desk(read_clocks())
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    with transaction.atomic():
        assert forget_files(before=desk.at.city_at + LATER, limit=10) == 0
    assert DocumentFile.objects.exists()
