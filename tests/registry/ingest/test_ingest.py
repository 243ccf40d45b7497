"""A source becomes a load: what is new, the same, changed, ended or faulty, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.registry.ingest.stage import ROW, believed, ingest, known_person, row, write_csv

pytestmark = pytest.mark.usefixtures("as_worker")


def test_rows_of_a_known_person_are_accepted_and_linked(tmp_path):
    person = known_person()
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2", amount="12 345,67")]))
    assert (report.counts.read, report.counts.accepted, report.counts.unlinked) == (2, 2, 0)
    assert believed(None, "subject", "amount", "valid_from") == [
        (person, 100050, date(2026, 3, 1)),
        (person, 1234567, date(2026, 3, 1)),
    ]
