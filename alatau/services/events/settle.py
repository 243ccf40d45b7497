"""Let news of rows become events: detected once, withdrawn when no row tells of them any more, told to the journal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.services.events.doubts import Doubted, open_doubt_cases
from alatau.services.events.lives import Life, Settled, arrange_life
from alatau.services.events.sources import find_changes
from alatau.services.events.tasks import open_task_cases
from alatau.services.events.write import write_events, write_sources
from alatau.services.models.events import EventSource, LifeEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.services.events.sources import SourceChanges
    from alatau.services.events.telling import RowNews

declare_points("services.events.written", "services.events.told", "services.events.batch_done")

#: The lock under which news become events: two registers that tell of one birth wait for each other.
LOCK = 0x0A1A_7AA0
#: Rows of one transaction, where many come at once.
BATCH = 2_000


def settle(news: Sequence[RowNews], *, by: Actor, at: Moment) -> Settled:
    """Keep what the news tell, and tell the journal what happened; in the caller's transaction. Safe to repeat."""
    assert connection.in_atomic_block, "an event belongs to the transaction that hears of it"
    settled = Settled(by=by, at=at)
    wait_for_others()
    changes = find_changes(news, at=at)
    settled.doubted += [
        Doubted(kind=kind, person=person, doubt=doubt, about=each.row)
        for each in news
        for kind, person, doubt in each.doubted
    ]
    if changes.people or settled.doubted:
        for life in _read_lives(changes):
            arrange_life(life, settled)
        write_events(new=settled.new, changed=settled.kept)
        write_sources(new=changes.new, changed=_once([*changes.other, *settled.moved]))
        reach("services.events.written")
        append_lines(settled.lines, at=at)
        open_doubt_cases(settled.doubted, by=by, at=at)
        open_task_cases(settled.detected, by=by, at=at)
        reach("services.events.told")
    return settled


def settle_many(news: Iterable[RowNews], *, by: Actor, at: Moment) -> int:
    """Do the same for any number of rows, some thousands in a transaction; return how many events were detected.

    Killed anywhere, some are settled; the same call settles the rest.
    """
    detected, rest = 0, iter(news)
    while batch := [*islice(rest, BATCH)]:
        with transaction.atomic():
            detected += len(settle(batch, by=by, at=at).detected)
        reach("services.events.batch_done")
    return detected


def wait_for_others() -> None:
    """Let one transaction at a time arrange events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


def _once(sources: list[EventSource]) -> list[EventSource]:
    """Return those that are kept already, each once; new ones are written whole."""
    return [*{source.pk: source for source in sources if source.pk}.values()]


def _read_lives(changes: SourceChanges) -> Iterator[Life]:
    """Give what is known by now of people, for each kind of event of which something changed."""
    people = changes.people
    kinds, ids = {kind for kind, _person in people}, {person for _kind, person in people}
    lives = {(kind, person): Life(kind=kind, person=person) for kind, person in sorted(people, key=str)}
    changed = {source.pk: source for source in changes.other}
    kept = EventSource.objects.filter(kind__in=kinds, person_id__in=ids).order_by("id")
    for source in [*(changed.get(each.pk, each) for each in kept), *changes.new]:
        if life := lives.get((source.kind, source.person_id)):
            life.sources.append(source)
    for source in changes.gone:
        lives[source.kind, source.person_id].gone.add(source.pk)
    for event in LifeEvent.objects.filter(kind__in=kinds, person_id__in=ids):
        if life := lives.get((event.kind, event.person_id)):
            life.events.append(event)
    yield from lives.values()
