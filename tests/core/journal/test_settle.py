"""A database that was loaded from a dump counts its transactions anew, and the journal goes on all the same."""

from __future__ import annotations

import psycopg
import pytest

from alatau.core.journal.seal import JournalMovedError, Sealer
from alatau.core.journal.settle import settle_journal
from alatau.core.models import JournalLine, JournalSeal
from tests.core.journal.lines import append


@pytest.fixture
def moved(sealer: Sealer, owner_connection: psycopg.Connection) -> psycopg.Connection:
    """Three numbered lines and two others, as a dump would bring them from a server far ahead of this one."""
    append(3)
    sealer.seal_once()
    append(2)
    for table in ("core_journalline", "core_journalbatch"):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner_connection.execute("UPDATE core_journalline SET transaction_id = (900000000 + position)::text::xid8")
    owner_connection.execute("UPDATE core_journalbatch SET base = '900000004:900000004:'")
    for table in ("core_journalline", "core_journalbatch"):
        owner_connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return owner_connection


def test_settled_journal_numbers_old_and_new_lines_once(sealer: Sealer, moved: psycopg.Connection) -> None:
    settle_journal(moved)
    append(4)

    successor = Sealer()
    successor.take_over()
    while successor.seal_once():
        pass

    assert JournalSeal.objects.count() == JournalLine.objects.count() == 9
    assert sorted(JournalSeal.objects.values_list("number", flat=True)) == list(range(1, 10))


def test_unsettled_journal_refuses_to_number(sealer: Sealer, moved: psycopg.Connection) -> None:
    with pytest.raises(JournalMovedError):
        Sealer().take_over()


def test_settling_twice_changes_no_number(sealer: Sealer, moved: psycopg.Connection) -> None:
    settle_journal(moved)
    before = list(JournalSeal.objects.order_by("number").values_list("number", "line_id"))
    settle_journal(moved)

    assert list(JournalSeal.objects.order_by("number").values_list("number", "line_id")) == before


def test_lines_cannot_be_changed_after_settling(sealer: Sealer, moved: psycopg.Connection) -> None:
    settle_journal(moved)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
        moved.execute("UPDATE core_journalline SET action = 'core.test.changed'")
