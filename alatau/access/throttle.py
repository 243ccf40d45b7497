"""Count attempts in the database, so that every web process sees the same figure. Keys are keyed hashes, never names.

A count is committed by itself, whatever becomes of the request that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from alatau.access.errors import TooManyTriesError
from alatau.access.models import Throttle
from alatau.access.seal import fingerprint

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment

_COUNT = """
INSERT INTO access_throttle AS t (key, hits, window_until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN t.window_until <= %(now)s THEN 1 ELSE t.hits + 1 END,
    window_until = CASE WHEN t.window_until <= %(now)s THEN %(until)s ELSE t.window_until END
RETURNING hits, window_until
"""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many attempts of one kind a window allows for one key."""

    kind: str
    most: int
    window: timedelta


#: Requests for a one-time code: for one number from one address, for one number from all addresses that are strange to
#: it, from one address, and in the whole city. An address from which the number's holder has signed in keeps a share
#: of its own, so that strangers who know a number cannot use up the codes its holder needs.
CODE_PER_NUMBER_AND_ADDRESS = Limit(kind="code.number.address", most=5, window=timedelta(minutes=15))
CODE_PER_NUMBER_AND_ADDRESS_DAILY = Limit(kind="code.number.address.day", most=20, window=timedelta(days=1))
CODE_PER_NUMBER = Limit(kind="code.number", most=10, window=timedelta(minutes=15))
CODE_PER_NUMBER_DAILY = Limit(kind="code.number.day", most=20, window=timedelta(days=1))
#: How long an address stays known after a sign-in from it.
KNOWN_FOR = timedelta(days=90)
CODE_PER_ADDRESS = Limit(kind="code.address", most=60, window=timedelta(minutes=15))
CODE_PER_CITY = Limit(kind="code.city", most=6000, window=timedelta(minutes=10))
#: Tries of a password, a code or a passkey from one address.
TRY_PER_ADDRESS = Limit(kind="try.address", most=120, window=timedelta(minutes=15))
#: Requests to represent somebody, by one person: they could otherwise learn who has a record.
ASK_PER_PERSON = Limit(kind="ask.person", most=10, window=timedelta(hours=1))

#: Numbers one member of staff may look for: a desk serves a few people an hour, a thief would try hundreds.
FIND_PER_STAFF = Limit(kind="find.staff", most=60, window=timedelta(hours=1))


def spend(limit: Limit, key: str, *, at: Moment) -> None:
    """Count one attempt. Raises: TooManyTriesError when the window's share is used up."""
    hits, until = count_hit(fingerprint(limit.kind, key), now=at.wall_at, window=limit.window)
    if hits > limit.most:
        raise TooManyTriesError(retry_after_seconds=seconds_of(until - at.wall_at))


def spend_code(number_key: UUID, address: str, *, at: Moment) -> None:
    """Count a request for a code to a number from an address. Raises: TooManyTriesError.

    Every number asks the same questions, whether or not somebody holds it.
    """
    spend(CODE_PER_CITY, "", at=at)
    spend(CODE_PER_ADDRESS, address, at=at)
    both = f"{number_key} {address}"
    is_known = Throttle.objects.filter(key=fingerprint("code.known", both), window_until__gt=at.wall_at).exists()
    # The short windows come first: what they refuse does not count against the day.
    spend(CODE_PER_NUMBER_AND_ADDRESS, both, at=at)
    spend(CODE_PER_NUMBER_AND_ADDRESS_DAILY, both, at=at)
    if not is_known:
        spend(CODE_PER_NUMBER, str(number_key), at=at)
        spend(CODE_PER_NUMBER_DAILY, str(number_key), at=at)


def know_address(number_key: UUID, address: str, *, at: Moment) -> None:
    """Keep, as a keyed hash alone, that the number's holder has signed in from this address."""
    key, until = fingerprint("code.known", f"{number_key} {address}"), at.wall_at + KNOWN_FOR
    Throttle.objects.update_or_create(key=key, defaults={"hits": 1, "window_until": until})


def sweep_throttles(*, at: Moment) -> int:
    """Delete counts whose window is over; return how many."""
    over = Throttle.objects.filter(window_until__lte=at.wall_at)
    return over.exclude(locked_until__gt=at.wall_at).delete()[0]


def count_hit(key: UUID, *, now: datetime, window: timedelta) -> tuple[int, datetime]:
    """Count one more for the key, and return how many there are in its window, and when that ends."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now, "until": now + window})
        hits, until = cursor.fetchone()
    return hits, until


def seconds_of(left: timedelta) -> int:
    """Return whole seconds to wait, one at least."""
    return max(1, int(left.total_seconds()))
