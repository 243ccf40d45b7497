"""Questions others may ask of offers. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from alatau.core.errors import NotFoundError
from alatau.services.models.offers import Offer, OfferStep
from alatau.services.offers.record import read_state, view_offer
from alatau.services.offers.values import OVER, OfferId, OfferView, Status, Step, StepView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import PersonId

#: Offers that a page shows.
SHOWN_MOST = 50
#: Nobody else has been told of these yet.
NOT_TOLD = (Status.DETECTED.value, Status.CHECKED.value)


def list_offers_of(person_id: PersonId) -> list[OfferView]:
    """Return what was offered to a person, and what waits for their yes beside another's; the newest first."""
    theirs = Q(person_id=person_id) | Q(adults__contains=[person_id], status=Status.ACCEPTED.value)
    found = Offer.objects.filter(theirs).exclude(status__in=NOT_TOLD).order_by("-opened_at", "id")
    return [view_offer(offer) for offer in found[:SHOWN_MOST]]


def list_awaiting(person_id: PersonId) -> frozenset[OfferId]:
    """Return the offers that another of the family accepted, and that wait for this person's own yes."""
    found = Offer.objects.filter(adults__contains=[person_id], status=Status.ACCEPTED.value)
    return frozenset(OfferId(offer.id) for offer in found if str(person_id) not in read_state(offer).consented)


def get_offer_of(offer_id: OfferId, person_id: PersonId) -> OfferView:
    """Return one offer to a person.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    theirs = Q(person_id=person_id) | Q(adults__contains=[person_id], status=Status.ACCEPTED.value)
    found = Offer.objects.filter(theirs, id=offer_id).exclude(status__in=NOT_TOLD).first()
    if found is None:
        raise NotFoundError
    return view_offer(found)


def get_offer_of_case(case_id: UUID) -> tuple[OfferView, list[StepView]]:
    """Return the offer that a case is about, with its steps, to officials whose look at the case is written.

    Raises:
        NotFoundError: the case is about no offer.
    """
    offer = Offer.objects.filter(case_id=case_id).first()
    if offer is None:
        raise NotFoundError
    rows = OfferStep.objects.filter(offer=offer).order_by("number")
    steps = [StepView(step=Step(row.step), at=row.city_at, reason=str(row.facts.get("reason", ""))) for row in rows]
    return view_offer(offer), steps


def find_open_offer(right: str, holder_id: UUID) -> OfferView | None:
    """Return the offer of a right that stands now, or None."""
    found = Offer.objects.filter(right=right, holder_id=holder_id).exclude(status__in=OVER)
    offer = found.order_by("-opened_at").first()
    return view_offer(offer) if offer else None


def count_offers_by_right() -> Mapping[str, int]:
    """Return how many offers there were of each right, by the key of its texts."""
    counted = Offer.objects.values_list("benefit_key").annotate(number=Count("id"))
    return dict(counted.order_by("-number", "benefit_key"))


def count_offers() -> Mapping[Status, int]:
    """Return how many offers there are, by where they stand."""
    counted = Offer.objects.values_list("status").annotate(number=Count("id"))
    return {Status(status): number for status, number in counted.order_by("status")}
