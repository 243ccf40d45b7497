"""What a queue writes to people: a place is offered, time ran out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.services.models.queues import PlaceOffer, Ticket
    from alatau.services.queues.kinds import QueueKind

OFFERED, LAPSED = "services.place_offered", "services.place_lapsed"


def tell_of_offer(kind: QueueKind, ticket: Ticket, offer: PlaceOffer, *, provider: str, by: Actor, at: Moment) -> None:
    """Write that a place is offered, until when, and how to answer by one digit."""
    language = get_choices(PersonId(ticket.asked_by)).language
    facts = {
        "provider": kind.providers[provider].name.say(language),
        "last_day": offer.consent_by.astimezone(at.city_at.tzinfo).date(),
    }
    _send(OFFERED, ticket, facts, key=f"place_offer.{offer.id}", case_id=offer.id, by=by, at=at)


def tell_of_lapse(ticket: Ticket, offer: PlaceOffer, *, by: Actor, at: Moment) -> None:
    """Write that time ran out, and until when the ticket can be taken up again."""
    if ticket.restore_by is not None:
        facts = {"number": ticket.number, "last_day": ticket.restore_by}
        _send(LAPSED, ticket, facts, key=f"place_lapse.{offer.id}", case_id=offer.id, by=by, at=at)


def _send(
    template: str, ticket: Ticket, facts: dict[str, object], *, key: str, case_id: UUID, by: Actor, at: Moment
) -> None:
    try:
        send_message(
            template,
            to=PersonId(ticket.asked_by),
            facts=facts,
            by=by,
            at=at,
            case_id=case_id,
            key=key,
        )
    except NoWayToReachError:
        # Whoever has no phone and no address finds the place on the ticket's page, or at a desk.
        return
