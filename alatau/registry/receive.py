"""Take one row from a system that pushes: into the inbox with its journal line, exactly once per the sender's id."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.access.seal import keyed_hash, seal, unseal
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.read import find_body
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.errors import RowIdReusedError
from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.layout import DEFAULT_BUCKETS, bucket_of_slot, slot_of_subject
from alatau.registry.lake.schema import person_name
from alatau.registry.models import InboxRow
from alatau.registry.people.changes import renumber_one
from alatau.registry.rows.convert import convert_row
from alatau.registry.values import History

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.values import Actor, Moment
    from alatau.registry.rows.convert import ConvertedRow
    from alatau.registry.rows.types import Given
    from alatau.registry.values import Register

declare_points("registry.receive.written", "registry.receive.committed")

#: Ids of rows are made from the register's key and the sender's own id in it.
ROWS = UUID("5c1d2f0e-6d1b-4f0e-9d61-0f6a3f6f2b11")
TICK = timedelta(microseconds=1)
#: Class of the locks under which two copies of a row wait for each other ("alatau", "row").
LOCK = 0x0A1A_7A90


@dataclass(frozen=True, kw_only=True)
class ReceivedRow:
    """A row that was taken."""

    id: UUID
    register_key: str
    #: It came now, and not before under the same id.
    is_new: bool
    #: It says under another id what a row that came before says and still stands: nothing was kept of it.
    is_unchanged: bool = False


def receive_row(
    register: Register, given: Mapping[str, Given], *, source_id: str, by: Actor, at: Moment
) -> ReceivedRow:
    """Take a row into the register's inbox, from where it is seen as soon as its journal line is numbered.

    The same id with the same row is the same row, also after it went from the inbox into the lake. A row that says what
    the newest one of its identity in the inbox says is unchanged: it makes no version and no line.

    Raises:
        RowIdReusedError: the id was used for another row.
        RowRefusedError: the row breaks checks.
    """
    assert source_id, "the sender names each row"
    row_id = uuid5(ROWS, f"{register.key}\n{source_id}")
    digest = _digest(register, given)
    with transaction.atomic():
        _wait_for_copies(row_id)
        if (body := find_body(row_id)) is not None:
            # A line whose contents the law had erased cannot be compared: its row stays taken.
            if body.get("digest", digest) != digest:
                raise RowIdReusedError(register=register.key)
            return ReceivedRow(id=row_id, register_key=register.key, is_new=False)
        row = convert_row(register, given, as_of=at.city_day)

        # Nothing is refused below this line.
        buckets, is_open = _read_lake(register)
        if renumber_one(register, row, by=by, at=at):
            row = convert_row(register, given, as_of=at.city_day)
        inbox_row = _inbox_row(register, row, row_id=row_id, digest=digest, received_at=at.wall_at)
        _wait_for_copies(UUID(hex=inbox_row.identity))
        last = _find_newest(register, inbox_row.identity)
        if last is not None and _says_nothing_new(register, inbox_row, last=last):
            return ReceivedRow(id=row_id, register_key=register.key, is_new=False, is_unchanged=True)
        if last is not None:
            # Who waited for another of the same identity comes after it.
            inbox_row.received_at = max(inbox_row.received_at, last.received_at + TICK)
        inbox_row.bucket = bucket_of_slot(slot_of_subject(row.subject), buckets)
        inbox_row.save(force_insert=True)
        append_lines([_line_of(register, row, inbox_row, by=by)], at=at)
        if not is_open:
            # Questions need a day from which anything was known: an empty first load is asked for.
            defer("registry.open_register", lock=f"registry.open.{register.key}", register=register.key)
        reach("registry.receive.written")
    reach("registry.receive.committed")
    return ReceivedRow(id=row_id, register_key=register.key, is_new=True)


def _find_newest(register: Register, identity: str) -> InboxRow | None:
    rows = InboxRow.objects.filter(register_key=register.key, identity=identity, fold_load=None)
    return rows.order_by("-received_at").first()


def _says_nothing_new(register: Register, row: InboxRow, *, last: InboxRow) -> bool:
    """Tell whether the newest row of the same identity that waits in the inbox says the same, from an earlier day on.

    A delivery folds the inbox first, so whatever waits there is newer than all that the lake holds.
    """
    if (last.columns, last.valid_until, last.subject) != (row.columns, row.valid_until, row.subject):
        return False
    is_state = register.history is History.STATES
    is_within = last.valid_from <= row.valid_from if is_state else last.valid_from == row.valid_from
    return is_within and _read_sealed(last) == _read_sealed(row)


def _read_sealed(row: InboxRow) -> str:
    return unseal(bytes(row.sealed)) if row.sealed else ""


def _digest(register: Register, given: Mapping[str, Given]) -> str:
    return keyed_hash(f"received.{register.key}", json.dumps(given, sort_keys=True, ensure_ascii=True))


def _wait_for_copies(row_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, (row_id.int & 0xFFFF_FFFF) - 2**31])


def _inbox_row(register: Register, row: ConvertedRow, *, row_id: UUID, digest: str, received_at: datetime) -> InboxRow:
    private = {name: plain_value(value) for name, value in row.private.items() if value is not None}
    return InboxRow(
        id=row_id,
        register_key=register.key,
        subject=str(row.subject or ""),
        named=_list_named(register, row),
        columns={name: plain_value(value) for name, value in row.stored.items() if value is not None},
        sealed=seal(json.dumps(private, ensure_ascii=False)) if private else b"",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        received_at=received_at,
        line_id=row_id,
        identity=identity_digest(register, {**row.stored, **row.private}),
        digest=digest,
    )


def _list_named(register: Register, row: ConvertedRow) -> list[str]:
    """Return the ids of people whose row it is too."""
    people = (row.stored.get(person_name(register.columns[name])) for name in register.also_about)
    return sorted({str(person) for person in people if person is not None and person != row.subject})


def plain_value(value: object) -> object:
    """Return a value as JSON keeps it and DuckDB reads it back: days and moments as ISO 8601."""
    return value.isoformat() if hasattr(value, "isoformat") else plain(value)


def _line_of(register: Register, row: ConvertedRow, inbox_row: InboxRow, *, by: Actor) -> NewLine:
    facts = {"register": register.key, "bucket": inbox_row.bucket, "digest": inbox_row.digest}
    return NewLine(
        kind=LineKind.EVENT,
        action="registry.row.received",
        actor=by,
        subject_id=row.subject if isinstance(row.subject, UUID) else None,
        body=facts,
        id=inbox_row.id,
    )


_LAKE = """
SELECT (SELECT buckets FROM registry_lake),
       EXISTS (SELECT FROM registry_load WHERE register_key = %s AND state = 'announced')
"""


def _read_lake(register: Register) -> tuple[int, bool]:
    """Return the number of buckets, and whether a load of the register was announced already."""
    with connection.cursor() as cursor:
        cursor.execute(_LAKE, [register.key])
        buckets, is_open = cursor.fetchone()
    return buckets or DEFAULT_BUCKETS, is_open
