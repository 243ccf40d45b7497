"""Look after the lake: finish what was cut short, fold inboxes, gather files, delete what was replaced.

Each is safe at any moment and on any machine: a register that is being written is left for the next time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.compact import compact_register, vacuum_register
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.layout import Part
from alatau.registry.lake.protocol import (
    announce_nothing,
    list_unfinished_registers,
    sweep_loads,
    writer,
)
from alatau.registry.lake.registers import find_lake_register, list_lake_registers
from alatau.registry.lake.settle import is_ahead, settle_register
from alatau.registry.lake.sight import look_at_many
from alatau.registry.lake.state import read_states
from alatau.registry.lake.stored import open_views
from alatau.registry.lake.views import is_about_a_person, store_views
from alatau.registry.models import InboxRow, Load
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.values import LoadRef
    from alatau.registry.values import Register

#: An inbox is folded when it holds so many rows, or when its oldest row is so old.
FOLD_ROWS = 2_000
FOLD_AFTER = timedelta(minutes=10)


def open_register(register: Register, *, by: Actor, at: Moment) -> None:
    """Announce an empty first load where none came yet: from then on the register's rows answer questions.

    Raises:
        RegisterBusyError: a load is under way; it will be the first.
    """
    with writer(register.key):
        sweep_loads(register.key, by=by, at=at)
        if Load.objects.filter(register_key=register.key, state=LoadState.ANNOUNCED.value).exists():
            return
        announce_nothing(register, kind=LoadKind.INBOX, as_of=at.city_day, by=by, at=at)


def finish_loads(*, by: Actor, at: Moment) -> list[str]:
    """Announce or undo loads that were cut short; return the registers that were looked after."""
    done = []
    for key in list_unfinished_registers():
        try:
            with writer(key):
                register = find_lake_register(key)
                if register is not None:
                    settle_register(register, by=by, at=at)
                sweep_loads(key, by=by, at=at)
        except RegisterBusyError:
            continue
        done.append(key)
    return done


def settle_lake(*, by: Actor, at: Moment) -> list[str]:
    """Bring registers whose files are ahead of the database back to it: the reader and the worker start with it.

    Raises:
        RegisterBusyError: another process settles the same register.
    """
    settled = []
    for register in list_lake_registers():
        if is_ahead(register):
            with writer(register.key):
                settle_register(register, by=by, at=at)
            settled.append(register.key)
    return settled


def fold_inboxes(*, by: Actor, at: Moment) -> list[LoadRef]:
    """Fold the inboxes that are full or old, and return the loads."""
    full = (
        InboxRow.objects.values("register_key")
        .annotate(rows=Count("id"), oldest=Min("received_at"))
        .filter(Q(rows__gte=FOLD_ROWS) | Q(oldest__lte=at.wall_at - FOLD_AFTER))
    )
    keys = sorted(full.values_list("register_key", flat=True))
    return [load for key in keys if (load := _fold(key, by=by, at=at))]


def _fold(key: str, *, by: Actor, at: Moment) -> LoadRef | None:
    register = find_lake_register(key)
    if register is None:
        return None
    try:
        open_register(register, by=by, at=at)
        with writer(key):
            return fold_inbox(register, by=by, at=at)
    except RegisterBusyError:
        return None


def tidy_register(register: Register, *, by: Actor, at: Moment, is_forced: bool = False) -> LoadRef | None:
    """Fold the register's inbox, gather its files where that is worth it, and delete what was replaced long ago.

    Raises:
        RegisterBusyError: a load is under way.
    """
    with writer(register.key):
        sweep_loads(register.key, by=by, at=at)
        fold_inbox(register, by=by, at=at)
        load = compact_register(register, by=by, at=at, is_forced=is_forced)
        vacuum_register(register)
    return load


def list_registers_in_use() -> list[Register]:
    """Return the registers that had a load."""
    keys = Load.objects.order_by("register_key").values_list("register_key", flat=True).distinct()
    return [register for key in keys if (register := find_lake_register(key))]


def store_stale_views(*, most_rows: int | None = None) -> list[int]:
    """Lay out by person anew the buckets in which a register has moved on, and return them.

    With `most_rows`, only those so small that it costs next to nothing.
    """
    registers = [register for register in list_registers_in_use() if is_about_a_person(register)]
    keys = [register.key for register in registers]
    news = {key: state.news for key, state in read_states(keys, subjects=[]).items()}
    stale = [bucket for bucket in range(count_buckets()) if _has_moved_on(bucket, news)]
    if most_rows is not None and stale:
        rows = _count_rows(keys)
        stale = [bucket for bucket in stale if rows.get(bucket, 0) <= most_rows]
    for bucket in stale:
        store_views(bucket, registers)
    return stale


def _has_moved_on(bucket: int, news: Mapping[str, int]) -> bool:
    stored = open_views(bucket)
    return any((stored.reached.get(key) if stored else None) != number for key, number in news.items() if number)


def _count_rows(keys: Sequence[str]) -> dict[int, int]:
    rows: dict[int, int] = {}
    for sight in look_at_many(keys, subjects=[]).values():
        for file in sight.listing.of(Part.ROWS):
            rows[file.bucket] = rows.get(file.bucket, 0) + file.rows
    return rows
