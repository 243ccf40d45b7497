"""Find holders of wallets who died, when rows of deaths came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.values import PersonId
from alatau.money.estate.open import open_estate
from alatau.money.estate.values import EstateStatus
from alatau.money.models import Estate, Holder
from alatau.money.values import HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from alatau.core.values import Actor, Moment

#: Holders who are looked up among the dead at once.
AT_ONCE = 100_000


def open_estates(people: Sequence[PersonId] = (), *, by: Actor, at: Moment) -> int:
    """Open an estate for each of these holders who has died, and return how many; nobody named asks of all holders.

    Each in a commit of its own. Safe to repeat. Only the worker may ask: the registers are open to it alone.
    """
    # What opens the lake costs 0.4 s and 100 MB, and every process reads this file.
    from alatau.registry.people.deaths import list_dead  # noqa: PLC0415

    opened = 0
    for holders in _list_holders(people):
        for person_id in sorted(list_dead(holders)):
            opened += open_estate(person_id, by=by, at=at) is not None
    return opened


def _list_holders(people: Sequence[PersonId]) -> Iterator[list[PersonId]]:
    """Yield holders who are persons and have no estate yet, some at a time."""
    settled = Estate.objects.exclude(status=EstateStatus.RELEASED.value).values("holder_id")
    rows = Holder.objects.filter(kind=HolderKind.PERSON.value).exclude(id__in=settled).order_by("id")
    if people:
        rows = rows.filter(id__in=people)
    last: UUID | None = None
    while True:
        after = rows.filter(id__gt=last) if last else rows
        holders = list(after.values_list("id", flat=True)[:AT_ONCE])
        if not holders:
            return
        yield [PersonId(each) for each in holders]
        last = holders[-1]
