"""When to try again: waits that grow, are bounded, and differ a little from message to message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

#: A message to a person: tries become rare after an hour, and its own expiry ends them.
MESSAGE_FIRST, MESSAGE_MOST = timedelta(seconds=5), timedelta(hours=1)
MESSAGE_TRIES_MOST = 20
#: A webhook: tries over about three days.
WEBHOOK_FIRST, WEBHOOK_MOST = timedelta(seconds=5), timedelta(hours=12)
WEBHOOK_TRIES_MOST = 14

GROWTH = 3
#: Up to this share is added, so that what failed together does not come back together.
SPREAD = 0.2


def wait_after(tries: int, *, first: timedelta, most: timedelta, key: UUID) -> timedelta:
    """Return the wait after so many failed tries. For one key it never shrinks from one try to the next."""
    assert tries >= 1, "there is nothing to wait for before the first try"
    plain: timedelta = min(first * GROWTH ** min(tries - 1, 20), most)
    # The spread comes from the key, not from chance: the same message always waits the same.
    return plain * (1 + SPREAD * (key.int % 1000) / 1000)


def wait_after_message_try(tries: int, *, key: UUID) -> timedelta:
    """Return the wait before the next try of a message."""
    return wait_after(tries, first=MESSAGE_FIRST, most=MESSAGE_MOST, key=key)


def wait_after_webhook_try(tries: int, *, key: UUID) -> timedelta:
    """Return the wait before the next try of a webhook."""
    return wait_after(tries, first=WEBHOOK_FIRST, most=WEBHOOK_MOST, key=key)
