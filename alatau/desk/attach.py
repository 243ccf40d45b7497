"""Attach a document to a case: bounded, of a known kind, under a name of ours."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.values import ActorKind
from alatau.desk.errors import CaseClosedError, FileRefusedError, TooManyFilesError
from alatau.desk.load import can_read_case
from alatau.desk.models import Case, CaseFile
from alatau.desk.record import lock_case, record_step
from alatau.desk.rights import require_role
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseStatus, FileId, Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId

declare_points("desk.attach.kept")

FILE_BYTES_MAX = 8 * 1024 * 1024
FILES_MAX = 30
#: Characters of what a document is called.
TITLE_MAX = 120
#: The first bytes tell what a file is; its name and its sender's word do not.
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@transaction.atomic
def attach_file(case_id: CaseId, *, title: str, content: bytes, by: Actor, at: Moment) -> FileId:
    """Keep a document with the case, as an official of the case or as its person. The same bytes are kept once.

    Raises:
        FileRefusedError, NotFoundError (absent, or not yours), RoleMissingError, CaseClosedError, TooManyFilesError: in
            this order; nothing is written.
    """
    assert 0 < len(title.strip()) <= TITLE_MAX, "doors bound titles"
    media_type = _recognise(content)
    case = lock_case(case_id)
    _require_part(case, by=by, at=at)
    digest = sha256(content).hexdigest()
    known = CaseFile.objects.filter(case=case, digest=digest).values_list("id", flat=True).first()
    if known is not None:
        return FileId(known)
    if case.status == CaseStatus.DECIDED:
        raise CaseClosedError
    count = CaseFile.objects.filter(case=case).count()
    if count >= FILES_MAX:
        raise TooManyFilesError

    # Nothing is refused below this line.
    kept = CaseFile.objects.create(
        case=case,
        number=count + 1,
        title=title.strip(),
        media_type=media_type,
        size_bytes=len(content),
        digest=digest,
        content=content,
        attached_at=at.city_at,
    )
    reach("desk.attach.kept")
    record_step(case, Step.FILED, by=by, at=at, facts={"file": kept.id, "sha256": digest, "size_bytes": len(content)})
    return FileId(kept.id)


def _recognise(content: bytes) -> str:
    if len(content) > FILE_BYTES_MAX:
        raise FileRefusedError
    for signature, media_type in SIGNATURES.items():
        if content.startswith(signature):
            return media_type
    raise FileRefusedError


def _require_part(case: Case, *, by: Actor, at: Moment) -> None:
    """Let in the case's own person, their representative, and officials whose role works on such cases."""
    if by.kind is ActorKind.STAFF:
        task_type = get_type(case.type)
        require_role(case, task_type.decided_by | task_type.confirmed_by, by=by, at=at)
    elif not can_read_case(case, by=by, at=at):
        raise NotFoundError
