"""Append lines to the journal inside the caller's transaction. The sealer numbers them after the commit."""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import TYPE_CHECKING

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from alatau.core.faults import declare_points, reach
from alatau.core.journal.canonical import Plain, contents_hash, plain
from alatau.core.journal.errors import LineIdReusedError
from alatau.core.journal.wake import LINES_COMMITTED, notify
from alatau.core.models import JournalContents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.journal.values import NewLine
    from alatau.core.values import Actor, Moment

declare_points("core.append.before", "core.append.written", "core.append.committed")

SALT_BYTES = 16

_INSERT = """
WITH given AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bytea[], %s::bytea[],
                         %s::jsonb[], %s::uuid[], %s::text[], %s::uuid[], %s::jsonb[]) WITH ORDINALITY
    AS given(id, kind, action, contents_hash, salt, actor, subject_id, purpose, case_id, body, place)
), line AS (
    INSERT INTO core_journalline (id, kind, action, contents_hash, city_at, wall_at)
    SELECT id, kind, action, contents_hash, %s, %s FROM given ORDER BY place
    ON CONFLICT (id) DO NOTHING
    RETURNING position, id
)
INSERT INTO core_journalcontents (line_id, salt, actor, subject_id, purpose, case_id, body)
SELECT line.position, salt, actor, subject_id, purpose, case_id, body FROM line JOIN given USING (id)
"""


def append_lines(lines: Sequence[NewLine], *, at: Moment) -> None:
    """Write the lines in the caller's transaction; they exist when, and only when, it commits.

    An id already written with the same content is the same line; nothing is written twice.

    Raises:
        LineIdReusedError: an id was already written with other contents.
    """
    assert connection.in_atomic_block, "a line belongs to the transaction that causes it"
    if not lines:
        return
    reach("core.append.before")
    new: dict[UUID, NewLine] = {}
    for line in lines:
        new.setdefault(line.id, line)
    if _insert([*new.values()], at=at) < len(lines):
        _check_repeated(lines)
    reach("core.append.written")
    # After the commit, in a statement of its own: a NOTIFY inside the transaction would make all commits queue up.
    transaction.on_commit(_announce)


def _announce() -> None:
    reach("core.append.committed")
    notify(LINES_COMMITTED)


def _contents_of(line: NewLine) -> dict[str, Plain]:
    return {
        "actor": actor_facts(line.actor),
        "subject_id": plain(line.subject_id),
        "purpose": line.purpose,
        "case_id": plain(line.case_id),
        "body": plain(dict(line.body)),
    }


def actor_facts(actor: Actor) -> dict[str, Plain]:
    """Return the actor's fields that are set, as a line keeps them."""
    facts = {field.name: getattr(actor, field.name) for field in fields(actor)}
    return {name: plain(value) for name, value in facts.items() if value}


def _insert(lines: Sequence[NewLine], *, at: Moment) -> int:
    contents = [_contents_of(line) for line in lines]
    salts = [secrets.token_bytes(SALT_BYTES) for _ in lines]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                [line.id for line in lines],
                [line.kind.value for line in lines],
                [line.action for line in lines],
                [contents_hash(salt, each) for salt, each in zip(salts, contents, strict=True)],
                salts,
                [Jsonb(each["actor"]) for each in contents],
                [line.subject_id for line in lines],
                [line.purpose for line in lines],
                [line.case_id for line in lines],
                [Jsonb(each["body"]) for each in contents],
                at.city_at,
                at.wall_at,
            ],
        )
        return int(cursor.rowcount)


def _check_repeated(lines: Sequence[NewLine]) -> None:
    written: dict[UUID, dict[str, Plain]] = {
        row.line.id: {
            "kind": row.line.kind,
            "action": row.line.action,
            "actor": row.actor,
            "subject_id": plain(row.subject_id),
            "purpose": row.purpose,
            "case_id": plain(row.case_id),
            "body": row.body,
        }
        for row in JournalContents.objects.filter(line__id__in=[line.id for line in lines]).select_related("line")
    }
    for line in lines:
        given = {"kind": line.kind.value, "action": line.action, **_contents_of(line)}
        # A line whose contents the law had erased meanwhile cannot be compared: it stays erased.
        if written.get(line.id, given) != given:
            raise LineIdReusedError(line_id=line.id)
