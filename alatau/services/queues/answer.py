"""Answer an offered place: agree, sign, decline; take a silent ticket up again; leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.services.models.queues import Place, PlaceOffer
from alatau.services.queues.errors import PlaceOfferEndedError, RestoreSpentError
from alatau.services.queues.history import Status, Step
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.record import check_step, lock_ticket, record_step
from alatau.services.queues.register import tell_register
from alatau.services.queues.tell import tell_of_lapse
from alatau.services.queues.values import HOLDING, OfferStatus, PlaceStatus, TicketId
from alatau.services.queues.whose import check_whose

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models.queues import Ticket
    from alatau.services.queues.values import PlaceOfferId

declare_points("services.place.answered")


@transaction.atomic
def accept_place(offer_id: PlaceOfferId, *, by: Actor, at: Moment) -> None:
    """Agree to an offered place; the contract is to be signed within the days of the law. A repeat changes nothing.

    Raises:
        NotFoundError, PlaceOfferEndedError: in this order; nothing is written.
    """
    offer, ticket = _load(offer_id, by=by, at=at)
    if offer.status in (OfferStatus.AGREED.value, OfferStatus.CONTRACTED.value):
        return
    if offer.status != OfferStatus.OPEN.value or offer.consent_by <= at.city_at:
        raise PlaceOfferEndedError
    days = get_queue(ticket.queue).terms.contract_working_days
    offer.contract_by = content().calendar.deadline(at.city_at, working_days=days)
    _move(offer, OfferStatus.AGREED)
    record_step(ticket, Step.AGREED, by=by, at=at, offer_id=offer.id)
    reach("services.place.answered")
    tell_register(ticket, at=at)


@transaction.atomic
def sign_contract(offer_id: PlaceOfferId, *, by: Actor, at: Moment) -> None:
    """Sign the contract for a place that was agreed to: the ticket has its place. A repeat changes nothing.

    Raises:
        NotFoundError, PlaceOfferEndedError: in this order; nothing is written.
    """
    offer, ticket = _load(offer_id, by=by, at=at)
    if offer.status == OfferStatus.CONTRACTED.value:
        return
    if offer.status != OfferStatus.AGREED.value or (offer.contract_by and offer.contract_by <= at.city_at):
        raise PlaceOfferEndedError
    _move(offer, OfferStatus.CONTRACTED)
    Place.objects.filter(id=offer.place_id).update(status=PlaceStatus.TAKEN.value)
    record_step(ticket, Step.CONTRACTED, by=by, at=at, offer_id=offer.id)
    reach("services.place.answered")
    tell_register(ticket, at=at)


@transaction.atomic
def decline_place(offer_id: PlaceOfferId, *, by: Actor, at: Moment) -> None:
    """Say no to a place: by law the ticket loses its day, and leaves the queue. A repeat changes nothing.

    Raises:
        NotFoundError, PlaceOfferEndedError: in this order; nothing is written.
    """
    offer, ticket = _load(offer_id, by=by, at=at)
    if offer.status == OfferStatus.DECLINED.value:
        return
    if offer.status != OfferStatus.OPEN.value:
        raise PlaceOfferEndedError
    _free(offer, OfferStatus.DECLINED)
    record_step(ticket, Step.DECLINED, by=by, at=at, offer_id=offer.id)
    reach("services.place.answered")
    tell_register(ticket, at=at)


@transaction.atomic
def lapse_offer(offer_id: PlaceOfferId, *, by: Actor, at: Moment) -> None:
    """End an offer whose time is over: the place is free again, and the ticket rests. Any other is left as it is."""
    offer, ticket = _lock(offer_id)
    over = {OfferStatus.OPEN.value: offer.consent_by, OfferStatus.AGREED.value: offer.contract_by}.get(offer.status)
    if over is None or over > at.city_at:
        return
    step = Step.SILENT if offer.status == OfferStatus.OPEN.value else Step.MISSED
    _free(offer, OfferStatus(step.value))
    terms = get_queue(ticket.queue).terms
    can_restore = ticket.restored < terms.restores
    ticket.restore_by = at.city_day + timedelta(days=terms.restore_days) if can_restore else None
    record_step(ticket, step, by=by, at=at, offer_id=offer.id)
    if not can_restore:
        record_step(ticket, Step.TIMED_OUT, by=by, at=at)
    reach("services.place.answered")
    tell_register(ticket, at=at)
    tell_of_lapse(ticket, offer, by=by, at=at)


@transaction.atomic
def restore_ticket(ticket_id: TicketId, *, by: Actor, at: Moment) -> None:
    """Take up a ticket that rests: it waits again, on its old day. Once, and within the days of the law.

    Raises:
        NotFoundError, TicketNotWaitingError, RestoreSpentError: in this order; nothing is written.
    """
    ticket = lock_ticket(ticket_id)
    check_whose(ticket, by=by, at=at)
    if ticket.status == Status.WAITING.value and ticket.restored:
        return
    check_step(ticket, Step.RESTORED)
    if ticket.restore_by is None or ticket.restore_by < at.city_day:
        raise RestoreSpentError
    ticket.restored += 1
    ticket.restore_by = None
    record_step(ticket, Step.RESTORED, by=by, at=at)
    tell_register(ticket, at=at)


@transaction.atomic
def leave_queue(ticket_id: TicketId, *, by: Actor, at: Moment) -> None:
    """Leave a queue; a place that was held becomes free. A repeat changes nothing.

    Raises:
        NotFoundError, TicketNotWaitingError: in this order; nothing is written.
    """
    ticket = lock_ticket(ticket_id)
    check_whose(ticket, by=by, at=at)
    if ticket.status == Status.LEFT.value:
        return
    check_step(ticket, Step.LEFT)
    offer = ticket.offers.filter(status__in=[each.value for each in HOLDING]).first()
    if offer is not None:
        _free(offer, OfferStatus.DECLINED)
    record_step(ticket, Step.LEFT, by=by, at=at)
    tell_register(ticket, at=at)


@transaction.atomic
def time_out(ticket_id: TicketId, *, by: Actor, at: Moment) -> None:
    """Let a ticket go that nobody took up again in time. Any other is left as it is."""
    ticket = lock_ticket(ticket_id)
    if ticket.status == Status.INACTIVE.value and (ticket.restore_by is None or ticket.restore_by < at.city_day):
        record_step(ticket, Step.TIMED_OUT, by=by, at=at)
        tell_register(ticket, at=at)


def _load(offer_id: PlaceOfferId, *, by: Actor, at: Moment) -> tuple[PlaceOffer, Ticket]:
    offer, ticket = _lock(offer_id)
    check_whose(ticket, by=by, at=at)
    return offer, ticket


def _lock(offer_id: PlaceOfferId) -> tuple[PlaceOffer, Ticket]:
    """Return an offer and its ticket, locked: the ticket first, as everywhere."""
    ticket_id = PlaceOffer.objects.filter(id=offer_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFoundError
    ticket = lock_ticket(TicketId(ticket_id))
    return PlaceOffer.objects.select_for_update().get(id=offer_id), ticket


def _move(offer: PlaceOffer, status: OfferStatus) -> None:
    offer.status = status.value
    offer.save(update_fields=["status", "contract_by"])


def _free(offer: PlaceOffer, status: OfferStatus) -> None:
    _move(offer, status)
    Place.objects.filter(id=offer.place_id).update(status=PlaceStatus.FREE.value)
