"""Open an offer: a card gives somebody a right that is theirs, unasked, and nobody has offered it yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.family.card import EntitlementState
from alatau.family.find import load_families
from alatau.family.law import reaches_of
from alatau.family.runs import get_current_run
from alatau.services.models.offers import Offer
from alatau.services.offers.errors import RightNotGivenError
from alatau.services.offers.given import choose_spoken_to, list_adults, read_given
from alatau.services.offers.hand_over import ask_a_person
from alatau.services.offers.history import Happening
from alatau.services.offers.record import record_steps
from alatau.services.offers.take_all import take_by_standing_yes
from alatau.services.offers.tell import is_due, tell_offer
from alatau.services.offers.values import OPEN, OVER, OfferId, Status, Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.people.values import FamilyId
    from alatau.services.events.values import LifeEventId
    from alatau.services.offers.given import Given

declare_points("services.offer.opened", "services.offer.opening_told")

#: Class of the locks under which two openings of one right wait for each other ("alatau", "offer").
LOCK = 0x0A1A_70FF


@transaction.atomic
def open_offer(
    right: str,
    person_id: PersonId | None,
    *,
    family_id: FamilyId,
    event_id: LifeEventId | None,
    because: str,
    by: Actor,
    at: Moment,
) -> OfferId:
    """Open the offer of a right that a family's card gives, and tell the person; the standing one is returned.

    ``person_id`` is whose right it is, None for the family's. A right that was served is offered again for another
    life event alone. Where the card hangs on something that nobody knows, an official is asked instead of the person.

    Raises:
        NotFoundError: there is no such family. RightNotGivenError: its card does not give the right, or the right is
            one that is asked for.
    """
    run = get_current_run()
    stored = load_families(run, [family_id]).get(family_id)
    if stored is None:
        raise NotFoundError
    given = read_given(right, person_id or family_id, stored=stored, run=run)
    if given is None or given.state is EntitlementState.NO:
        raise RightNotGivenError(right=right)
    return open_given(given, event_id=event_id, because=because, by=by, at=at)


def open_given(given: Given, *, event_id: LifeEventId | None, because: str, by: Actor, at: Moment) -> OfferId:
    """Open the offer of a right that stands on a card; see `open_offer`."""
    right = given.rule.name
    lock_right(right, given.holder_id)
    standing = _find_standing(right, given.holder_id, event_id=event_id)
    if standing is not None:
        _note_event(standing, event_id)
        return OfferId(standing.id)

    # Nothing is refused below this line.
    offer = Offer(
        id=uuid4(),
        right=right,
        benefit_key=given.rule.version.key,
        paid=str(given.rule.version.facts.get("paid", "")),
        holder_id=given.holder_id,
        family_id=given.stored.family,
        person_id=choose_spoken_to(given, at=at),
        adults=list_adults(given.stored, at=at) if given.terms.all_adults else [],
        event_id=event_id,
        because=because,
        amount=given.amount,
        opened_at=at.wall_at,
        opened_city_at=at.city_at,
        told_from=at.city_at + timedelta(days=given.terms.tell_after_days),
    )
    steps = [Happening(step=Step.DETECTED, facts={"because": because, "event": event_id})]
    if given.state is EntitlementState.ASK:
        record_steps(offer, steps, by=by, at=at)
        ask_a_person(offer, reason="unknown", by=by, at=at)
        return OfferId(offer.id)
    checked = {"amount": given.amount, "covers": sorted(reaches_of(get_current_run())[right].registers)}
    record_steps(offer, [*steps, Happening(step=Step.CHECKED, facts=checked)], by=by, at=at)
    reach("services.offer.opened")
    if not take_by_standing_yes(offer, at=at) and is_due(offer, at=at):
        tell_offer(offer, by=by, at=at)
    reach("services.offer.opening_told")
    return OfferId(offer.id)


def lock_right(right: str, holder_id: UUID) -> None:
    """Hold a right of somebody until the transaction ends: one opening at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, f"{right}:{holder_id}"])


def _find_standing(right: str, holder_id: UUID, *, event_id: UUID | None) -> Offer | None:
    """Return the offer that stands for the right: an open one, or one that served this very event."""
    live = Offer.objects.filter(right=right, holder_id=holder_id).exclude(status__in=OVER)
    found = {offer.status in OPEN: offer for offer in live.order_by("opened_at")}
    served = found.get(False)
    is_served = served is not None and (event_id is None or served.event_id in (None, event_id))
    return found.get(True) or (served if is_served else None)


def _note_event(offer: Offer, event_id: UUID | None) -> None:
    """Keep what brought the right, where the card was quicker than the event."""
    if offer.event_id is None and event_id is not None and offer.status != Status.FULFILLED:
        offer.event_id = event_id
        offer.save(update_fields=["event_id"])
