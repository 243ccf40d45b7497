"""Do not let silence end a right: remind, then let a person look after it where it matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import system_actor
from alatau.family.card import EntitlementState
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.family.find import find_family_of, load_families
from alatau.family.runs import get_current_run
from alatau.services.flows.read import events_in_talks
from alatau.services.models.offers import Offer
from alatau.services.offers.given import choose_spoken_to, list_adults, read_given
from alatau.services.offers.hand_over import Reason, ask_a_person
from alatau.services.offers.history import Happening
from alatau.services.offers.lapse import lapse_offer
from alatau.services.offers.record import record_step, record_steps
from alatau.services.offers.tell import say, tell_offer
from alatau.services.offers.terms import list_terms, offer_rules
from alatau.services.offers.values import Status, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.family.stored import StoredFamily

declare_points("services.follow_up.reminded", "services.follow_up.told")

BY = system_actor("services.offers")
#: Why an offer was opened that a search over a nation's cards found.
SEARCHED = "run"
#: Offers of one commit.
BATCH = 100


def tell_waiting_offers(*, at: Moment, limit: int = BATCH) -> int:
    """Tell people of offers that wait to be told, the oldest first, in one commit; return how many."""
    with transaction.atomic():
        found = Offer.objects.select_for_update(skip_locked=True).filter(status=Status.CHECKED.value)
        # What a conversation tells is told by it, until it ends.
        free = found.exclude(event_id__in=events_in_talks())
        due = list(free.filter(told_from__lte=at.city_at).order_by("told_from", "id")[:limit])
        standing = _read_again(due)
        for offer in due:
            if offer.because != SEARCHED:
                tell_offer(offer, by=BY, at=at)
            else:
                _tell_searched(offer, standing.get(offer.family_id), at=at)
            reach("services.follow_up.told")
    return len(due)


def _read_again(due: list[Offer]) -> Mapping[UUID, StoredFamily]:
    """Return the families of offers that a search opened: a nation's are told over hours, and cards change."""
    families = {offer.family_id for offer in due if offer.because == SEARCHED}
    return load_families(get_current_run(), families) if families else {}


def _tell_searched(offer: Offer, stored: StoredFamily | None, *, at: Moment) -> None:
    """Tell of an offer that a search opened, by the card as it stands: to whom a message comes, and of what sum."""
    run = get_current_run()
    given = read_given(offer.right, offer.holder_id, stored=stored, run=run) if stored else None
    if given is None or given.state is EntitlementState.NO:
        lapse_offer(offer, reason="lost", by=BY, at=at)
        return
    offer.person_id, offer.amount = choose_spoken_to(given, at=at), given.amount
    offer.adults = list_adults(given.stored, at=at) if given.terms.all_adults else []
    if given.state is EntitlementState.ASK:
        ask_a_person(offer, reason=Reason.UNKNOWN, by=BY, at=at)
    else:
        tell_offer(offer, by=BY, at=at)


def follow_up_silence(*, at: Moment, limit: int = BATCH) -> int:
    """Remind those who did not answer in time, or hand them to a person, in one commit; return how many.

    A first silence is followed by a reminder. After the second an official looks after families whose category the
    content names, and after rights that are lost if nobody asks. The others find the offer on their page.
    """
    with transaction.atomic():
        found = Offer.objects.select_for_update(skip_locked=True).filter(answer_by__lte=at.city_at)
        silent = [*found.order_by("answer_by", "id")[:limit]]
        for offer in silent:
            _follow_up(offer, at=at)
            reach("services.follow_up.reminded")
    return len(silent)


def _follow_up(offer: Offer, *, at: Moment) -> None:
    if offer.status == Status.OFFERED:
        steps = [Happening(step=Step.SILENT), Happening(step=Step.REMINDED)]
        record_steps(offer, steps, by=BY, at=at)
        say(offer, offer_rules().reminder, by=BY, at=at)
        return
    record_step(offer, Step.SILENT, by=BY, at=at)
    if list_terms()[offer.benefit_key].lapses or _find_category(offer) in offer_rules().person_for:
        ask_a_person(offer, reason=Reason.SILENT, by=BY, at=at)
        say(offer, offer_rules().with_person, by=BY, at=at)


def _find_category(offer: Offer) -> str:
    """Return the label of the family's category; empty for none."""
    try:
        found = find_family_of(offer.person_id)
    except (CardNotFoundError, CardsNotComputedError):
        return ""
    return str(found.stored.row.get(content().family_card.category) or "")
