"""A table of an outside PostgreSQL is read as of one moment, by COPY, and nothing is written there."""

from __future__ import annotations

import os

import psycopg
import pytest

from alatau.core.postgres.roles import password_of
from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.outside_tables import connect_outside, split_address, stage_table
from tests.conftest import DATABASE, RUN
from tests.registry.ingest.stage import DAY, ROW, believed, ingest, known_person, row, wages

COLUMN_TYPES = "number text, document text, month text, amount numeric, kind text, firm_number text, paid_on date"


@pytest.fixture
def outside(committed_db, owner_connection, monkeypatch):
    """An outside table with two rows, and its address without a password."""
    owner_connection.execute(f'CREATE TABLE "Wages out" ({COLUMN_TYPES})')
    owner_connection.execute('GRANT SELECT ON "Wages out" TO worker')
    for values in (ROW, row(document='D "2"\n', kind=None)):
        owner_connection.execute('INSERT INTO "Wages out" VALUES (%s, %s, %s, %s, %s, %s, %s)', values)
    monkeypatch.setenv("PGPASSWORD", password_of(RUN, "worker"))
    info = owner_connection.info
    yield f"postgresql://worker@/{DATABASE}/Wages%20out?host={info.host}&port={info.port}"
    owner_connection.execute('DROP TABLE "Wages out"')


def _stage(address, folder):
    return stage_table(address, wages(), into=folder / "staged.parquet", progress=lambda _share: None)


@pytest.mark.usefixtures("as_worker")
def test_outside_table_becomes_rows_of_the_register(outside):
    person = known_person()
    report = ingest(outside)
    assert (report.counts.read, report.counts.accepted, report.source) == (2, 2, "Wages out")
    assert believed(None, "subject", "document", "amount", "valid_from") == [
        (person, 'D "2"', 100050, DAY),
        (person, "D-1", 100050, DAY),
    ]
    assert ingest(outside).is_repeat


def test_table_that_is_absent_or_closed_to_us_is_refused_by_name(outside, tmp_path):
    with pytest.raises(SourceUnreadableError, match="no table nothing"):
        _stage(outside.replace("Wages%20out", "nothing"), tmp_path)


def test_wrong_columns_of_a_table_are_refused_by_name(outside, tmp_path, owner_connection):
    owner_connection.execute('ALTER TABLE "Wages out" RENAME COLUMN kind TO kin')
    with pytest.raises(SourceUnreadableError, match=r"no column kin\. The nearest is kind"):
        _stage(outside, tmp_path)


@pytest.mark.parametrize("secret", ["worker:secret@", "worker@"])
def test_password_in_an_address_is_refused_unread(secret):
    query = "" if ":" in secret else "?password=secret"
    with pytest.raises(SourceUnreadableError) as refused:
        split_address(f"postgresql://{secret}127.0.0.1/base/table{query}")
    assert refused.value.problem is SourceProblem.PASSWORD


def test_database_that_does_not_answer_is_refused(outside, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "PGPASSWORD", "wrong")
    with pytest.raises(SourceUnreadableError, match="did not let us in"):
        _stage(outside, tmp_path)


def test_nothing_can_be_written_through_the_connection(outside):
    conninfo, _table = split_address(outside)
    with connect_outside(conninfo) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connection.execute('DELETE FROM "Wages out"')
