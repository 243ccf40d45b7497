"""Check that each recorded erasure is vouched for by the line that tells why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from alatau.core.journal.erasures import ERASED, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

_AUDIT_LINES = """
SELECT DISTINCT erasure.audit_line_id, contents.body ->> 'digest', line.action
FROM core_journalerasure AS erasure
LEFT JOIN core_journalline AS line ON line.id = erasure.audit_line_id
LEFT JOIN core_journalcontents AS contents ON contents.line_id = line.position
"""

_ERASED_LINES = """
SELECT line.id FROM core_journalerasure AS erasure JOIN core_journalline AS line ON line.position = erasure.line_id
WHERE erasure.audit_line_id = %s
"""


def find_fault_of_erasures() -> str:
    """Say which erasure no line vouches for; empty when all are accounted for."""
    with connection.cursor() as cursor:
        cursor.execute(_AUDIT_LINES)
        recorded = cursor.fetchall()
    for audit_line_id, digest, action in recorded:
        if action != ERASED or digest != digest_of(_erased_under(audit_line_id)):
            return _("An erasure was recorded that no line of the journal accounts for.")
    return ""


def _erased_under(audit_line_id: UUID) -> Iterator[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_ERASED_LINES, [audit_line_id])
        yield from (row[0] for row in cursor.fetchall())
