"""The rights of the working roles, on the real tables."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from alatau.core.postgres.grants import READ_ONLY_TABLES, rights_of
from alatau.core.postgres.roles import WORKING_ROLES

pytestmark = pytest.mark.django_db

APPEND_ONLY = sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))
CHANGES = ("UPDATE", "DELETE", "TRUNCATE")
ALL_RIGHTS = ("SELECT", "INSERT", *CHANGES, "REFERENCES", "TRIGGER")


def test_tests_connect_as_the_role_web():
    assert _ask("SELECT current_user") == "web"


def test_the_journal_is_among_the_tables_that_only_grow():
    assert "core_journalline" in APPEND_ONLY


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_web_and_worker_cannot_change_a_table_that_only_grows(table):
    held = [(role, right) for role in ("web", "worker") for right in CHANGES if _holds(role, table, right)]
    assert held == []


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_owner_is_stopped_by_a_trigger_on_a_table_that_only_grows(owner_connection, table):
    column = owner_connection.execute(f'SELECT * FROM "{table}" LIMIT 0').description[0].name
    for change in (
        f'UPDATE "{table}" SET "{column}" = "{column}"',
        f'DELETE FROM "{table}"',
        f'TRUNCATE "{table}" CASCADE',
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
            owner_connection.execute(change)


def test_every_role_holds_exactly_the_rights_of_its_row():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    stated = {
        (role, table, right) for role in WORKING_ROLES for table in tables for right in _split(rights_of(role, table))
    }
    held = {
        (role, table, right)
        for role in WORKING_ROLES
        for table in tables
        for right in ALL_RIGHTS
        if _holds(role, table, right)
    }
    assert held == stated


def test_only_the_owner_writes_down_which_migrations_were_applied():
    rights = {rights_of(role, table) for role in WORKING_ROLES for table in READ_ONLY_TABLES}
    assert rights == {"SELECT"}


@pytest.mark.parametrize("role", WORKING_ROLES)
def test_working_roles_own_nothing_and_create_nothing(role):
    assert _ask("SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) is False
    assert _ask("SELECT has_database_privilege(%s, current_database(), 'CREATE')", role) is False
    assert _ask("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", role) == 0


def test_strangers_may_not_even_connect():
    assert _ask("SELECT has_database_privilege('public', current_database(), 'CONNECT')") is False


def _holds(role: str, table: str, right: str) -> bool:
    return _ask("SELECT has_table_privilege(%s, %s, %s)", role, f'public."{table}"', right)


def _split(rights: str) -> list[str]:
    return [right for right in rights.split(", ") if right]


def _ask(question, *facts):
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return cursor.fetchone()[0]
