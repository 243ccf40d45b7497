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
#: Numbers that tables give to their rows begin anew, but for tables that hold rows from the beginning.
RESTART_NUMBERS = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_tables WHERE pg_tables.schemaname = 'baseline' AND starts_with(sequencename, tablename || '_')
    )
"""


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
        # No trigger fires and no reference is checked: the order of tables does not matter.
        keeper.execute("SET LOCAL session_replication_role = replica")
        baseline = _tables_of(keeper, BASELINE)
        # Waits for what a killed process had begun to commit.
        every = sql.SQL(", ").join(sql.Identifier("public", table) for table in _tables_of(keeper, "public"))
        keeper.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(every))
        for table in _changed_tables(keeper, baseline):
            # Rows of a test are few: deleting them takes a tenth of the time of TRUNCATE, which makes new files.
            keeper.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("public", table)))
            if table in baseline:
                _copy_back(keeper, table)
        keeper.execute(RESTART_NUMBERS)


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


def _changed_tables(keeper: object, baseline: list[str]) -> list[str]:
    """Ask once about all tables: a question for each would take longer than most tests."""
    questions = []
    for table in _tables_of(keeper, "public"):
        ours, theirs = sql.Identifier("public", table), sql.Identifier(BASELINE, table)
        rows = sql.SQL("TABLE {}").format(ours)
        if table in baseline:
            pattern = "(TABLE {ours} EXCEPT ALL TABLE {theirs}) UNION ALL (TABLE {theirs} EXCEPT ALL TABLE {ours})"
            rows = sql.SQL(pattern).format(ours=ours, theirs=theirs)
        questions.append(sql.SQL("SELECT {} WHERE EXISTS ({})").format(sql.Literal(table), rows))
    return [row[0] for row in keeper.execute(sql.SQL(" UNION ALL ").join(questions))]


def _copy_back(keeper: object, table: str) -> None:
    ours, theirs = sql.Identifier("public", table), sql.Identifier(BASELINE, table)
    keeper.execute(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {}").format(ours, theirs))
