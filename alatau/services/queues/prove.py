"""Prove rights to go first by what the family's card says, and let them go when it no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.load import access_person
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.registry.read_records import RECORDS
from alatau.services.queues.history import Status, Step, follow
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.record import lock_ticket, record_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from alatau.core.values import Actor, Moment
    from alatau.services.models.queues import Ticket
    from alatau.services.queues.kinds import Proof
    from alatau.services.queues.values import TicketId

declare_points("services.classes.proven")


@transaction.atomic
def prove_classes(ticket_id: TicketId, *, by: Actor, at: Moment) -> None:
    """Give a ticket the rights that its person's family card proves today, and take back those that it no longer does.

    What nobody knows changes nothing: a right that was proven stays until a register says otherwise. Safe to repeat.
    """
    ticket = lock_ticket(ticket_id)
    kind = get_queue(ticket.queue)
    proofs = {each.key: each.proof for each in kind.classes.values() if each.proof is not None}
    if not proofs or follow(Status(ticket.status), Step.PROVEN) is None:
        return
    person_id = PersonId(ticket.person_id)
    access_person(person_id, by=by, purpose="service", data=(RECORDS,), at=at)
    card = read_card(person_id)
    for key, proof in proofs.items():
        answer = is_proven(proof, card)
        if answer is not None:
            _settle(ticket, key, is_true=answer, by=by, at=at)
    reach("services.classes.proven")


def read_card(person_id: PersonId) -> Mapping[str, Any]:
    """Return the figures of a person's family as they stand; nothing where there is no card yet."""
    # The libraries of the lake belong to the worker alone.
    from alatau.family.find import find_family_of  # noqa: PLC0415

    try:
        return find_family_of(person_id).stored.row
    except (CardNotFoundError, CardsNotComputedError):
        return {}


def is_proven(proof: Proof, card: Mapping[str, Any]) -> bool | None:
    """Tell whether a card proves a right; None where nobody knows."""
    value = card.get(proof.figure)
    if value is None:
        return None
    if proof.one_of:
        return value in proof.one_of
    return bool(value) if proof.at_least is None else int(value) >= proof.at_least


def _settle(ticket: Ticket, key: str, *, is_true: bool, by: Actor, at: Moment) -> None:
    is_claimed = key in ticket.claimed
    if is_true == (key in ticket.classes) and not is_claimed:
        return
    ticket.claimed = [each for each in ticket.claimed if each != key]
    others = [each for each in ticket.classes if each != key]
    ticket.classes = [*others, key] if is_true else others
    record_step(ticket, Step.PROVEN if is_true else Step.UNPROVEN, by=by, at=at, **{"class": key})
