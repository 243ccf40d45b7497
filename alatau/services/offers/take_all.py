"""Take the rights of an event with one yes: those that are offered already, and those that come with the next card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from alatau.core.errors import AlatauError
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.services.flows.read import find_standing_yes
from alatau.services.models.offers import Offer
from alatau.services.offers.answer import accept_offer
from alatau.services.offers.values import ANSWERABLE, OVER, AnswerChannel, OfferId

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment

log = structlog.get_logger(__name__)


def take_offers_of(event_id: UUID, *, channel: AnswerChannel, text_version: str, by: Actor, at: Moment) -> int:
    """Take every offer that an event brought to a person who said yes to all of them, and return how many were."""
    assert by.subject_id is not None, "somebody said yes"
    waiting = Offer.objects.filter(event_id=event_id, person_id=by.subject_id, status__in=[*ANSWERABLE])
    taken = [
        _take(OfferId(offer.id), channel=channel, text_version=text_version, by=by, at=at)
        for offer in waiting.exclude(status__in=OVER).order_by("opened_at", "id")
    ]
    return sum(taken)


def take_by_standing_yes(offer: Offer, *, at: Moment) -> bool:
    """Take an offer whose person said yes to all that the event would bring; tell whether that is so."""
    yes = find_standing_yes(offer.event_id) if offer.event_id else None
    if yes is None or yes.person_id != offer.person_id:
        return False
    by = Actor(kind=ActorKind.RESIDENT, person_id=PersonId(offer.person_id))
    channel = AnswerChannel(yes.channel)
    return _take(OfferId(offer.id), channel=channel, text_version=yes.text_version, by=by, at=at)


def _take(offer_id: OfferId, *, channel: AnswerChannel, text_version: str, by: Actor, at: Moment) -> bool:
    try:
        # What cannot be taken now must not stop the others: it stays offered.
        with transaction.atomic():
            accept_offer(offer_id, account=None, channel=channel, text_version=text_version, by=by, at=at)
    except AlatauError as refusal:
        log.info("services.offer.not_taken", offer_id=str(offer_id), refusal=refusal.code)
        return False
    return True
