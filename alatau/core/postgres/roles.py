"""The database's roles and their passwords.

`keeper` is the superuser of the embedded server and used by its supervisor alone. `owner` owns the city's database and
migrates. `web`, `worker` and `auditor` hold the least rights that their processes need (see `grants`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from alatau.core.keyfiles import read_or_make_secret
from alatau.core.postgres.places import SOCKET_PORT, socket_folder

if TYPE_CHECKING:
    from pathlib import Path

KEEPER = "keeper"
OWNER = "owner"
#: Roles of the city's processes, the least trusted last.
WORKING_ROLES = ("worker", "web", "auditor")
ROLES = (OWNER, *WORKING_ROLES)


def password_of(home: Path, role: str) -> str:
    """Return the role's password, kept in ``keys/postgres-<role>`` and made on first use."""
    return read_or_make_secret(home, f"postgres-{role}")


def connect_as(home: Path, role: str, *, database: str, connect_timeout: int = 10) -> psycopg.Connection:
    """Open a connection to the embedded server in autocommit, as one of its roles."""
    return psycopg.connect(
        host=str(socket_folder(home)),
        port=SOCKET_PORT,
        user=role,
        password=password_of(home, role),
        dbname=database,
        connect_timeout=connect_timeout,
        application_name=f"alatau-{role}",
        autocommit=True,
    )


def first_statements(home: Path, database: str) -> list[sql.Composed]:
    """Return what a new cluster is told before anybody can connect: roles, the database, and nobody else's rights."""
    name = sql.Identifier(database)
    return [
        *(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(password_of(home, role))
            )
            for role in ROLES
        ),
        sql.SQL("GRANT {} TO {}").format(sql.Identifier("pg_read_all_stats"), sql.Identifier("auditor")),
        sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER)),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            name, sql.SQL(", ").join(map(sql.Identifier, WORKING_ROLES))
        ),
    ]
