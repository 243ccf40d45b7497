"""Questions about requests. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.store import view_requests, visible_to
from alatau.services.models import RequestFile, ServiceRequest

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.desk.values import CaseId
    from alatau.services.catalogue.request_values import RequestFileId, RequestId, RequestView

#: Requests that a page lists.
LISTED_MOST = 100


def get_request(request_id: RequestId, *, by: Actor) -> RequestView:
    """Return a request to whom it concerns. Raises: NotFoundError: absent, or not yours."""
    rows = ServiceRequest.objects.filter(visible_to(by), id=request_id)
    found = view_requests(rows, with_history=True)
    if not found:
        raise NotFoundError
    return found[0]


def list_requests(*, by: Actor) -> list[RequestView]:
    """Return the requests of the person or firm at hand: drafts first, then the newest."""
    rows = ServiceRequest.objects.filter(visible_to(by)).order_by("-started_city_at", "id")[:LISTED_MOST]
    found = view_requests(rows)
    return sorted(found, key=lambda each: each.status is not RequestStatus.DRAFT)


def find_draft(code: str, *, by: Actor) -> RequestView | None:
    """Return a form of the service that was begun and left."""
    rows = ServiceRequest.objects.filter(visible_to(by), service=code, status=RequestStatus.DRAFT.value)
    return next(iter(view_requests(rows.order_by("-started_city_at")[:1])), None)


def find_request_of_case(case_id: CaseId) -> RequestView | None:
    """Return the request that a case is about, for a reader who may open the case."""
    return next(iter(view_requests(ServiceRequest.objects.filter(case_id=case_id), with_history=True)), None)


def read_file(request_id: RequestId, file_id: RequestFileId) -> tuple[str, bytes]:
    """Return a file's kind and bytes, for a reader who may open the request. Raises: NotFoundError."""
    kept = RequestFile.objects.filter(request_id=request_id, id=file_id).first()
    if kept is None:
        raise NotFoundError
    return kept.media_type, bytes(kept.content)
