"""Forget what people wrote and sent with requests decided long ago. Numbers, states, steps and papers stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from alatau.core.retention import declare_retention
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.models import RequestFile, ServiceRequest

if TYPE_CHECKING:
    from datetime import datetime

OVER = [RequestStatus.GRANTED.value, RequestStatus.REFUSED.value, RequestStatus.WITHDRAWN.value]


@declare_retention("services.request")
@transaction.atomic
def forget_requests(*, before: datetime, limit: int) -> int:
    """Erase answers, what registers said, and files of requests that were sent before and are over; return how many."""
    kept = ServiceRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        ~Q(answers=b"") | ~Q(evidence=b""), status__in=OVER, sent_city_at__lt=before
    )
    ids = list(kept.order_by("sent_city_at", "id").values_list("id", flat=True)[:limit])
    RequestFile.objects.filter(request_id__in=ids).delete()
    ServiceRequest.objects.filter(id__in=ids).update(answers=b"", evidence=b"")
    return len(ids)
