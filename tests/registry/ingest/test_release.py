"""Rows in quarantine are counted, listed, written out, corrected and released, or sent back."""

from __future__ import annotations

import csv
from dataclasses import replace
from uuid import uuid4

import pytest

from alatau.core.clock import read_clocks
from alatau.core.values import Actor, ActorKind, UserId
from alatau.registry.errors import QuarantinedRowNotFoundError, StillFaultyError
from alatau.registry.ingest.quarantine import MASK, count_waiting, find_waiting, list_waiting, write_quarantine
from alatau.registry.ingest.release import release_row
from alatau.registry.models import Load, QuarantineDecision
from tests.conftest import DATABASE, RUN
from tests.harness.databases import KEEPER, connect_as
from tests.registry.ingest.stage import DAY, NUMBERS, ROW, believed, ingest, known_person, row, wages, write_csv

pytestmark = pytest.mark.usefixtures("as_worker")
DANA = Actor(kind=ActorKind.STAFF, user_id=UserId(uuid4()), roles=frozenset({"registrar"}))


@pytest.fixture
def waiting(tmp_path):
    """A load with one good row and two that broke a check."""
    known_person()
    rows = [ROW, row(document="D-2", amount="=1+1"), row(document="D-3", number="12", kind="other")]
    return ingest(write_csv(tmp_path / "w.csv", rows))


def _release(corrected, *, line=3, load=1):
    return release_row(wages(), corrected, load=load, line=line, note="by telephone", by=DANA, at=read_clocks())


def test_waiting_rows_are_counted_by_column_and_reason(waiting):
    assert {*count_waiting(wages())} == {
        ("amount", "not_an_amount", 1),
        ("kind", "unknown_code", 1),
        ("number", "number_malformed", 1),
    }


def test_waiting_rows_are_listed_with_their_faults_page_by_page(waiting):
    first, second = list_waiting(wages())
    assert (first.line, first.values["amount"], first.faults[0].reason) == (3, "=1+1", "not_an_amount")
    assert [fault.column for fault in second.faults] == ["kind", "number"]
    assert list_waiting(wages(), after=(1, 3)) == [second]
    assert list_waiting(wages(), reason="unknown_code") == [second]


def test_reader_without_the_right_sees_no_value_of_a_person(waiting):
    masked = list_waiting(wages())[0].masked(wages())
    assert masked.values["number"] == masked.values["amount"] == MASK
    assert masked.faults[0].value == MASK
    assert masked.values.keys() == wages().columns.keys()


def test_waiting_rows_are_written_out_and_no_value_becomes_a_formula(waiting, tmp_path):
    path = tmp_path / "back.csv"
    assert write_quarantine(wages(), path, by=DANA, at=read_clocks()) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    assert [row["line"] for row in rows] == ["3", "4"]
    assert rows[0]["amount"] == "'=1+1"
    assert "not an amount" in rows[0]["reason"]
    assert path.stat().st_mode & 0o077 == 0


def test_corrected_row_is_taken_in_for_the_day_of_its_source(waiting):
    assert _release({"amount": "5"}) == 2
    assert ("D-2", 500, DAY, None) in believed()
    assert find_waiting(wages(), load=1, line=3) is None
    assert QuarantineDecision.objects.get().released_by_load.number == 2


def test_row_that_is_still_faulty_is_refused_with_its_column(waiting):
    with pytest.raises(StillFaultyError, match="Number"):
        _release({"kind": "main"}, line=4)
    assert find_waiting(wages(), load=1, line=4) is not None
    assert Load.objects.count() == 1


def test_released_row_cannot_be_released_again(waiting):
    _release({"amount": "5"})
    with pytest.raises(QuarantinedRowNotFoundError):
        _release({"amount": "6"})


def test_release_cut_short_before_its_decision_is_finished_once(waiting):
    _release({"amount": "5"})
    # As after a kill between the announcement and the decision.
    with connect_as(RUN, KEEPER, database=DATABASE) as keeper:
        keeper.execute("SET session_replication_role = replica")
        keeper.execute("DELETE FROM registry_quarantinedecision")
    assert _release({"amount": "5"}) == 2
    assert Load.objects.count() == 2


def test_number_corrected_to_a_known_one_finds_its_person(waiting):
    person = known_person(NUMBERS[1])
    _release({"number": NUMBERS[1], "kind": "extra"}, line=4)
    assert (person, "D-3") in believed(None, "subject", "document")
    assert replace(waiting).counts.quarantined == 2
