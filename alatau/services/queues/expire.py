"""What time does to queues: offers lapse, tickets that rest go, free places are shared out every night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alatau.services.models.queues import Place, PlaceOffer, Ticket
from alatau.services.queues.answer import lapse_offer, time_out
from alatau.services.queues.history import Status
from alatau.services.queues.kinds import list_queues
from alatau.services.queues.rounds import run_round
from alatau.services.queues.values import OfferStatus, PlaceOfferId, PlaceStatus, TicketId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

log = structlog.get_logger(__name__)

#: Offers and tickets that one tick looks at; the next one takes the others.
AT_ONCE = 2000


def end_what_is_over(*, by: Actor, at: Moment) -> int:
    """Lapse offers whose time is over and let tickets go that nobody took up again; return how many there were."""
    silent = PlaceOffer.objects.filter(status=OfferStatus.OPEN.value, consent_by__lte=at.city_at)
    missed = PlaceOffer.objects.filter(status=OfferStatus.AGREED.value, contract_by__lte=at.city_at)
    offers = [*silent.values_list("id", flat=True)[:AT_ONCE], *missed.values_list("id", flat=True)[:AT_ONCE]]
    for offer_id in sorted(offers):
        lapse_offer(PlaceOfferId(offer_id), by=by, at=at)
    resting = Ticket.objects.filter(status=Status.INACTIVE.value, restore_by__lt=at.city_day)
    tickets = list(resting.values_list("id", flat=True)[:AT_ONCE])
    for ticket_id in tickets:
        time_out(TicketId(ticket_id), by=by, at=at)
    return len(offers) + len(tickets)


def share_out_every_queue(*, by: Actor, at: Moment) -> int:
    """Run a round of each queue that has free places and somebody waiting; return how many there were."""
    rounds = 0
    for key in list_queues():
        has_places = Place.objects.filter(queue=key, status=PlaceStatus.FREE.value).exists()
        if has_places and Ticket.objects.filter(queue=key, status=Status.WAITING.value).exists():
            run_round(key, by=by, at=at)
            rounds += 1
    return rounds
