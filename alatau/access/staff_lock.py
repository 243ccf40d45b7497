"""Hold back guesses at staff sign-ins, and let nobody lock an official out.

Tries of a name are counted for each address apart. Tries from all addresses that are strange to the name are counted
together as well: a guesser with many addresses gains nothing, and an official at their own desk does not notice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.access.errors import TooManyTriesError
from alatau.access.models import Throttle
from alatau.access.seal import fingerprint
from alatau.access.throttle import KNOWN_FOR, count_hit, seconds_of

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment

#: Tries of one name from one address after which each further one waits, and the growth of the wait.
FREE_TRIES = 5
#: The same for all strange addresses together.
FREE_TRIES_OF_STRANGERS = 20
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
TRIES_FORGOTTEN = timedelta(days=1)


def begin_try(login: str, *, address: str, at: Moment) -> None:
    """Count a try of a staff name before it is judged, so that tries at once cannot outrun the lock.

    From the sixth try on each further one from this address has to wait, twice as long each time, up to an hour. So
    does each from the twenty-first on of all addresses together from which nobody of this name has signed in. A name
    that nobody has is held just the same.

    Raises:
        TooManyTriesError: the name is locked for a while.
    """
    is_known = Throttle.objects.filter(key=_known(login, address), window_until__gt=at.wall_at).exists()
    counts = [(_here(login, address), FREE_TRIES)]
    if not is_known:
        counts.append((fingerprint("staff.tries.strangers", login), FREE_TRIES_OF_STRANGERS))
    locked = Throttle.objects.filter(key__in=[key for key, _free in counts], locked_until__gt=at.wall_at)
    latest = locked.order_by("-locked_until").values_list("locked_until", flat=True).first()
    if latest is not None:
        raise TooManyTriesError(retry_after_seconds=seconds_of(latest - at.wall_at))
    for key, free in counts:
        tries, _until = count_hit(key, now=at.wall_at, window=TRIES_FORGOTTEN)
        if wait := wait_after(tries, free=free):
            Throttle.objects.filter(key=key).update(locked_until=at.wall_at + wait)


def end_tries(login: str, *, address: str, at: Moment) -> None:
    """Begin anew after a whole sign-in, and know the address from now on, as a keyed hash alone.

    What strangers have tried stays counted: the official's own coming and going must not help them.
    """
    Throttle.objects.filter(key=_here(login, address)).delete()
    facts = {"hits": 1, "window_until": at.wall_at + KNOWN_FOR}
    Throttle.objects.update_or_create(key=_known(login, address), defaults=facts)


def wait_after(tries: int, *, free: int = FREE_TRIES) -> timedelta:
    """Return how long a name is locked after so many tries; it never shrinks as tries grow."""
    if tries < free:
        return timedelta()
    doublings = min(tries - free, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _here(login: str, address: str) -> UUID:
    return fingerprint("staff.tries", f"{login} {address}")


def _known(login: str, address: str) -> UUID:
    return fingerprint("staff.known", f"{login} {address}")
