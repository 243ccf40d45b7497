"""Enter free places, and take back those that are not there after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.services.models.queues import Place, PlaceOffer
from alatau.services.queues.errors import PlacesTooManyError, WishUnknownError
from alatau.services.queues.history import Step
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.record import lock_ticket, record_step
from alatau.services.queues.values import HOLDING, OfferStatus, PlaceStatus, TicketId

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.services.queues.kinds import QueueKind
    from alatau.services.queues.values import PlaceId

#: Places of one provider and group that a person enters at once.
ENTERED_MOST = 500


@dataclass(frozen=True, kw_only=True)
class NewPlaces:
    """Places of one provider, group and language."""

    request_id: UUID
    provider: str
    group: str
    language: str
    count: int
    free_from: date


@transaction.atomic
def enter_places(queue: str, new: NewPlaces, *, by: Actor, at: Moment) -> int:
    """Enter free places, once for each request, and return how many were new.

    Raises:
        QueueNotFoundError, WishUnknownError, PlacesTooManyError: in this order; nothing is written.
    """
    kind = get_queue(queue)
    if not _is_known(kind, new):
        raise WishUnknownError
    if not 0 < new.count <= ENTERED_MOST:
        raise PlacesTooManyError(most=ENTERED_MOST)
    if Place.objects.filter(request_id=new.request_id).exists():
        return 0
    Place.objects.bulk_create(
        Place(
            id=uuid4(),
            queue=queue,
            provider=new.provider,
            group=new.group,
            language=new.language,
            free_from=new.free_from,
            status=PlaceStatus.FREE.value,
            request_id=new.request_id,
            request_place=place,
            entered_at=at.city_at,
        )
        for place in range(new.count)
    )
    body = {"queue": queue, "provider": new.provider, "group": new.group, "count": new.count}
    append_lines([NewLine(kind=LineKind.AUDIT, action="services.places.entered", actor=by, body=body)], at=at)
    return new.count


@transaction.atomic
def withdraw_place(place_id: PlaceId, *, by: Actor, at: Moment) -> None:
    """Take back a place that is not there after all; who was offered it waits again, on their old day.

    Raises:
        NotFoundError: there is no such place, or somebody has it by contract.
    """
    place = Place.objects.select_for_update().filter(id=place_id).exclude(status=PlaceStatus.TAKEN.value).first()
    if place is None:
        raise NotFoundError
    offer = PlaceOffer.objects.filter(place=place, status__in=[each.value for each in HOLDING]).first()
    if offer is not None:
        ticket = lock_ticket(TicketId(offer.ticket_id))
        offer.status = OfferStatus.TAKEN_BACK.value
        offer.save(update_fields=["status"])
        record_step(ticket, Step.TAKEN_BACK, by=by, at=at, offer_id=offer.id)
    place.status = PlaceStatus.WITHDRAWN.value
    place.save(update_fields=["status"])
    body = {"place_id": place.id, "queue": place.queue}
    append_lines([NewLine(kind=LineKind.AUDIT, action="services.place.withdrawn", actor=by, body=body)], at=at)


def _is_known(kind: QueueKind, new: NewPlaces) -> bool:
    provider = kind.providers.get(new.provider)
    if provider is None or new.group not in {each.key for each in kind.groups} | ({""} if not kind.groups else set()):
        return False
    return not provider.languages or new.language in provider.languages
