"""Ask for a service: begin a form, leave and return to it, add files, take a request back."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.desk.attach import ENDINGS, FILE_BYTES_MAX, SIGNATURES
from alatau.services.catalogue.errors import FileNotTakenError, NotForYouError, RequestDecidedError, RequestSentError
from alatau.services.catalogue.evidence import fetch_evidence
from alatau.services.catalogue.fees import cancel_fee
from alatau.services.catalogue.read import get_request
from alatau.services.catalogue.request_values import RequestFileId, RequestId, RequestStatus
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.store import (
    lock_request,
    read_answers,
    record_step,
    require_visible,
    write_answers,
    write_evidence,
)
from alatau.services.catalogue.values import FieldType
from alatau.services.catalogue.whose import asker_of, find_whose
from alatau.services.models import RequestFile, ServiceRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.request_values import RequestView
    from alatau.services.catalogue.values import FormField

declare_points("services.request.started", "services.request.saved", "services.request.withdrawn")

#: City days that a draft is kept after it was last touched.
DRAFT_DAYS = 30
#: Other endings that a name may have for a kind of file.
ALSO_CALLED = {"jpg": {"jpg", "jpeg"}}


def start_request(code: str, representation_id: UUID | None, *, by: Actor, at: Moment) -> RequestId:
    """Begin a form with what registers know already, or return to the one that was left.

    Raises:
        NotFoundError: no such service. NotForYouError: this actor may not ask for it, for the one named.
    """
    service = get_service(code)
    try:
        whose, asker_id = find_whose(service, representation_id, by=by, at=at), asker_of(by)
    except NotFoundError as error:
        raise NotForYouError from error
    draft = {
        "service": code,
        "asker_id": asker_id,
        "person_id": whose.person_id,
        "organisation_id": whose.organisation_id,
        "status": RequestStatus.DRAFT.value,
    }
    # Outside the transaction: rows are read only after the look is committed.
    evidence = fetch_evidence(service, whose, asker_id=asker_id, by=by, at=at)
    with transaction.atomic():
        row, _is_new = ServiceRequest.objects.get_or_create(
            **draft,
            defaults={
                "asked_by": whose.by,
                "representation_id": whose.representation_id,
                "started_city_at": at.city_at,
                "expires_on": at.city_day,
            },
        )
        row.asked_by, row.representation_id = whose.by, whose.representation_id
        write_evidence(row, evidence)
        _touch(row, at=at)
        reach("services.request.started")
    return RequestId(row.id)


@transaction.atomic
def save_draft(request_id: RequestId, answers: Mapping[str, object], *, by: Actor, at: Moment) -> RequestView:
    """Keep answers of a page beside those of the others; checked by the page's form.

    Raises:
        NotFoundError, RequestSentError: in this order; nothing is written.
    """
    row = _lock_draft(request_id, by=by)
    write_answers(row, read_answers(row) | dict(answers))
    _touch(row, at=at)
    reach("services.request.saved")
    return get_request(request_id, by=by)


@transaction.atomic
def add_file(
    request_id: RequestId, form_field: FormField, *, name: str, content: bytes, by: Actor, at: Moment
) -> RequestFileId:
    """Keep a file with a draft; the same bytes are kept once. What it is, its first bytes tell.

    Raises:
        FileNotTakenError (of what kind, called how, how large), NotFoundError, RequestSentError, FileNotTakenError (one
            too many): in this order; nothing is written.
    """
    assert form_field.type is FieldType.FILES, "the form names a question for files"
    media_type = recognise(name, content)
    row = _lock_draft(request_id, by=by)
    digest = sha256(content).hexdigest()
    kept = RequestFile.objects.filter(request=row).order_by("number")
    same = kept.filter(field=form_field.key, digest=digest).first()
    if same is not None:
        return RequestFileId(same.id)
    if kept.filter(field=form_field.key).count() >= (form_field.most or 1):
        raise FileNotTakenError(why="count")

    # Nothing is refused below this line.
    last = kept.last()
    added = RequestFile.objects.create(
        request=row,
        field=form_field.key,
        number=last.number + 1 if last else 1,
        media_type=media_type,
        size_bytes=len(content),
        digest=digest,
        content=content,
    )
    _touch(row, at=at)
    return RequestFileId(added.id)


@transaction.atomic
def remove_file(request_id: RequestId, file_id: RequestFileId, *, by: Actor, at: Moment) -> None:
    """Take a file out of a draft; one that is gone already changes nothing. Raises: NotFoundError, RequestSentError."""
    row = _lock_draft(request_id, by=by)
    RequestFile.objects.filter(request=row, id=file_id).delete()
    _touch(row, at=at)


@transaction.atomic
def withdraw_request(request_id: RequestId, *, by: Actor, at: Moment) -> None:
    """Take a request back before it is decided; a draft is erased. Taken back again, nothing changes.

    A fee that nobody paid yet is owed no more; one that was paid is the state's, as the law has it.

    Raises:
        NotFoundError, RequestDecidedError, BillPartPaidError: in this order; nothing is written.
    """
    row = ServiceRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotFoundError
    require_visible(row, by=by)
    status = RequestStatus(row.status)
    if status is RequestStatus.WITHDRAWN:
        return
    if status is RequestStatus.DRAFT:
        row.delete()
        return
    if not status.is_open:
        raise RequestDecidedError

    if status is RequestStatus.FEE_DUE:
        cancel_fee(row, by=by, at=at)

    # Nothing is refused below this line.
    record_step(row, RequestStatus.WITHDRAWN, by=by, at=at)
    row.save()
    reach("services.request.withdrawn")


def recognise(name: str, content: bytes) -> str:
    """Return the kind of a file by its first bytes; a name that says another kind is refused.

    Raises:
        FileNotTakenError: too large, of no kind that is read here, or called like another.
    """
    if len(content) > FILE_BYTES_MAX:
        raise FileNotTakenError(why="size")
    media_type = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if media_type is None:
        raise FileNotTakenError(why="kind")
    ending = ENDINGS[media_type]
    if name.rpartition(".")[2].lower() not in ALSO_CALLED.get(ending, {ending}):
        raise FileNotTakenError(why="name")
    return media_type


def _lock_draft(request_id: RequestId, *, by: Actor) -> ServiceRequest:
    row = lock_request(request_id)
    require_visible(row, by=by)
    if row.status != RequestStatus.DRAFT:
        raise RequestSentError
    return row


def _touch(row: ServiceRequest, *, at: Moment) -> None:
    row.expires_on = at.city_day + timedelta(days=DRAFT_DAYS)
    row.save()
