"""An event was taken back: the conversation about it ends, whatever it had asked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.services.events.read import get_event
from alatau.services.events.values import EventStatus, LifeEventId
from alatau.services.flows.talk import end, lock_talk
from alatau.services.flows.values import TalkId, TalkStatus
from alatau.services.models.flows import Talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment

OPEN = (TalkStatus.BEGUN.value, TalkStatus.ASKING.value)


def hear_withdrawn_events(lines: Sequence[SealedLine], *, at: Moment) -> int:
    """End open conversations about events that do not stand any more, and return how many. Safe to repeat.

    What was already decided or paid follows the family's card, which computes the same rows anew.
    """
    ended = 0
    for line in lines:
        event = get_event(LifeEventId(UUID(str(line.body["event_id"]))))
        if event.status is not EventStatus.WITHDRAWN:
            continue
        for talk_id in Talk.objects.filter(event_id=event.id, status__in=OPEN).values_list("id", flat=True):
            talk = lock_talk(TalkId(talk_id))
            if talk.status in OPEN:
                end(talk, TalkStatus.NOT_NEEDED, at=at)
                ended += 1
    return ended
