"""Bring tickets into the form in which places are shared out: group, rank, wishes, brothers and sisters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.models.queues import PlaceOffer
from alatau.services.queues.allocate import Waiting
from alatau.services.queues.values import OfferStatus, TicketId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.services.models.queues import Ticket
    from alatau.services.queues.kinds import QueueKind


def line_up(kind: QueueKind, tickets: Sequence[Ticket], *, on: date) -> dict[str, list[Waiting]]:
    """Return tickets by the group that they wait for on a day; who has outgrown all groups is left out."""
    siblings = _find_siblings(kind, tickets)
    found: dict[str, list[Waiting]] = {}
    for ticket in tickets:
        group = kind.group_of(ticket.born_on, on=on)
        if group is None and kind.groups:
            continue
        found.setdefault(group.key if group else "", []).append(
            _wait(kind, ticket, siblings_at=siblings.get(ticket.asked_by, {}))
        )
    return found


def rank_of(kind: QueueKind, classes: Iterable[str], *, is_sibling: bool = False) -> int | None:
    """Return the best rank that rights give: everywhere, or where a brother or sister is; None for no right."""
    known = (kind.classes[key] for key in classes if key in kind.classes)
    return min((each.rank for each in known if each.is_sibling is is_sibling), default=None)


def _wait(kind: QueueKind, ticket: Ticket, *, siblings_at: dict[UUID, str]) -> Waiting:
    places = frozenset(provider for person, provider in siblings_at.items() if person != ticket.person_id)
    sibling_ranks = [each.rank for each in kind.classes.values() if each.is_sibling]
    return Waiting(
        ticket_id=TicketId(ticket.id),
        number=ticket.number,
        entered_at=ticket.entered_at,
        rank=rank_of(kind, ticket.classes),
        sibling_rank=min(sibling_ranks) if sibling_ranks and places else None,
        siblings_at=places,
        wishes=tuple(ticket.wishes),
        language=ticket.language,
        zone=ticket.zone,
    )


def _find_siblings(kind: QueueKind, tickets: Sequence[Ticket]) -> dict[UUID, dict[UUID, str]]:
    """Return where children of the same parent have places by contract, by who entered them."""
    if not any(each.is_sibling for each in kind.classes.values()):
        return {}
    askers = {ticket.asked_by for ticket in tickets}
    placed = PlaceOffer.objects.filter(
        queue=kind.key, status=OfferStatus.CONTRACTED.value, ticket__asked_by__in=askers
    ).values_list("ticket__asked_by", "ticket__person_id", "place__provider")
    found: dict[UUID, dict[UUID, str]] = {}
    for asked_by, person_id, provider in placed:
        found.setdefault(asked_by, {})[person_id] = provider
    return found
