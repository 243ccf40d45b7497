"""No migration makes a living city wait for a big table: what locks or rewrites one says why it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.rules_about_code.locking import OURS, RULES, find_locks, read_sql

if TYPE_CHECKING:
    from pathlib import Path

#: The last migration of each room that comes with the first release, and runs where no city has rows yet. A room that
#: is not named here has not been released.
FIRST_RELEASE = {
    "access": "0004",
    "city_messages": "0001",
    "core": "0002",
    "desk": "0004",
    "papers": "0002",
    "registry": "0009",
}
#: A migration that must wait for a table says why it may: `waits = "Holds ten rows: one for each gateway."`
ESCAPE = "waits"
REASON_WORDS = 4
HOW = "See docs/how-to/change-a-table.md; or say in the migration why it may: waits = '…'"

SAFE = {
    "a new table": "BEGIN; CREATE TABLE a (id uuid PRIMARY KEY, b text); CREATE INDEX a_b ON a (b); COMMIT;",
    "an empty column": "ALTER TABLE a ADD COLUMN b bigint NULL;",
    "a column with a constant": "ALTER TABLE a ADD COLUMN b boolean DEFAULT false NOT NULL;",
    "a rule for new rows": "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;",
    "a rule checked later": "ALTER TABLE a VALIDATE CONSTRAINT c;",
    "an index beside the work": "CREATE INDEX CONCURRENTLY a_b ON a (b);",
    "a function that changes rows": "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE a SET b = 1 $$;",
    "words in a remark": "-- LOCK TABLE a;\nCOMMENT ON TABLE a IS 'x';",
}
LOCKING = {
    "CREATE INDEX a_b ON a (b);": "require-concurrent-index-creation",
    "DROP INDEX a_b;": "require-concurrent-index-deletion",
    "BEGIN; CREATE INDEX CONCURRENTLY a_b ON a (b); COMMIT;": "ban-concurrent-index-creation-in-transaction",
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);": "constraint-missing-not-valid",
    "ALTER TABLE a ADD CONSTRAINT c UNIQUE (b);": "disallowed-unique-constraint",
    "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id);": "adding-foreign-key-constraint",
    "ALTER TABLE a ALTER COLUMN b TYPE bigint;": "changing-column-type",
    "ALTER TABLE a ALTER COLUMN b SET NOT NULL;": "adding-not-nullable-field",
    "ALTER TABLE a ADD COLUMN b text NOT NULL;": "adding-required-field",
    "ALTER TABLE a ADD COLUMN b uuid DEFAULT gen_random_uuid() NOT NULL;": "adding-field-with-default",
    "LOCK TABLE a IN SHARE MODE;": "locking-a-table",
    "CLUSTER a USING a_b;": "rewriting-a-table",
    "ALTER TABLE a SET UNLOGGED;": "rewriting-a-table",
    "UPDATE a SET b = 1;": "changing-all-rows-at-once",
    "DELETE FROM a;": "changing-all-rows-at-once",
}


@pytest.mark.django_db
def test_no_migration_makes_a_living_city_wait(tmp_path: Path) -> None:
    loader = MigrationLoader(connection)
    ours = {key: each for key, each in loader.disk_migrations.items() if each.__module__.startswith("alatau.")}
    later = {key: each for key, each in ours.items() if _is_of_a_later_release(*key) and not hasattr(each, ESCAPE)}
    written = {f"{room}.{name}": read_sql(loader, each) for (room, name), each in later.items()}
    assert find_locks(written, folder=tmp_path) == {}, HOW


def test_whatever_may_wait_says_why() -> None:
    migrations = MigrationLoader(None).disk_migrations
    reasons = {key: getattr(each, ESCAPE) for key, each in migrations.items() if hasattr(each, ESCAPE)}
    assert {key: said for key, said in reasons.items() if len(said.split()) < REASON_WORDS} == {}


def test_safe_statements_pass(tmp_path: Path) -> None:
    assert find_locks(SAFE, folder=tmp_path) == {}


def test_statements_that_lock_or_rewrite_are_named(tmp_path: Path) -> None:
    samples = {f"sample {number}": sql for number, sql in enumerate(LOCKING)}
    found = find_locks(samples, folder=tmp_path)
    missed = {sql: rule for (name, sql), rule in zip(samples.items(), LOCKING.values(), strict=True)
              if rule not in found.get(name, set())}  # fmt: skip
    assert missed == {}


def test_every_rule_is_shown_by_a_sample() -> None:
    assert {*LOCKING.values()} >= {*OURS}
    assert len({*LOCKING.values()} & RULES) >= 10


@pytest.mark.parametrize(
    ("room", "name", "later"),
    [("desk", "0004_forget_words", False), ("desk", "0005_next", True), ("unknown", "0009_any", False)],
)
def test_only_what_comes_after_the_first_release_meets_rows(room: str, name: str, later: bool) -> None:
    assert _is_of_a_later_release(room, name) is later


def _is_of_a_later_release(room: str, name: str) -> bool:
    return room in FIRST_RELEASE and name[:4] > FIRST_RELEASE[room]
