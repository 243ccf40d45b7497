"""Hand messages to a gateway: claim them, call the gateway, record what came of it. Safe to run any number of times.

Many messages share the two commits. A worker that dies leaves its messages claimed; when the claim ends, the next try
of each goes to the same gateway under the same key, so the gateway drops the double.
"""

from __future__ import annotations

import time
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.messages.claim import claim_messages
from alatau.messages.conclude import conclude_tries
from alatau.messages.gateways.circuit import take_turn
from alatau.messages.gateways.hand_over import hand_over
from alatau.messages.gateways.values import Try

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.messages.claim import Claimed
    from alatau.messages.gateways.values import Outgoing
    from alatau.messages.values import MessageId

declare_points("messages.deliver.claimed", "messages.deliver.handed_over", "messages.deliver.concluded")

#: What a gateway took is recorded at least this often, so that its receipts find it.
RECORD_SECONDS = 1.0
#: What a worker could not hand over in this time it puts back. With the slowest call this stays within the claim, and
#: with a usual one within what a worker that stops gives its jobs.
HAND_OVER_SECONDS = 8.0


def deliver_message(message_id: MessageId, *, at: Moment) -> None:
    """Try once to send the message, or put it off, or end it when its time has passed.

    Other messages that wait for the same way are taken along, each tried once. Nothing happens to a message that has
    arrived, is final, or is being sent by another worker.
    """
    claimed = claim_messages(message_id, at=at)
    if claimed is None:
        return
    reach("messages.deliver.claimed")
    began = time.monotonic()
    waiting = deque(claimed.outgoing)
    while waiting:
        tries = _hand_over_some(claimed, waiting, began=began, at=at)
        is_over = tries[-1].has_failed or time.monotonic() - began > HAND_OVER_SECONDS
        put_back = [waiting.popleft().id for _ in range(len(waiting))] if is_over else []
        conclude_tries(claimed.gateway.name, tries, put_back=put_back, at=read_clocks())
        reach("messages.deliver.concluded")


def _hand_over_some(claimed: Claimed, waiting: deque[Outgoing], *, began: float, at: Moment) -> list[Try]:
    """Hand over the next messages until it is time to record, or until the gateway fails."""
    tries: list[Try] = []
    record_at = time.monotonic() + RECORD_SECONDS
    while waiting:
        now = at.wall_at + timedelta(seconds=time.monotonic() - began)
        turn = take_turn(claimed.gateway, now=now)
        time.sleep((turn - now).total_seconds())
        outgoing = waiting.popleft()
        tries.append(Try(message_id=outgoing.id, outcome=hand_over(claimed.gateway, outgoing), started_at=turn))
        reach("messages.deliver.handed_over")
        if tries[-1].has_failed or time.monotonic() >= record_at:
            break
    return tries
