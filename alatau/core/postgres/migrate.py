"""Bring the database to the tables of this version: all that `owner` ever does."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alatau.core.postgres.grants import apply_grants

#: Any constant will do; it keeps two migrating processes apart.
MIGRATION_LOCK = 6_128_001


def migrate_city() -> int:
    """Apply outstanding migrations, then rights; return how many were applied. Two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        outstanding = count_outstanding_migrations()
        if outstanding:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        apply_grants()
        return outstanding
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def count_outstanding_migrations() -> int:
    """Return how many migrations of this version the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
