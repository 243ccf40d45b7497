"""Erase drafts that nobody touched for a month: what people did not send is not the city's to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.models import ServiceRequest

if TYPE_CHECKING:
    from alatau.core.values import Moment

BATCH = 500


@transaction.atomic
def erase_drafts(*, at: Moment, limit: int = BATCH) -> int:
    """Erase drafts whose days are over, with their files; return how many. Safe to run twice."""
    over = ServiceRequest.objects.select_for_update(skip_locked=True).filter(
        status=RequestStatus.DRAFT.value, expires_on__lt=at.city_day
    )
    ids = list(over.order_by("expires_on", "id").values_list("id", flat=True)[:limit])
    ServiceRequest.objects.filter(id__in=ids).delete()
    return len(ids)
