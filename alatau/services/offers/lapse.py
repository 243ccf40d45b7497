"""End an offer whose right is gone, and close one whose right was served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.offers.hand_over import Reason, ask_a_person
from alatau.services.offers.history import may_follow
from alatau.services.offers.record import record_step
from alatau.services.offers.tell import say
from alatau.services.offers.terms import offer_rules
from alatau.services.offers.values import Status, Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models.offers import Offer

#: The person knows of it: that it is gone is told too.
_TOLD = frozenset({Status.OFFERED, Status.ACCEPTED, Status.SILENT, Status.REMINDED, Status.ACCOUNT_NEEDED})

#: Ends that are no loss to anybody.
QUIET = frozenset({"granted"})


def lapse_offer(offer: Offer, *, reason: str, by: Actor, at: Moment) -> None:
    """End an offer that the caller holds and that nobody has taken yet; who was told of it is told that it is gone.

    What is decided already is no more the offer's affair: payments end by rules of their own.
    """
    if not may_follow(Status(offer.status), Step.LAPSED):
        return
    was_told = Status(offer.status) in _TOLD
    record_step(offer, Step.LAPSED, by=by, at=at, reason=reason)
    if was_told and reason not in QUIET:
        say(offer, offer_rules().gone, by=by, at=at)


def doubt_offer(offer: Offer, *, reason: Reason, by: Actor, at: Moment) -> None:
    """Let an official look at an offer that the caller holds, because its right became doubtful."""
    if may_follow(Status(offer.status), Step.PERSON_ASKED):
        ask_a_person(offer, reason=reason, by=by, at=at)


def close_offer(offer: Offer, *, by: Actor, at: Moment) -> None:
    """Close an offer that the caller holds: its right was served and is over. A repeat changes nothing."""
    if may_follow(Status(offer.status), Step.CLOSED):
        record_step(offer, Step.CLOSED, by=by, at=at)
