"""One migrated template per run, and a copy of it for each worker."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from psycopg import sql

from alatau.core.postgres.roles import KEEPER, connect_as, password_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATE = "alatau"
#: Copies of what the migrations wrote, so that a test's changes to those rows can be undone.
BASELINE = "baseline"


def make_database(home: Path, name: str) -> None:
    """Give this worker its own copy of the migrated database."""
    with (home / "template.lock").open("w") as lock:
        # The workers start together: the first migrates, the others wait; a template may be copied by one at a time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "template.made").exists():
            _make_template(home)
            (home / "template.made").touch()
        with connect_as(home, KEEPER, database="postgres") as keeper:
            keeper.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER owner").format(
                    sql.Identifier(name), sql.Identifier(TEMPLATE)
                )
            )
            keeper.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            keeper.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO web, worker, auditor").format(sql.Identifier(name)))


@contextmanager
def working_as(home: Path, role: str, *, database: str | None = None) -> Iterator[None]:
    """Let Django's connection work as another role for a while."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=role, PASSWORD=password_of(home, role), NAME=database or before["NAME"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def empty_tables(home: Path, name: str) -> None:
    """Bring every table back to what the migrations left in it."""
    with connect_as(home, KEEPER, database=name) as keeper, keeper.transaction():
        keeper.execute("SET LOCAL session_replication_role = replica")
        baseline = _tables_of(keeper, BASELINE)
        filled = [table for table in _tables_of(keeper, "public") if _is_changed(keeper, table, baseline)]
        if filled:
            names = sql.SQL(", ").join(sql.Identifier("public", table) for table in filled)
            keeper.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        for table in baseline:
            _restore(keeper, table)


def _make_template(home: Path) -> None:
    # Imported here: migrations need the apps, and this module is read before they are ready.
    from django.utils.timezone import now

    from alatau.core.models import City
    from alatau.core.postgres.migrate import migrate_city

    os.environ.setdefault("ALATAU_TEST_RUN", str(home))
    with working_as(home, "owner", database=TEMPLATE):
        migrate_city()
        City.objects.get_or_create(id=1, defaults={"kind": "sample", "created_at": now()})
    with connect_as(home, KEEPER, database=TEMPLATE) as keeper:
        keeper.execute(f"CREATE SCHEMA {BASELINE}")
        for table in _tables_of(keeper, "public"):
            if _has_rows(keeper, table):
                copy = sql.SQL("CREATE TABLE {} AS TABLE {}")
                keeper.execute(copy.format(sql.Identifier(BASELINE, table), sql.Identifier("public", table)))


def _tables_of(keeper: object, schema: str) -> list[str]:
    question = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename"
    return [row[0] for row in keeper.execute(question, [schema])]


def _has_rows(keeper: object, table: str) -> bool:
    question = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table))
    return bool(keeper.execute(question).fetchone()[0])


def _is_changed(keeper: object, table: str, baseline: list[str]) -> bool:
    return table not in baseline and _has_rows(keeper, table)


def _restore(keeper: object, table: str) -> None:
    ours, theirs = sql.Identifier("public", table), sql.Identifier(BASELINE, table)
    keeper.execute(sql.SQL("DELETE FROM {}").format(ours))
    keeper.execute(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {}").format(ours, theirs))
