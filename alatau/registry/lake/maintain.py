"""Look after the lake: finish what was cut short, fold inboxes, gather files, delete what was replaced.

Each is safe at any moment and on any machine: a register that is being written is left for the next time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.compact import compact_register, vacuum_register
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.protocol import (
    announce_load,
    commit_files,
    list_unfinished_registers,
    plan_load,
    sweep_loads,
    writer,
)
from alatau.registry.lake.registers import find_lake_register
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.models import InboxRow, Load
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
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
        load = plan_load(register, kind=LoadKind.INBOX, as_of=at.city_day, at=at)
        commit_files(load, [], Counts(), register=register)
        announce_load(load, by=by, at=at)


def finish_loads(*, by: Actor, at: Moment) -> list[str]:
    """Announce or undo loads that were cut short; return the registers that were looked after."""
    done = []
    for key in list_unfinished_registers():
        try:
            with writer(key):
                sweep_loads(key, by=by, at=at)
        except RegisterBusyError:
            continue
        done.append(key)
    return done


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
