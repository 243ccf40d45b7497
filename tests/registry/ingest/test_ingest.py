"""A source becomes a load: what is new, the same, changed, ended or faulty, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from alatau.registry.errors import SourceUnreadableError, WholeTooSmallError
from alatau.registry.lake.layout import lake_folder, scratch_folder
from alatau.registry.models import Load
from alatau.registry.values import Delivery, History
from tests.registry.ingest.stage import (
    DAY,
    NUMBERS,
    ROW,
    believed,
    ingest,
    known_person,
    quarantined,
    row,
    wages,
    write_csv,
)

pytestmark = pytest.mark.usefixtures("as_worker")
LATER = date(2026, 3, 10)


def test_rows_of_a_known_person_are_linked_and_of_others_counted(tmp_path):
    person = known_person()
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, row(number=NUMBERS[1], amount="12 345,67")]))
    assert (report.counts.read, report.counts.accepted, report.counts.unlinked) == (2, 2, 1)
    assert believed(None, "subject", "number_unlinked", "amount") == [
        (person, None, 100050),
        (None, NUMBERS[1], 1234567),
    ]


def test_names_and_numbers_lie_in_the_private_part_alone(tmp_path):
    known_person()
    ingest(write_csv(tmp_path / "w.csv", [ROW]))
    for path in lake_folder().glob("wages/part=rows/**/*.parquet"):
        assert b"D-1" not in path.read_bytes()
        assert NUMBERS[0].encode() not in path.read_bytes()


def test_same_file_twice_changes_nothing(tmp_path):
    known_person()
    path = write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")])
    first, second = ingest(path), ingest(path)
    assert second.is_repeat
    assert (second.load, second.counts) == (first.load, first.counts)
    assert Load.objects.count() == 1


def test_same_rows_in_another_file_are_unchanged(tmp_path):
    known_person()
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")]))
    again = ingest(write_csv(tmp_path / "v.csv", [row(document="D-2"), row(paid_on="05.02.2026")]), as_of=LATER)
    assert (again.counts.read, again.counts.unchanged, again.counts.accepted) == (2, 2, 0)
    assert len(believed()) == 2


def test_changed_state_was_true_until_the_day_of_the_source(tmp_path):
    known_person()
    ingest(write_csv(tmp_path / "w.csv", [ROW]))
    report = ingest(write_csv(tmp_path / "v.csv", [row(amount="2000")]), as_of=LATER)
    assert (report.counts.accepted, report.counts.closed) == (1, 1)
    assert believed() == [("D-1", 100050, DAY, LATER), ("D-1", 200000, LATER, None)]


def test_changed_state_of_the_same_day_is_a_correction(tmp_path):
    known_person()
    ingest(write_csv(tmp_path / "w.csv", [ROW]))
    ingest(write_csv(tmp_path / "v.csv", [row(amount="2000")]))
    assert believed() == [("D-1", 200000, DAY, None)]


def test_older_delivery_fills_the_time_before_a_newer_one(tmp_path):
    known_person()
    ingest(write_csv(tmp_path / "w.csv", [row(amount="2000")]), as_of=LATER)
    ingest(write_csv(tmp_path / "v.csv", [ROW]), as_of=DAY)
    assert believed() == [("D-1", 100050, DAY, LATER), ("D-1", 200000, LATER, None)]


def test_changed_fact_takes_the_place_of_the_wrong_one(tmp_path):
    known_person()
    facts = wages(valid_from="month", history=History.FACTS)
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")]), facts)
    report = ingest(write_csv(tmp_path / "v.csv", [row(month="2025-12")]), facts, as_of=LATER)
    assert (report.counts.accepted, report.counts.closed) == (1, 1)
    assert believed(facts) == [
        ("D-1", 100050, date(2025, 12, 1), None),
        ("D-2", 100050, date(2026, 1, 1), None),
    ]


def test_what_a_whole_delivery_lacks_has_ended(tmp_path):
    known_person()
    whole = wages(delivery=Delivery.WHOLE)
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")]), whole)
    report = ingest(write_csv(tmp_path / "v.csv", [row(document="D-2")]), whole, as_of=LATER)
    assert (report.counts.unchanged, report.counts.closed) == (1, 1)
    assert believed(whole) == [("D-1", 100050, DAY, LATER), ("D-2", 100050, DAY, None)]


def test_row_that_broke_a_check_has_not_ended(tmp_path):
    known_person()
    whole = wages(delivery=Delivery.WHOLE)
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")]), whole)
    ingest(write_csv(tmp_path / "v.csv", [row(amount="much"), row(document="D-2")]), whole, as_of=LATER)
    assert believed(whole) == [("D-1", 100050, DAY, None), ("D-2", 100050, DAY, None)]


def test_what_returns_to_a_whole_delivery_begins_again(tmp_path):
    known_person()
    whole = wages(delivery=Delivery.WHOLE)
    for name, documents, day in (("a", ("D-1", "D-2"), 1), ("b", ("D-2",), 10), ("c", ("D-1", "D-2"), 20)):
        rows = [row(document=document) for document in documents]
        ingest(write_csv(tmp_path / f"{name}.csv", rows), whole, as_of=date(2026, 3, day))
    assert believed(whole) == [
        ("D-1", 100050, DAY, LATER),
        ("D-1", 100050, date(2026, 3, 20), None),
        ("D-2", 100050, DAY, None),
    ]


def test_whole_delivery_that_ends_most_rows_is_asked_about(tmp_path):
    known_person()
    whole = wages(delivery=Delivery.WHOLE)
    ingest(write_csv(tmp_path / "w.csv", [row(document=f"D-{place}") for place in range(150)]), whole)
    with pytest.raises(WholeTooSmallError, match="149 of 150"):
        ingest(write_csv(tmp_path / "v.csv", [row(document="D-0")]), whole, as_of=LATER)
    assert len(believed(whole)) == 150
    ingest(tmp_path / "v.csv", whole, as_of=LATER, may_shrink=True)
    assert sum(until is None for *_rest, until in believed(whole)) == 1


def test_lines_that_say_the_same_twice_count_once(tmp_path):
    known_person()
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, ROW, row(amount="1000,50")]))
    assert (report.counts.accepted, report.counts.unchanged) == (1, 2)


def test_lines_that_contradict_each_other_are_believed_neither(tmp_path):
    known_person()
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, row(amount="5"), row(document="D-2")]))
    assert (report.counts.accepted, report.counts.quarantined) == (1, 2)
    assert quarantined() == [(2, "document", "contradicted"), (3, "document", "contradicted")]


def test_thing_that_passes_to_another_person_has_one_holder(tmp_path):
    first, second = known_person(), known_person(NUMBERS[1])
    things = wages(identity=("document",))
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(document="D-2")]), things)
    ingest(write_csv(tmp_path / "v.csv", [row(number=NUMBERS[1])]), things, as_of=LATER)
    assert {*believed(things, "subject", "document", "valid_from", "valid_until")} == {
        (first, "D-1", DAY, LATER),
        (first, "D-2", DAY, None),
        (second, "D-1", LATER, None),
    }


def test_same_number_written_with_spaces_is_the_same_person(tmp_path):
    person = known_person()
    spaced = f" {NUMBERS[0][:6]} {NUMBERS[0][6:]} "
    ingest(write_csv(tmp_path / "w.csv", [row(number=spaced)]))
    assert believed(None, "subject", "number_unlinked") == [(person, None)]


def test_faulty_rows_are_named_by_line_column_and_reason(tmp_path):
    known_person()
    rows = [ROW, row(number="123", amount="many"), row(document="D-3", paid_on="2026-03-02"), row(document="")]
    report = ingest(write_csv(tmp_path / "w.csv", rows))
    assert (report.counts.accepted, report.counts.quarantined) == (1, 3)
    assert report.reasons["not_an_amount"] == 1
    assert quarantined() == [
        (3, "amount", "not_an_amount"),
        (3, "number", "number_malformed"),
        (4, "paid_on", "in_the_future"),
        (5, "document", "missing"),
    ]


def test_refused_source_leaves_nothing_behind(tmp_path):
    (tmp_path / "w.csv").write_text("number,docment\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceUnreadableError, match=r"no column docment\. The nearest is document"):
        ingest(tmp_path / "w.csv")
    assert not Load.objects.exists()
    assert [*scratch_folder().iterdir()] == []


def test_people_whom_a_register_declares_become_known_by_it(tmp_path):
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, row(number=NUMBERS[1])]), wages(declares="person"))
    assert (report.counts.accepted, report.counts.unlinked) == (2, 0)
    assert ingest(write_csv(tmp_path / "v.csv", [row(document="D-2")])).counts.unlinked == 0


def test_rows_of_nobody_find_their_person_once_they_are_known(tmp_path):
    ingest(write_csv(tmp_path / "w.csv", [ROW, row(number=NUMBERS[1])]))
    person = known_person()
    report = ingest(write_csv(tmp_path / "w.csv", [ROW, row(number=NUMBERS[1])]), as_of=LATER)
    assert (report.counts.unchanged, report.counts.accepted) == (2, 0)
    assert believed(None, "subject", "number_unlinked", "valid_from") == [(person, None, DAY), (None, NUMBERS[1], DAY)]
    kinds = Load.objects.order_by("number").values_list("kind", "rows_accepted", "rows_closed")
    assert [*kinds] == [("source", 2, 0), ("release", 1, 1), ("source", 0, 0)]
