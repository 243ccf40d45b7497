"""Run a round: share out the free places of a queue, offer each, and keep why."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import uuid4

import orjson
from django.db import connection, transaction
from django.db.models import Max

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.services.models.queues import Place, PlaceOffer, Round, Ticket
from alatau.services.queues.allocate import Award, Free, share_out
from alatau.services.queues.history import Status, Step
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.line_up import line_up
from alatau.services.queues.record import lock_ticket, record_step
from alatau.services.queues.register import tell_register
from alatau.services.queues.tell import tell_of_offer
from alatau.services.queues.values import OfferStatus, PlaceId, PlaceStatus, RoundId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.services.queues.allocate import Shared, Waiting
    from alatau.services.queues.kinds import QueueKind

declare_points("services.round.shared", "services.round.offered")

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 64))"
#: Tickets named in one award's reasons; the count of the others is kept.
NAMED_MOST = 20


@transaction.atomic
def run_round(queue: str, *, by: Actor, at: Moment) -> RoundId:
    """Offer the free places of a queue to those whose turn it is, in one commit, and keep why each went where it went.

    The same tickets and places give the same round, in whatever order the database returns them.

    Raises:
        QueueNotFoundError: there is no such queue.
    """
    kind = get_queue(queue)
    with connection.cursor() as cursor:
        # Two rounds of a queue at once would both count the same turn.
        cursor.execute(_LOCK, [queue])
    # Locked in the order of ids: answers to offers lock tickets too.
    tickets = Ticket.objects.select_for_update().filter(queue=queue, status=Status.WAITING.value).order_by("id")
    places = Place.objects.select_for_update().filter(queue=queue, status=PlaceStatus.FREE.value).order_by("id")
    waiting, free = line_up(kind, list(tickets), on=at.city_day), _by_group(kind, list(places))
    shared = {group: _share(kind, group, waiting=waiting.get(group, []), free=free[group]) for group in sorted(free)}
    reach("services.round.shared")
    made = _write_round(queue, waiting, free, shared=shared, by=by, at=at)
    for group, each in shared.items():
        for award in each.awards:
            _offer(kind, award, group=group, made=made, by=by, at=at)
    reach("services.round.offered")
    awards = sum(len(each.awards) for each in shared.values())
    body = {"round_id": made.id, "queue": queue, "awards": awards, "digest": made.digest}
    append_lines([NewLine(kind=LineKind.AUDIT, action="services.round.run", actor=by, body=body)], at=at)
    return RoundId(made.id)


def next_turn(queue: str, group: str) -> int:
    """Return the number of a group's next turn: turns are counted for ever."""
    last = PlaceOffer.objects.filter(queue=queue, group=group).aggregate(last=Max("turn"))["last"]
    return 0 if last is None else last + 1


def _share(kind: QueueKind, group: str, *, waiting: Sequence[Waiting], free: Sequence[Free]) -> Shared:
    return share_out(waiting, free, turn=next_turn(kind.key, group), mix=kind.mix)


def _by_group(kind: QueueKind, places: Sequence[Place]) -> dict[str, list[Free]]:
    found: dict[str, list[Free]] = {}
    for place in places:
        provider = kind.providers.get(place.provider)
        if provider is not None:
            free = Free(
                place_id=PlaceId(place.id),
                provider=place.provider,
                zone=provider.zone,
                language=place.language,
                free_from=place.free_from,
            )
            found.setdefault(place.group, []).append(free)
    return found


def _write_round(
    queue: str,
    waiting: Mapping[str, Sequence[Waiting]],
    free: Mapping[str, Sequence[Free]],
    *,
    shared: Mapping[str, Shared],
    by: Actor,
    at: Moment,
) -> Round:
    awards = [_tell(award, group=group) for group, each in shared.items() for award in each.awards]
    return Round.objects.create(
        id=uuid4(),
        queue=queue,
        digest=digest_of(waiting, free),
        free=sum(map(len, free.values())),
        waiting=sum(map(len, waiting.values())),
        awards=awards,
        unfit=sorted(number for each in shared.values() for number in each.unfit),
        actor=actor_facts(by),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )


def digest_of(waiting: Mapping[str, Sequence[Waiting]], free: Mapping[str, Sequence[Free]]) -> str:
    """Return a digest of what goes into a round; the order in which it comes changes nothing."""
    tickets = sorted([group, *_facts(ticket)] for group, some in waiting.items() for ticket in some)
    places = sorted([group, *_place_facts(place)] for group, some in free.items() for place in some)
    return hashlib.sha256(orjson.dumps([tickets, places])).hexdigest()


def _facts(ticket: Waiting) -> list[str]:
    ranks = f"{ticket.rank}/{ticket.sibling_rank}"
    wishes = [",".join(ticket.wishes), ",".join(sorted(ticket.siblings_at)), ticket.language, ticket.zone]
    return [ticket.number, ticket.entered_at.isoformat(), ranks, *wishes]


def _place_facts(place: Free) -> list[str]:
    return [str(place.place_id), place.provider, place.language, place.free_from.isoformat()]


def _tell(award: Award, *, group: str) -> dict[str, object]:
    return {
        "turn": award.turn,
        "group": group,
        "due": award.due.value,
        "stream": award.stream.value,
        "rank": award.rank,
        "number": award.ticket.number,
        "entered_at": award.ticket.entered_at.isoformat(),
        "provider": award.place.provider,
        "language": award.place.language,
        "place_id": str(award.place.place_id),
        "passed": list(award.passed[:NAMED_MOST]),
        "passed_count": len(award.passed),
    }


def _offer(kind: QueueKind, award: Award, *, group: str, made: Round, by: Actor, at: Moment) -> None:
    ticket = lock_ticket(award.ticket.ticket_id)
    offer = PlaceOffer.objects.create(
        id=uuid4(),
        round=made,
        ticket=ticket,
        place_id=award.place.place_id,
        queue=kind.key,
        group=group,
        turn=award.turn,
        due=award.due.value,
        stream=award.stream.value,
        status=OfferStatus.OPEN.value,
        made_at=at.city_at,
        consent_by=content().calendar.deadline(at.city_at, working_days=kind.terms.consent_working_days),
    )
    Place.objects.filter(id=award.place.place_id).update(status=PlaceStatus.OFFERED.value)
    record_step(ticket, Step.OFFERED, by=by, at=at, offer_id=offer.id, turn=award.turn)
    tell_register(ticket, at=at)
    tell_of_offer(kind, ticket, offer, provider=award.place.provider, by=by, at=at)
