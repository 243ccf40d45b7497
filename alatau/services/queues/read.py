"""Questions about queues: where a ticket stands, what was offered, what anybody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count

from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.services.models.queues import Place, PlaceOffer, Round, Ticket, TicketStep
from alatau.services.queues.history import STANDING, Status
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.line_up import rank_of
from alatau.services.queues.mix import find_place_in_order, merge_order
from alatau.services.queues.rounds import next_turn
from alatau.services.queues.values import (
    OfferedPlace,
    OfferStatus,
    PlaceId,
    PlaceOfferId,
    PlaceStatus,
    Position,
    PublicLine,
    RoundId,
    RoundView,
    Stream,
    TicketId,
    TicketView,
    Wishes,
)
from alatau.services.queues.whose import check_whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.services.queues.kinds import QueueKind


def access_ticket(ticket_id: TicketId, *, by: Actor, at: Moment) -> TicketView:
    """Return a ticket to the person it belongs to, or to who acts for them. Raises: NotFoundError."""
    row = Ticket.objects.filter(id=ticket_id).first()
    if row is None:
        raise NotFoundError
    check_whose(row, by=by, at=at)
    return _view(row, on=at.city_day)


def find_ticket_of(offer_id: PlaceOfferId) -> TicketId:
    """Return the ticket that a place was offered to; an id tells nothing of anybody. Raises: NotFoundError."""
    found = PlaceOffer.objects.filter(id=offer_id).values_list("ticket_id", flat=True).first()
    if found is None:
        raise NotFoundError
    return TicketId(found)


def list_tickets_of(people: Iterable[PersonId], *, on: date, queue: str = "") -> list[TicketView]:
    """Return the tickets of some people whom the asker acts for, the newest first."""
    rows = Ticket.objects.filter(person_id__in=[*people]).order_by("-entered_at", "number")
    return [_view(row, on=on) for row in (rows.filter(queue=queue) if queue else rows)]


def position_of(ticket_id: TicketId, *, on: date) -> Position | None:
    """Return where a ticket stands among those that wait for its group; None for one that waits for none today.

    It is the order in which places would go if each were right for everybody.
    """
    row = Ticket.objects.filter(id=ticket_id, status=Status.WAITING.value).first()
    if row is None:
        return None
    kind = get_queue(row.queue)
    group = _group_key(kind, row, on=on)
    if group == "-":
        return None
    lines = _list_lines(kind, group, on=on)
    stream = kind.stream_of(frozenset(row.classes))
    before = next(place for place, each in enumerate(lines[stream]) if each.id == row.id)
    place, others = find_place_in_order(
        stream,
        before,
        privileged=len(lines[Stream.PRIVILEGED]),
        general=len(lines[Stream.GENERAL]),
        turn=next_turn(kind.key, group),
        mix=kind.mix,
    )
    is_privileged = stream is Stream.PRIVILEGED
    return Position(
        place=place,
        waiting=sum(map(len, lines.values())),
        privileged_before=before if is_privileged else others,
        general_before=others if is_privileged else before,
    )


def list_public(queue: str, group: str, *, on: date) -> list[PublicLine]:
    """Return everybody who waits for a group in the order of places: numbers drawn by chance, and nobody's name.

    Of a right to go first only that there is one is shown: its ground may be somebody's health.
    """
    kind = get_queue(queue)
    found = _list_lines(kind, group, on=on)
    lines = {stream: iter(rows) for stream, rows in found.items()}
    order = merge_order(
        len(found[Stream.PRIVILEGED]), len(found[Stream.GENERAL]), turn=next_turn(queue, group), mix=kind.mix
    )
    return [
        PublicLine(number=next(lines[stream]).number, place=place, stream=stream, status=Status.WAITING)
        for place, stream in enumerate(order, start=1)
    ]


def list_offers(ticket_id: TicketId) -> list[OfferedPlace]:
    """Return the places that a ticket was offered, the newest first; for the ticket's person."""
    rows = PlaceOffer.objects.filter(ticket_id=ticket_id).select_related("place").order_by("-made_at", "-turn")
    return [_offer_view(row) for row in rows]


def list_steps(ticket_id: TicketId) -> list[TicketStep]:
    """Return what happened to a ticket, oldest first; for the pages of this room."""
    return list(TicketStep.objects.filter(ticket_id=ticket_id).order_by("number"))


def count_places(queue: str) -> dict[tuple[str, str, str], int]:
    """Return the free places of a queue by group, provider and language."""
    free = Place.objects.filter(queue=queue, status=PlaceStatus.FREE.value)
    counted = free.values_list("group", "provider", "language").annotate(count=Count("id"))
    return {(group, provider, language): count for group, provider, language, count in sorted(counted)}


def count_tickets(queue: str) -> dict[str, int]:
    """Return how many tickets of a queue stand where."""
    standing = Ticket.objects.filter(queue=queue, status__in=[each.value for each in STANDING])
    return dict(standing.values_list("status").annotate(count=Count("id")))


def list_rounds(queue: str, *, limit: int = 20) -> list[RoundView]:
    """Return the newest rounds of a queue."""
    return [_round_view(row) for row in Round.objects.filter(queue=queue).order_by("-wall_at")[:limit]]


def get_round(round_id: RoundId) -> RoundView:
    """Return one round. Raises: NotFoundError."""
    row = Round.objects.filter(id=round_id).first()
    if row is None:
        raise NotFoundError
    return _round_view(row)


def find_last_round(queue: str) -> RoundView | None:
    """Return the newest round of a queue; None before the first."""
    return next(iter(list_rounds(queue, limit=1)), None)


class _Row(NamedTuple):
    """What a line needs of a ticket; a page of a large queue reads thousands."""

    id: UUID
    number: str
    classes: list[str]
    entered_at: datetime
    born_on: date | None


def _list_lines(kind: QueueKind, group: str, *, on: date) -> dict[Stream, list[_Row]]:
    """Return those who wait for a group in each line, in its order."""
    waiting = Ticket.objects.filter(queue=kind.key, status=Status.WAITING.value)
    wanted = next((each for each in kind.groups if each.key == group), None)
    if wanted is not None:
        waiting = waiting.filter(born_on__range=kind.births_of(wanted, on=on))
    rows = [_Row(*each) for each in waiting.values_list(*_Row._fields)]
    groups = {born_on: _key_of_birth(kind, born_on, on=on) for born_on in {row.born_on for row in rows}}
    lines: dict[Stream, list[_Row]] = {stream: [] for stream in Stream}
    for row in rows:
        if groups[row.born_on] == group:
            lines[kind.stream_of(frozenset(row.classes))].append(row)
    for some in lines.values():
        some.sort(key=lambda row: (rank_of(kind, row.classes) or 0, row.entered_at, row.number))
    return lines


def _group_key(kind: QueueKind, row: Ticket, *, on: date) -> str:
    return _key_of_birth(kind, row.born_on, on=on)


def _key_of_birth(kind: QueueKind, born_on: date | None, *, on: date) -> str:
    """Return the key of a ticket's group; a dash for who is in none of them, so that nobody waits with them."""
    if not kind.groups:
        return ""
    group = kind.group_of(born_on, on=on)
    return group.key if group else "-"


def _takes_part_from(kind: QueueKind, row: Ticket, *, on: date) -> date | None:
    if row.born_on is None or kind.is_outgrown(row.born_on, on=on):
        return None
    return kind.first_day_of(row.born_on, on=on)


def _view(row: Ticket, *, on: date) -> TicketView:
    kind = get_queue(row.queue)
    group = _group_key(kind, row, on=on)
    return TicketView(
        id=TicketId(row.id),
        queue=row.queue,
        number=row.number,
        person_id=PersonId(row.person_id),
        status=Status(row.status),
        group="" if group == "-" else group,
        takes_part_from=_takes_part_from(kind, row, on=on) if group == "-" else None,
        stream=kind.stream_of(frozenset(row.classes)),
        classes=tuple(row.classes),
        claimed=tuple(row.claimed),
        wishes=Wishes(providers=tuple(row.wishes), language=row.language, zone=row.zone),
        entered_at=row.entered_at,
        restore_by=row.restore_by,
    )


def _offer_view(row: PlaceOffer) -> OfferedPlace:
    return OfferedPlace(
        id=PlaceOfferId(row.id),
        ticket_id=TicketId(row.ticket_id),
        place_id=PlaceId(row.place_id),
        provider=row.place.provider,
        group=row.group,
        language=row.place.language,
        free_from=row.place.free_from,
        status=OfferStatus(row.status),
        turn=row.turn,
        due=Stream(row.due),
        stream=Stream(row.stream),
        made_at=row.made_at,
        consent_by=row.consent_by,
        contract_by=row.contract_by,
    )


def _round_view(row: Round) -> RoundView:
    awards: Sequence[dict[str, object]] = row.awards
    return RoundView(
        id=RoundId(row.id),
        queue=row.queue,
        at=row.city_at,
        digest=row.digest,
        free=row.free,
        waiting=row.waiting,
        awards=tuple(awards),
        unfit=tuple(row.unfit),
    )
