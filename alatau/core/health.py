"""Whether this process lives, and whether it can serve residents right now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import Error, connection

from alatau.core.postgres.migrate import count_outstanding_migrations


@dataclass(frozen=True)
class Health:
    """What `/health/ready` answers: each part and whether it is well. No facts beyond yes and no."""

    database: bool
    tables: bool

    @property
    def is_ready(self) -> bool:
        """All parts are well."""
        return self.database and self.tables


class _Migrated:
    """Remembers a yes: tables of a running version only ever get ahead of it."""

    known = False


def examine_health() -> Health:
    """Return what works: the database answers, and its tables are those of this version.

    Cost: one query; the migrations are compared until they fit once.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _Migrated.known = _Migrated.known or count_outstanding_migrations() == 0
    except Error:
        return Health(database=False, tables=False)
    return Health(database=True, tables=_Migrated.known)
