"""A table of an outside PostgreSQL, read by COPY. Nothing is written there, and no password stands in an address."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.csv_files import name_fields
from alatau.registry.ingest.sources.delimited import Table, stage_delimited, staged_table
from alatau.registry.ingest.sources.header import match_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

SCHEMES = ("postgresql://", "postgres://")
CONNECT_SECONDS = 15
#: A table that is locked by its owner's own work for longer is asked again another time.
LOCK_MS = 60_000


def stage_table(address: str, register: Register, *, into: Path, progress: Callable[[float], None]) -> Staged:
    """Stage `postgresql://user@host:port/database/table`, or `.../schema.table`, as of one moment.

    The password comes from PGPASSWORD, from `~/.pgpass`, or from the file that `?passfile=` names.

    Raises:
        SourceUnreadableError: a password in the address, no connection, no such table, header.
    """
    conninfo, table = split_address(address)
    with connect_outside(conninfo) as connection:
        name = _find_table(connection, table)
        titles = _list_columns(connection, table, name)
        places = match_header(titles, register)
        fields = name_fields(places)
        # Empty and absent are one thing in a register; numbers and days come as their owner's server writes them.
        query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, HEADER true)").format(
            sql.SQL(", ").join(sql.Identifier(titles[places[field]]) for field in fields), name
        )
        try:
            with connection.cursor() as cursor, cursor.copy(query) as copy:
                reader = _CopyReader(copy)
                shape = Table(delimiter=",", fields=fields, position=lambda: reader.position)
                done = stage_delimited(reader, shape, into=into, progress=lambda _byte: progress(0.5))
        except psycopg.Error as error:
            raise SourceUnreadableError(SourceProblem.TABLE, table=table) from error
    return staged_table(done, places, into=into, digest=reader.digest.hexdigest(), name=table)


def split_address(address: str) -> tuple[str, str]:
    """Return the address of the database, and the table."""
    parts = urlsplit(address)
    if parts.password is not None or "password=" in parts.query:
        raise SourceUnreadableError(SourceProblem.PASSWORD)
    database, _slash, table = parts.path.strip("/").rpartition("/")
    if not database or not table:
        raise SourceUnreadableError(SourceProblem.ABSENT)
    return urlunsplit(parts._replace(path=f"/{database}")), unquote(table)


@contextmanager
def connect_outside(conninfo: str) -> Iterator[psycopg.Connection]:
    """Give a connection that can only read, and sees one moment."""
    options = f"-c default_transaction_read_only=on -c lock_timeout={LOCK_MS} -c datestyle=ISO -c timezone=UTC"
    try:
        connection = psycopg.connect(conninfo, connect_timeout=CONNECT_SECONDS, options=options, client_encoding="utf8")
    except (psycopg.Error, UnicodeError) as error:
        raise SourceUnreadableError(SourceProblem.CONNECTION) from error
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def _find_table(connection: psycopg.Connection, table: str) -> sql.Identifier:
    schema, _dot, name = table.rpartition(".")
    identifier = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(oid, 'SELECT') FROM pg_class WHERE oid = to_regclass(%s)",
            [identifier.as_string(connection)],
        )
        found = cursor.fetchone()
    if found is None or not found[0]:
        raise SourceUnreadableError(SourceProblem.TABLE, table=table)
    return identifier


def _list_columns(connection: psycopg.Connection, table: str, name: sql.Identifier) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(name))
        if cursor.description is None:
            raise SourceUnreadableError(SourceProblem.TABLE, table=table)
        return [column.name for column in cursor.description]


class _CopyReader:
    """The stream of a COPY, digested as it passes."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._blocks = iter(copy)
        self._rest = b""
        self.digest = hashlib.sha256()
        self.position = 0
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < max(size, 1):
            block = next(self._blocks, None)
            if block is None:
                break
            self.digest.update(block)
            self._rest += block
        taken, self._rest = self._rest[:size], self._rest[size:]
        self.position += len(taken)
        return taken

    def close(self) -> None:
        self.closed = True
