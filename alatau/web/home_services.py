"""Cards of home from what the state brings: offers, places, requests, decisions and payments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from alatau.access.care import list_children_in_care
from alatau.access.read import name_people
from alatau.core.text import format_day
from alatau.family.present.say import name_rule
from alatau.services.catalogue.present import say_next
from alatau.services.catalogue.read import list_requests
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.decisions.read import list_decisions_of
from alatau.services.decisions.say import tell_decision, tell_payment
from alatau.services.offers.read import list_awaiting, list_offers_of
from alatau.services.offers.say import tell_offer
from alatau.services.offers.values import Status as OfferStatus
from alatau.services.payments.read import list_coming_of, list_payments_of
from alatau.services.payments.values import PaymentStatus
from alatau.services.queues.explain import say_status
from alatau.services.queues.history import Status as TicketStatus
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.read import list_offers, list_tickets_of
from alatau.services.queues.values import OfferStatus as PlaceStatus
from alatau.web.values import FeedCard, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.services.catalogue.request_values import RequestView
    from alatau.services.offers.say import Told
    from alatau.services.payments.values import PaymentView
    from alatau.services.queues.values import OfferedPlace, TicketView

#: A decision or a payment is news for so long.
NEWS = timedelta(days=60)
#: Newest decisions and payments that are looked through.
NEWEST = 12
WITH_OFFICIALS = frozenset({OfferStatus.ACCEPTED, OfferStatus.PERSON_ASKED, OfferStatus.DISPUTED})


def list_service_cards(person_id: PersonId, *, actor: Actor, at: Moment) -> Iterator[FeedCard]:
    """Return what the state brings to a person and to children in their care, most urgent kinds first."""
    yield from _offers(person_id)
    yield from _places(person_id, actor=actor, at=at)
    yield from list_request_cards(actor)
    yield from _payments(person_id, at=at)
    yield from _decisions(person_id, at=at)


def list_request_cards(actor: Actor) -> Iterator[FeedCard]:
    """Return the requests of the person or firm at hand that are not finished."""
    for view in list_requests(by=actor):
        if view.status is RequestStatus.DRAFT:
            yield _request(view, urgency=Urgency.NEEDS_YOU, action=_("Go on"))
        elif view.status is RequestStatus.FEE_DUE:
            yield _request(view, urgency=Urgency.NEEDS_YOU, action=_("Open and pay"))
        elif view.status is RequestStatus.WITH_STAFF:
            yield _request(view, urgency=Urgency.WAITING)


def _offers(person_id: PersonId) -> Iterator[FeedCard]:
    offers = list_offers_of(person_id)
    waits_for_adults = any(view.status is OfferStatus.ACCEPTED for view in offers)
    asked = list_awaiting(person_id) if waits_for_adults else frozenset()
    for view in offers:
        told = tell_offer(view)
        if view.status is OfferStatus.ACCOUNT_NEEDED:
            yield _offer(told, urgency=Urgency.NEEDS_YOU, action=_("Choose an account"))
        elif view.id in asked:
            yield _offer(told, urgency=Urgency.NEEDS_YOU, action=_("Look and say yes"))
        elif told.needs_you:
            action = _("Look and accept") if told.amount else _("Look and say yes")
            yield _offer(told, urgency=Urgency.OFFERED, action=action)
        elif view.status in WITH_OFFICIALS:
            yield _offer(told, urgency=Urgency.WAITING, text=told.word)


def _offer(told: Told, *, urgency: Urgency, action: str = "", text: str = "") -> FeedCard:
    return FeedCard(
        urgency=urgency,
        kind=_("Offered to you"),
        icon="gift",
        title=told.name,
        amount=told.amount,
        amount_note=told.rhythm,
        text=text,
        why=told.why if action else "",
        at=told.view.opened_at,
        action=action,
        address=reverse("services:offer", args=[told.view.id]),
        about=frozenset({told.view.id}),
    )


class _Turn(NamedTuple):
    """What a ticket waits for on the reader's side."""

    urgency: Urgency
    action: str = ""
    until: date | None = None
    text: str = ""


def _places(person_id: PersonId, *, actor: Actor, at: Moment) -> Iterator[FeedCard]:
    people = [person_id]
    if actor.for_person_id is None:
        people += [child.person_id for child in list_children_in_care(person_id, at=at)]
    tickets = list_tickets_of(people, on=at.city_day)
    names = name_people([ticket.person_id for ticket in tickets]) if tickets else {}
    for ticket in tickets:
        offered = _find_place(ticket)
        turn = _turn_of(ticket, offered, at=at)
        if turn is None:
            continue
        yield FeedCard(
            urgency=turn.urgency,
            kind=get_queue(ticket.queue).name.say(),
            icon="ticket",
            title=names.get(ticket.person_id, ticket.number),
            text=turn.text,
            why=say_status(ticket),
            at=offered.made_at if offered else ticket.entered_at,
            until=turn.until,
            action=turn.action,
            address=reverse("services:ticket", args=[ticket.id]),
            about=frozenset({ticket.id, offered.id} if offered else {ticket.id}),
        )


def _find_place(ticket: TicketView) -> OfferedPlace | None:
    if ticket.status not in (TicketStatus.OFFERED, TicketStatus.AGREED):
        return None
    held = (PlaceStatus.OPEN, PlaceStatus.AGREED)
    return next((each for each in list_offers(ticket.id) if each.status in held), None)


def _turn_of(ticket: TicketView, offered: OfferedPlace | None, *, at: Moment) -> _Turn | None:
    provider = get_queue(ticket.queue).providers.get(offered.provider) if offered else None
    place = provider.name.say() if provider else ""
    match ticket.status:
        case TicketStatus.WAITING:
            return _Turn(Urgency.WAITING)
        case TicketStatus.OFFERED if offered:
            until = offered.consent_by.astimezone(at.city_at.tzinfo).date()
            return _Turn(Urgency.NEEDS_YOU, _("Answer"), until, place)
        case TicketStatus.AGREED if offered:
            until = (offered.contract_by or offered.consent_by).astimezone(at.city_at.tzinfo).date()
            return _Turn(Urgency.NEEDS_YOU, _("Sign the contract"), until, place)
        case TicketStatus.INACTIVE if ticket.restore_by and ticket.restore_by >= at.city_day:
            return _Turn(Urgency.NEEDS_YOU, _("Take it up again"), ticket.restore_by)
        case _:
            return None


def _request(view: RequestView, *, urgency: Urgency, action: str = "") -> FeedCard:
    return FeedCard(
        urgency=urgency,
        kind=_("Your request"),
        icon="clipboard-document-list",
        title=view.service.name.say(),
        why=say_next(view),
        at=view.sent_at or view.started_at,
        action=action,
        address=reverse("services:request", args=[view.id]),
        # Its bill stands in the feed by itself, and its case is this request.
        about=frozenset(each for each in (view.id, view.bill_id, view.case_id) if each),
    )


def _payments(person_id: PersonId, *, at: Moment) -> Iterator[FeedCard]:
    for view in list_payments_of(person_id, limit=NEWEST):
        is_paid = view.status is PaymentStatus.PAID
        if not is_paid or (view.paid_at is not None and view.paid_at > at.city_at - NEWS):
            yield _payment(view, is_paid=is_paid, at=at)
    for coming in list_coming_of(person_id, at=at):
        yield FeedCard(
            urgency=Urgency.WAITING,
            kind=_("On its way to you"),
            icon="banknotes",
            title=name_rule(coming.benefit_key, coming.right),
            amount=coming.amount,
            amount_note=_("comes on %(day)s") % {"day": format_day(coming.on)},
            at=at.city_at,
            address=reverse("services:decision", args=[coming.decision_id]),
        )


def _payment(view: PaymentView, *, is_paid: bool, at: Moment) -> FeedCard:
    told = tell_payment(view)
    return FeedCard(
        urgency=Urgency.PAID if is_paid else Urgency.WAITING,
        kind=_("Paid to you") if is_paid else _("On its way to you"),
        icon="banknotes",
        title=told.name,
        amount=view.amount,
        amount_note="" if is_paid else told.face.word,
        at=view.paid_at or at.city_at,
        address=reverse("services:decision", args=[view.decision_id]),
    )


def _decisions(person_id: PersonId, *, at: Moment) -> Iterator[FeedCard]:
    for view in list_decisions_of(person_id, limit=NEWEST):
        if not view.stands or view.decided_at < at.city_at - NEWS:
            continue
        told = tell_decision(view)
        letters: set[UUID] = {view.document_id} if view.document_id else set()
        yield FeedCard(
            urgency=Urgency.KNOWN,
            kind=told.face.word,
            icon="check-badge",
            title=told.name,
            text=_("The decision, its letter and its payments"),
            at=view.decided_at,
            address=reverse("services:decision", args=[view.id]),
            about=frozenset(letters),
        )
