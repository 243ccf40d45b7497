"""Who may do what to which table. Applied by `owner` after every migration, always as a whole.

| role | tables | append-only tables | migrations' own table |
|---|---|---|---|
| web, worker | read, insert, update, delete | read, insert | read |
| auditor | nothing | read | read |

A model may narrow this by an attribute `rights`, for example ``rights = {"web": "SELECT"}``: roles it leaves out keep
the row above. A trigger on append-only tables also stops `owner`, unless the session says `alatau.correction = 'on'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from alatau.core.postgres.roles import WORKING_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READ = "SELECT"
APPEND = "SELECT, INSERT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
NOTHING = ""

#: The ground's own tables that no model describes and nobody but `owner` writes.
READ_ONLY_TABLES = ("django_migrations",)

REFUSE_CHANGE = """\
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('alatau.correction', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'table % only grows: correct it with a new row', TG_TABLE_NAME USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$
"""


@transaction.atomic
def apply_grants() -> None:
    """Give each working role exactly the rights of the table above; whatever it had besides is taken away."""
    roles = _existing_roles()
    append_only = _append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_CHANGE)
        for table in connection.introspection.table_names(cursor):
            for statement in _statements_for(table, append_only=table in append_only, roles=roles):
                cursor.execute(statement)
        for role in roles:
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
        for role in {"web", "worker"} & set(roles):
            grant = "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}"
            cursor.execute(sql.SQL(grant).format(sql.Identifier(role)))


def rights_of(role: str, table: str) -> str:
    """Return what a working role may do to a table, as SQL names it; empty for nothing."""
    narrowed = _narrowed_rights().get(table, {})
    if role in narrowed:
        return narrowed[role]
    if table in READ_ONLY_TABLES:
        return READ
    if table in _append_only_tables():
        return READ if role == "auditor" else APPEND
    return NOTHING if role == "auditor" else WRITE


def _statements_for(table: str, *, append_only: bool, roles: tuple[str, ...]) -> Iterator[sql.Composed]:
    name = sql.Identifier(table)
    for role in roles:
        yield sql.SQL("REVOKE ALL ON {} FROM {}").format(name, sql.Identifier(role))
        rights = rights_of(role, table)
        if rights:
            yield sql.SQL(f"GRANT {rights} ON {{}} TO {{}}").format(name, sql.Identifier(role))
    yield sql.SQL("DROP TRIGGER IF EXISTS only_grows ON {}").format(name)
    if append_only:
        yield sql.SQL(
            "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {} EXECUTE FUNCTION refuse_change()"
        ).format(name)


def _append_only_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


def _narrowed_rights() -> Mapping[str, Mapping[str, str]]:
    return {model._meta.db_table: getattr(model, "rights", {}) for model in apps.get_models()}


def _existing_roles() -> tuple[str, ...]:
    # An outside server may do without the auditor.
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(WORKING_ROLES)])
        return tuple(row[0] for row in cursor.fetchall())
