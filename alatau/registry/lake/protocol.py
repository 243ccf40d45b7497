"""How a load comes into the lake: at once or not at all, whenever it is cut short.

`planned` (a row in PostgreSQL) → files in their places → the log's commit → `written` → `announced`, together with its
line in the journal. Nobody sees a row before the announcement. Who holds the register's lock may finish or undo what
another left: what the log has not taken is undone, what it has taken is announced, once.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from alatau.core.durable import sync_filesystem
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.buckets import open_lake
from alatau.registry.lake.layout import lake_folder
from alatau.registry.lake.log import commit_to_log, find_files_on_disk, open_log, reached_load
from alatau.registry.lake.named import mark_of
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.models import InboxRow, Load
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import LakeFile, NewFile
    from alatau.registry.values import Register

declare_points(
    "registry.load.planned",
    "registry.load.files_written",
    "registry.load.delta_committed",
    "registry.load.written",
    "registry.load.announced",
)

log = structlog.get_logger(__name__)

#: First half of the key of the lock that a register's one writer holds ("alatau", "registry").
LOCK = 0x0A1A_7A93


@contextmanager
def writer(register_key: str) -> Iterator[None]:
    """Be the register's only writer until the block ends; the lock goes with the connection, however it dies.

    Raises:
        RegisterBusyError: another load of this register is under way.
    """
    key = zlib.crc32(register_key.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, key])
        if not cursor.fetchone()[0]:
            raise RegisterBusyError(register=register_key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, key])


def plan_load(
    register: Register,
    *,
    kind: LoadKind,
    as_of: date,
    at: Moment,
    source_digest: str = "",
    source_name: str = "",
    inbox: Sequence[UUID] = (),
    is_named_anew: bool = False,
) -> LoadRef:
    """Begin a load: it has a number, and its files may be written. The caller is the register's writer.

    ``inbox`` are the rows that came alone and that this load takes into the lake. ``is_named_anew`` tells that it
    writes anew whom all rows name, those of earlier loads too.
    """
    open_lake(at=at)
    with transaction.atomic():
        last = Load.objects.filter(register_key=register.key).aggregate(last=Max("number"))["last"]
        table = open_log(register.key)
        row = Load.objects.create(
            register_key=register.key,
            # A log that is ahead of a restored database took numbers that must not come again.
            number=max(last or 0, reached_load(table) if table else 0) + 1,
            kind=kind.value,
            state=LoadState.PLANNED.value,
            source_digest=source_digest,
            source_name=source_name,
            as_of=as_of,
            planned_at=at.wall_at,
            named=mark_of(register) if is_named_anew else _named_so_far(register),
        )
        # Which rows the load takes is settled here: its announcement, by whomever, removes these and no others.
        InboxRow.objects.filter(id__in=inbox).update(fold_load=row.number)
    reach("registry.load.planned")
    return LoadRef(id=row.id, register_key=register.key, number=row.number, kind=kind, as_of=as_of)


def _named_so_far(register: Register) -> str:
    """A load writes whom its own rows name; rows of before are found as they were, and in an empty register all are."""
    before = Load.objects.filter(register_key=register.key, state=LoadState.ANNOUNCED.value).order_by("-number")
    last = before.values_list("named", flat=True).first()
    return mark_of(register) if last is None else last


def commit_files(
    load: LoadRef, files: Sequence[NewFile], counts: Counts, *, register: Register, removed: Iterable[LakeFile] = ()
) -> None:
    """Bring the load's files into the lake's log in one commit. Nobody sees their rows yet."""
    # Before the log's commit: whoever finishes a load that was cut short after it has to know what it held.
    Load.objects.filter(id=load.id).update(**counts.as_columns())
    _sync()
    reach("registry.load.files_written")
    commit_to_log(register, load=load.number, added=files, removed=removed)
    _sync()
    reach("registry.load.delta_committed")


def announce_load(load: LoadRef, *, by: Actor, at: Moment) -> None:
    """Let everybody see the load's rows from now on: one line in the journal, once. Its files are in the log."""
    Load.objects.filter(id=load.id, state=LoadState.PLANNED.value).update(
        state=LoadState.WRITTEN.value, written_at=at.wall_at
    )
    reach("registry.load.written")
    with transaction.atomic():
        row = Load.objects.select_for_update().get(id=load.id)
        if row.state == LoadState.ANNOUNCED.value:
            return
        assert row.state == LoadState.WRITTEN.value, "a load that was abandoned cannot be announced"
        row.state, row.announced_at, row.line_id = LoadState.ANNOUNCED.value, at.wall_at, uuid4()
        row.save(update_fields=["state", "announced_at", "line_id"])
        InboxRow.objects.filter(register_key=row.register_key, fold_load=row.number).delete()
        append_lines([_line_of(row, by=by)], at=at)
    reach("registry.load.announced")
    log.info("registry.load.announced", register=load.register_key, load=load.number, rows=row.rows_accepted)


def _line_of(row: Load, *, by: Actor) -> NewLine:
    facts = {"register": row.register_key, "load": row.number, "kind": row.kind, "as_of": row.as_of}
    assert row.line_id is not None
    is_news = row.kind != LoadKind.COMPACTION.value
    return NewLine(
        kind=LineKind.EVENT,
        # Who listens for new rows has nothing to do when the same rows lie in fewer files.
        action="registry.load.announced" if is_news else "registry.register.compacted",
        actor=by,
        body=facts | Counts.of(row).as_columns(),
        id=row.line_id,
    )


def announce_nothing(
    register: Register, *, kind: LoadKind, as_of: date, source_name: str = "", by: Actor, at: Moment
) -> None:
    """Announce a load without rows: it tells of a day, and of nothing on it. The caller is the register's writer."""
    load = plan_load(register, kind=kind, as_of=as_of, source_name=source_name, at=at)
    commit_files(load, [], Counts(), register=register)
    announce_load(load, by=by, at=at)


def abandon_load(load: LoadRef) -> None:
    """Undo a load that the log has not taken: its files go, its number is not used again."""
    for path in find_files_on_disk(load.register_key, load.number):
        path.unlink(missing_ok=True)
    with transaction.atomic():
        InboxRow.objects.filter(register_key=load.register_key, fold_load=load.number).update(fold_load=None)
        Load.objects.filter(id=load.id, state=LoadState.PLANNED.value).update(
            state=LoadState.ABANDONED.value, **Counts().as_columns()
        )
    log.info("registry.load.abandoned", register=load.register_key, load=load.number)


def abandon_unwritten(register_key: str) -> None:
    """Undo the register's loads that were neither announced nor abandoned, also those that the log has taken."""
    unfinished = Load.objects.filter(
        register_key=register_key, state__in=[LoadState.PLANNED.value, LoadState.WRITTEN.value]
    )
    with transaction.atomic():
        InboxRow.objects.filter(register_key=register_key).update(fold_load=None)
        unfinished.update(state=LoadState.ABANDONED.value, **Counts().as_columns())


def sweep_loads(register_key: str, *, by: Actor, at: Moment) -> list[LoadRef]:
    """Finish or undo what was left of the register's loads, and return those that are now announced.

    The caller is the register's writer, so nobody is at work on them.
    """
    unfinished = Load.objects.filter(
        register_key=register_key, state__in=[LoadState.PLANNED.value, LoadState.WRITTEN.value]
    ).order_by("number")
    announced = []
    for load in [ref_of(row) for row in unfinished]:
        table = open_log(register_key)
        if table is None or reached_load(table) < load.number:
            abandon_load(load)
            continue
        announce_load(load, by=by, at=at)
        announced.append(load)
    return announced


def list_unfinished_registers() -> list[str]:
    """Return the keys of registers that have a load which is neither announced nor abandoned."""
    unfinished = Load.objects.filter(state__in=[LoadState.PLANNED.value, LoadState.WRITTEN.value])
    return sorted(set(unfinished.values_list("register_key", flat=True)))


def ref_of(row: Load) -> LoadRef:
    """Return the load's row as a value."""
    return LoadRef(
        id=row.id, register_key=row.register_key, number=row.number, kind=LoadKind(row.kind), as_of=row.as_of
    )


def _sync() -> None:
    # Both ways round: a log that names files which a power cut took would be announced by the sweeper.
    if settings.ALATAU_DURABLE:
        sync_filesystem(lake_folder())
