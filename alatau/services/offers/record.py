"""Write a step of an offer: the history, the columns computed from it, and the journal, as one.

Every use case of offers locks its offer with `lock_offer` and writes with `record_step`; only the set-based opening
after a run writes the same rows for many at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.registry.people.values import FamilyId
from alatau.services.decisions.values import DecisionId
from alatau.services.events.values import LifeEventId
from alatau.services.models.offers import Offer, OfferStep
from alatau.services.offers.history import Happening, OfferState, after, state_of
from alatau.services.offers.terms import offer_rules
from alatau.services.offers.values import AWAITED, OfferId, OfferView, Status, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Actor, Moment

declare_points("services.offer.step_written", "services.offer.step_told")

#: Facts of a step that the journal carries: codes and ids.
CODES = frozenset({"channel", "person", "decision", "case", "reason", "message", "text", "consent"})


def lock_offer(offer_id: OfferId, *, person_id: PersonId | None = None) -> Offer:
    """Return the offer, held until the transaction ends: two answers act on it one after the other.

    Raises:
        NotFoundError: there is no such offer, or it was made to somebody else.
    """
    found = Offer.objects.select_for_update().filter(id=offer_id)
    offer = (found.filter(person_id=person_id) if person_id is not None else found).first()
    if offer is None:
        raise NotFoundError
    return offer


def read_state(offer: Offer) -> OfferState:
    """Return where the offer stands, computed from its steps."""
    return state_of(
        Happening(step=Step(row.step), facts=row.facts)
        for row in OfferStep.objects.filter(offer=offer).order_by("number")
    )


def record_step(offer: Offer, step: Step, *, by: Actor, at: Moment, **facts: object) -> OfferState:
    """Write one more step of an offer that the caller holds, and return where it stands now."""
    return record_steps(offer, [Happening(step=step, facts=facts)], by=by, at=at)


def record_steps(offer: Offer, happenings: Sequence[Happening], *, by: Actor, at: Moment) -> OfferState:
    """Write steps of an offer that the caller holds, in their order, and return where it stands now."""
    state = read_state(offer) if offer.steps else None
    rows, lines = [], []
    for happening in happenings:
        state = after(state, happening)
        offer.steps += 1
        rows.append(_row(offer, happening, by=by, at=at))
        lines.append(_line(offer, happening, state.status, by=by))
    assert state is not None, "there is a step to write"
    offer.status = state.status
    offer.answer_by = _answer_by(state, at=at)
    if state.decision:
        offer.decision_id = UUID(state.decision)
    # A new offer is inserted whole: its row carries all that its first steps say.
    offer.save(force_insert=offer._state.adding)
    OfferStep.objects.bulk_create(rows)
    reach("services.offer.step_written")
    append_lines(lines, at=at)
    reach("services.offer.step_told")
    return state


def _row(offer: Offer, happening: Happening, *, by: Actor, at: Moment) -> OfferStep:
    return OfferStep(
        offer_id=offer.id,
        number=offer.steps,
        step=happening.step,
        actor=actor_facts(by),
        facts=plain(dict(happening.facts)),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )


def _answer_by(state: OfferState, *, at: Moment) -> datetime | None:
    if state.status not in AWAITED:
        return None
    rules = offer_rules()
    days = rules.reminder_days if state.status is Status.REMINDED else rules.answer_days
    return at.city_at + timedelta(days=days)


def _line(offer: Offer, happening: Happening, status: Status, *, by: Actor) -> NewLine:
    told = {name: value for name, value in happening.facts.items() if name in CODES}
    return NewLine(
        kind=LineKind.EVENT,
        action=f"services.offer.{happening.step}",
        actor=by,
        subject_id=offer.person_id,
        case_id=offer.id,
        body={"offer_id": offer.id, "right": offer.right, "status": status, **told},
    )


def view_offer(offer: Offer) -> OfferView:
    """Return an offer as a value."""
    return OfferView(
        id=OfferId(offer.id),
        right=offer.right,
        benefit_key=offer.benefit_key,
        person_id=PersonId(offer.person_id),
        holder_id=offer.holder_id,
        family_id=FamilyId(offer.family_id),
        event_id=LifeEventId(offer.event_id) if offer.event_id else None,
        status=Status(offer.status),
        amount=offer.amount,
        paid=offer.paid,
        opened_at=offer.opened_city_at,
        decision_id=DecisionId(offer.decision_id) if offer.decision_id else None,
    )
