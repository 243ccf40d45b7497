"""A right to go first that no register can prove: officials look at a paper, and the ticket follows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.services.models.queues import ClassClaim
from alatau.services.queues.history import Status, Step, follow
from alatau.services.queues.record import lock_ticket, record_step
from alatau.services.queues.values import TicketId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models.queues import Ticket
    from alatau.services.queues.kinds import PriorityClass

#: Ids of cases are made from the ticket's and the right's key in it.
CASES = UUID("6a1f0a52-5c0e-4f6b-8c63-1f3f1b6f9d27")
CASE_TYPE = "queue_class"
CONFIRMED = "confirmed"


def claim_class(ticket: Ticket, wanted: PriorityClass, *, region: str, by: Actor, at: Moment) -> None:
    """Ask for a right to go first: of registers, which answer soon, or of officials where no register can tell."""
    if wanted.is_sibling or wanted.key in {*ticket.claimed, *ticket.classes}:
        # A brother or sister with a place is known here: there is nothing to ask.
        return
    facts: dict[str, object] = {"class": wanted.key}
    if wanted.proof is None:
        case_id = open_case(
            CASE_TYPE,
            subject_id=PersonId(ticket.person_id),
            region=region,
            facts={"ticket_id": ticket.id, "class": wanted.key},
            request_id=uuid5(CASES, f"{ticket.id}.{wanted.key}"),
            by=by,
            at=at,
        )
        ClassClaim.objects.get_or_create(case_id=case_id, ticket=ticket, class_key=wanted.key)
        facts["case_id"] = case_id
    ticket.claimed = [*ticket.claimed, wanted.key]
    record_step(ticket, Step.CLAIMED, by=by, at=at, **facts)


@transaction.atomic
def settle_claim(case_id: UUID, *, outcome: str, by: Actor, at: Moment) -> None:
    """Give a ticket the right that officials confirmed, or take the claim off it. Safe to repeat."""
    claim = ClassClaim.objects.filter(case_id=case_id).first()
    if claim is None:
        return
    ticket, key = lock_ticket(TicketId(claim.ticket_id)), claim.class_key
    step = Step.PROVEN if outcome == CONFIRMED else Step.UNPROVEN
    is_settled = (key in ticket.classes) == (step is Step.PROVEN) and key not in ticket.claimed
    if is_settled or follow(Status(ticket.status), step) is None:
        return
    ticket.claimed = [each for each in ticket.claimed if each != key]
    others = [each for each in ticket.classes if each != key]
    ticket.classes = [*others, key] if step is Step.PROVEN else others
    record_step(ticket, step, by=by, at=at, **{"class": key, "case_id": case_id})
