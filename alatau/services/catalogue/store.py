"""Requests as rows: sealed answers and evidence in and out, who may open one, steps and numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from alatau.access.seal import seal, unseal
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import Amount
from alatau.core.values import ActorKind, OrganisationId, PersonId
from alatau.services.catalogue.request_values import (
    Answered,
    FileView,
    RequestFileId,
    RequestId,
    RequestStatus,
    RequestView,
    StepView,
    Whose,
)
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.values import Found
from alatau.services.models import RequestFile, RequestStep, ServiceRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.values import Service

#: Opens every request number; the year and a count follow.
SERIES = "S"

_NEXT_NUMBER = """
INSERT INTO services_requestcounter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = services_requestcounter.last + 1
RETURNING last
"""


def lock_request(request_id: RequestId) -> ServiceRequest:
    """Return a request that nobody else changes until the caller commits. Raises: NotFoundError."""
    assert connection.in_atomic_block, "a lock lasts as long as its transaction"
    row = ServiceRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotFoundError
    return row


def visible_to(by: Actor) -> Q:
    """Return which requests an actor may open: those they asked, and those about whom they act for at this moment."""
    if by.for_organisation_id is not None:
        return Q(organisation_id=by.for_organisation_id)
    if by.subject_id is None or by.is_narrowed:
        return Q(pk__in=[])
    about = Q(person_id=by.subject_id)
    # What a mother asked for her child stands in her own list too; what she asked as somebody's attorney stays there.
    return about if by.for_person_id else about | Q(asker_id=by.subject_id)


def require_visible(row: ServiceRequest, *, by: Actor) -> None:
    """Let in whom the request concerns. Raises: NotFoundError."""
    if by.kind is ActorKind.SYSTEM:
        return
    if not ServiceRequest.objects.filter(visible_to(by), id=row.id).exists():
        raise NotFoundError


def whose_of(row: ServiceRequest) -> Whose:
    """Return whose affairs a request is about."""
    return Whose(
        by=row.asked_by,
        person_id=PersonId(row.person_id) if row.person_id else None,
        organisation_id=OrganisationId(row.organisation_id) if row.organisation_id else None,
        name="",
        representation_id=row.representation_id,
    )


def read_answers(row: ServiceRequest) -> dict[str, object]:
    """Return what was answered so far."""
    return _open(row.answers)


def write_answers(row: ServiceRequest, answers: Mapping[str, object]) -> None:
    """Seal answers into a row; the caller saves it."""
    row.answers = seal(json.dumps(plain(dict(answers)), ensure_ascii=False))


def read_evidence(row: ServiceRequest) -> dict[str, Answered]:
    """Return what registers and events said."""
    kept: dict[str, dict[str, Any]] = _open(row.evidence)
    return {
        key: Answered(
            found=Found(each["found"]),
            rows=tuple(each["rows"]),
            register=each["register"],
            looked_on=each["looked_on"],
        )
        for key, each in kept.items()
    }


def write_evidence(row: ServiceRequest, evidence: Mapping[str, Answered]) -> None:
    """Seal evidence into a row; the caller saves it."""
    kept = {
        key: {"found": each.found.value, "rows": each.rows, "register": each.register, "looked_on": each.looked_on}
        for key, each in evidence.items()
    }
    row.evidence = seal(json.dumps(plain(kept), ensure_ascii=False))


def draw_number(year: int) -> str:
    """Return the next number of a year; who draws at the same time waits."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [year])
        row = cursor.fetchone()
    assert row is not None
    return f"{SERIES}-{year}-{row[0]:06}"


def record_step(
    row: ServiceRequest, step: RequestStatus, *, by: Actor, at: Moment, facts: Mapping[str, object] | None = None
) -> None:
    """Move a request to a status, keep the step, and tell the journal; the caller saves the row."""
    row.status = step.value
    told = {name: plain(value) for name, value in (facts or {}).items()}
    number = RequestStep.objects.filter(request=row).count() + 1
    # How it was asked for, that the figures tell: by the person's own hands, or by an official's at a desk.
    asked = {"channel": "desk" if by.kind is ActorKind.STAFF else "page"} if number == 1 else {}
    RequestStep.objects.create(
        request=row, number=number, step=step.value, facts=asked | told, city_at=at.city_at, wall_at=at.wall_at
    )
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"services.request.{step.value}",
        actor=by,
        subject_id=PersonId(row.person_id) if row.person_id else PersonId(row.asker_id),
        case_id=row.case_id,
        body={"request_id": row.id, "service": row.service, "number": row.number} | told,
    )
    append_lines([line], at=at)


def view_requests(rows: Iterable[ServiceRequest], *, with_history: bool = False) -> list[RequestView]:
    """Return requests as values; those of services that left the content are left out."""
    kept = [(row, service) for row in rows if (service := _find_service(row.service)) is not None]
    files: dict[object, list[RequestFile]] = {}
    ids = [row.id for row, _service in kept]
    for each in RequestFile.objects.filter(request_id__in=ids).defer("content").order_by("number"):
        files.setdefault(each.request_id, []).append(each)
    steps: dict[object, list[RequestStep]] = {}
    if with_history:
        for step in RequestStep.objects.filter(request_id__in=ids).order_by("number"):
            steps.setdefault(step.request_id, []).append(step)
    return [_view(row, service, files=files.get(row.id, []), steps=steps.get(row.id, [])) for row, service in kept]


def _find_service(code: str) -> Service | None:
    try:
        return get_service(code)
    except NotFoundError:
        return None


def _view(
    row: ServiceRequest, service: Service, *, files: Iterable[RequestFile], steps: Iterable[RequestStep]
) -> RequestView:
    return RequestView(
        id=RequestId(row.id),
        number=row.number,
        service=service,
        asker_id=PersonId(row.asker_id),
        person_id=PersonId(row.person_id) if row.person_id else None,
        organisation_id=OrganisationId(row.organisation_id) if row.organisation_id else None,
        asked_by=row.asked_by,
        status=RequestStatus(row.status),
        answers=read_answers(row),
        evidence=read_evidence(row),
        files=tuple(_view_file(each, service) for each in files),
        fee=Amount(row.fee, content().currency) if row.fee else None,
        bill_id=row.bill_id,
        case_id=row.case_id,
        document_id=row.document_id,
        decision_id=row.decision_id,
        ticket_id=row.ticket_id,
        started_at=row.started_city_at,
        expires_on=row.expires_on,
        sent_at=row.sent_city_at,
        due_at=row.due_city_at,
        decided_at=row.decided_city_at,
        history=tuple(StepView(step=RequestStatus(each.step), at=each.city_at, facts=each.facts) for each in steps),
    )


def _view_file(row: RequestFile, service: Service) -> FileView:
    title = next((each.label.say() for each in service.fields if each.key == row.field), row.field)
    return FileView(
        id=RequestFileId(row.id),
        field=row.field,
        title=title,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
    )


def _open(sealed: bytes | memoryview) -> dict[str, Any]:
    kept = bytes(sealed)
    opened: dict[str, Any] = json.loads(unseal(kept)) if kept else {}
    return opened
