"""Find whose many numbers are, set-based: a register names millions of people, and each row has to find its own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format

from alatau.access.seal import FINGERPRINT_BYTES, fingerprint_many
from alatau.core.values import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from psycopg.abc import Buffer

#: Numbers of one question to the database: an array of twenty megabytes.
BATCH = 1_000_000
NOBODY = bytes(FINGERPRINT_BYTES)
#: Sixteen bytes as two numbers, the first half first: their order is the order of the bytes.
HALVES = [("upper", ">u8"), ("lower", ">u8")]
#: One item of PostgreSQL's binary array: its length and its value.
ITEM = [("length", ">i4"), ("id", HALVES)]
#: Dimensions, whether there are nulls, type of the items; then their count and the first one's place.
HEAD = struct.Struct(">iiI ii")
UUID_TYPE, UUIDS_TYPE = 2950, 2951

#: Who holds each number on the day; of a number that nobody holds on it, whoever held it last.
_FOUND = """
WITH RECURSIVE standing AS (
    SELECT id, merged_into_id AS stands FROM access_person WHERE merged_into_id IS NOT NULL
    UNION ALL
    SELECT standing.id, next.merged_into_id FROM standing JOIN access_person next ON next.id = standing.stands
    WHERE next.merged_into_id IS NOT NULL
), kept AS (
    SELECT standing.id, stands FROM standing JOIN access_person last ON last.id = standing.stands
    WHERE last.merged_into_id IS NULL
), asked AS (
    SELECT fingerprint, place FROM unnest(%(asked)s) WITH ORDINALITY AS asked(fingerprint, place)
), held AS (
    SELECT DISTINCT ON (asked.place) asked.place, number.person_id
    FROM asked LEFT JOIN access_personnumber number USING (fingerprint)
    ORDER BY asked.place,
        number.valid_from <= %(day)s AND (number.valid_until IS NULL OR number.valid_until > %(day)s) DESC NULLS LAST,
        number.valid_until DESC NULLS FIRST
)
SELECT array_agg(coalesce(kept.stands, held.person_id, '00000000-0000-0000-0000-000000000000') ORDER BY held.place)
FROM held LEFT JOIN kept ON kept.id = held.person_id
"""
_MERGED = "SELECT id, merged_into_id FROM access_person WHERE merged_into_id IS NOT NULL"


def link_numbers(numbers: Sequence[str], *, on: date) -> list[PersonId | None]:
    """Return whose each number is on the day, in the order of the numbers; None for nobody's.

    Numbers come in their normal form. A number that nobody holds on the day finds who held it last: acts outlive the
    numbers written in them. Merged records are followed.
    """
    found = _cut(link_fingerprints(b"".join(fingerprint_many("person", numbers)), on=on))
    return [None if holder == NOBODY else PersonId(UUID(bytes=holder)) for holder in found]


def link_fingerprints(fingerprints: bytes, *, on: date) -> bytes:
    """Return the ids of the holders on the day, 16 bytes for each 16 bytes asked for; zeros where nobody holds it.

    Cost: one pass over the numbers' index in its own order, some microseconds each.
    """
    import numpy as np

    asked = np.frombuffer(fingerprints, HALVES)
    answer = np.zeros(len(asked), HALVES)
    order = np.argsort(asked, order=("upper", "lower"))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        answer[places] = np.frombuffer(_ask(asked[places].tobytes(), on=on), HALVES)
    return answer.tobytes()


def list_merged_persons() -> dict[UUID, UUID]:
    """Return each record that was merged away, with the one that stands for this human now."""
    with connection.cursor() as cursor:
        cursor.execute(_MERGED)
        into = dict(cursor.fetchall())
    return {absorbed: _follow(into, absorbed) for absorbed in into}


def _follow(into: dict[UUID, UUID], person_id: UUID) -> UUID:
    while person_id in into:
        person_id = into[person_id]
    return person_id


def _cut(ids: bytes) -> Iterator[bytes]:
    return (ids[start : start + FINGERPRINT_BYTES] for start in range(0, len(ids), FINGERPRINT_BYTES))


def _ask(fingerprints: bytes, *, on: date) -> bytes:
    """Ask in the database's own binary form: an object for each of a million ids would cost more than the answer."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(_Ids, _IdsDumper)
        cursor.adapters.register_loader(UUIDS_TYPE, _IdsLoader)
        cursor.execute(_FOUND, {"asked": _Ids(fingerprints), "day": on}, binary=True)
        (found,) = cursor.fetchone() or (b"",)
    assert isinstance(found, bytes)
    return found


class _Ids(bytes):
    """Ids one after the other."""


class _IdsDumper(Dumper):
    """Writes ids as the database's array of uuid."""

    format = Format.BINARY
    oid = UUIDS_TYPE

    def dump(self, obj: _Ids) -> Buffer:
        import numpy as np

        ids = np.frombuffer(obj, HALVES)
        items = np.zeros(len(ids), ITEM)
        items["length"], items["id"] = FINGERPRINT_BYTES, ids
        return HEAD.pack(1, 0, UUID_TYPE, len(ids), 1) + items.tobytes()


class _IdsLoader(Loader):
    """Reads the database's array of uuid as ids one after the other."""

    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        import numpy as np

        ids: bytes = np.frombuffer(data, ITEM, offset=HEAD.size)["id"].tobytes()
        return ids
