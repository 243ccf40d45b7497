"""Migrate the measured city, create it, and add the plain table that the journal is measured against."""

from __future__ import annotations

import django

django.setup()

from django.db import connection  # noqa: E402  Django must be ready first

from alatau.core.create_city import create_city  # noqa: E402  the same
from alatau.core.postgres.migrate import migrate_city  # noqa: E402  the same

PLAIN = """
CREATE TABLE bench_plain (
    id uuid PRIMARY KEY, kind text, action text, at timestamptz, hash bytea, actor jsonb, subject_id uuid, body jsonb
);
GRANT SELECT, INSERT ON bench_plain TO worker;
"""

migrate_city()
create_city("sample")
with connection.cursor() as cursor:
    cursor.execute(PLAIN)
