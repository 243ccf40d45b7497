"""What whoever watches over the city is told."""

from __future__ import annotations

import pytest
from django.db import connection

from alatau.core import health
from alatau.core.health import Health, examine_health


@pytest.fixture
def lost_database(committed_db, monkeypatch):
    """Let the connection lead where no database answers."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    yield
    connection.close()


@pytest.mark.django_db
def test_a_process_is_ready_when_the_database_has_its_tables(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "tables": True})


def test_a_process_without_its_database_lives_but_is_not_ready(client, lost_database):
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
def test_missing_migrations_make_a_process_wait(monkeypatch):
    monkeypatch.setattr(health._Migrated, "known", False)
    monkeypatch.setattr(health, "count_outstanding_migrations", lambda: 2)
    assert examine_health() == Health(database=True, tables=False)


@pytest.mark.django_db
def test_answers_about_health_are_never_kept_by_anybody(client):
    assert "no-store" in client.get("/health/live").headers["Cache-Control"]
