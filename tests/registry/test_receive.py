"""A row that comes alone is taken once, checked as rows of files are, and seen as soon as its line is numbered."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.journal.read import find_line
from alatau.registry.errors import RowIdReusedError, RowRefusedError
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.maintain import fold_inboxes, open_register, tidy_register
from alatau.registry.lake.scan import Slice
from alatau.registry.models import InboxRow
from alatau.registry.receive import receive_row
from tests.registry.lake.stage import WRITER, boats, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

#: Nobody in an empty city holds it.
NUMBER = content().person_numbers.synthesise(born_on=date(1990, 1, 1), woman=False, serial=1)
ROW = {"mast": "A1", "owner_number": NUMBER, "length": "12", "nickname": " Сокол "}


def receive(source_id="one", **changes):
    return receive_row(boats(), ROW | changes, source_id=source_id, by=WRITER, at=read_clocks())


def seen() -> list[dict]:
    seal_journal()
    with open_engine() as engine:
        sql = with_inbox(engine, boats(), ask(read_clocks()), wanted=Slice(with_private=True))
        return engine.execute(sql).to_arrow_table().to_pylist()


def faults(**changes) -> dict[str, str]:
    with pytest.raises(RowRefusedError) as refusal:
        receive(**changes)
    return dict(refusal.value.facts["faults"])


def test_row_is_seen_with_its_names_once_its_line_is_numbered():
    open_register(boats(), by=WRITER, at=read_clocks())
    assert receive().is_new
    [row] = seen()
    assert (row["mast"], row["length"], row["nickname"]) == ("A1", 12, "Сокол")
    assert (row["subject"], row["owner_number_unlinked"]) == (None, NUMBER)
    assert (row["load"], row["valid_from"]) == (None, read_clocks().city_day)


def test_same_row_twice_is_one_row_also_after_it_was_folded():
    open_register(boats(), by=WRITER, at=read_clocks())
    first = receive()
    seal_journal()
    tidy_register(boats(), by=WRITER, at=read_clocks())
    assert not InboxRow.objects.exists()
    again = receive()
    assert (again.id, again.is_new) == (first.id, False)
    assert len(seen()) == 1


def test_id_of_another_row_is_refused():
    receive()
    with pytest.raises(RowIdReusedError):
        receive(length="13")


def test_bad_row_is_refused_with_every_column_and_reason():
    found = faults(mast=None, owner_number="123", length="twelve", colour="red")
    assert found == {
        "mast": "missing",
        "owner_number": "number_malformed",
        "length": "not_a_number",
        "colour": "unknown_column",
    }
    assert not InboxRow.objects.exists()


def test_sentence_of_a_refusal_names_the_column():
    with pytest.raises(RowRefusedError) as refusal:
        receive(mast="")
    assert "mast" in refusal.value.sentence()


def test_names_and_numbers_lie_sealed_in_the_inbox():
    receive()
    with connection.cursor() as cursor:
        cursor.execute("SELECT inbox::text FROM registry_inboxrow AS inbox")
        kept = cursor.fetchone()[0]
    assert "Сокол" not in kept
    assert NUMBER not in kept


def test_line_in_the_journal_holds_no_value():
    line = find_line(receive().id)
    assert line.action == "registry.row.received"
    assert line.body.keys() == {"register", "bucket", "digest"}


def test_later_row_of_the_same_name_takes_the_place_of_the_earlier():
    open_register(boats(), by=WRITER, at=read_clocks())
    receive()
    receive("two", length="13")
    assert [row["length"] for row in seen()] == [13]


def test_young_and_small_inbox_is_left_for_later():
    open_register(boats(), by=WRITER, at=read_clocks())
    receive()
    seal_journal()
    assert fold_inboxes(by=WRITER, at=read_clocks()) == []


def test_row_that_says_what_stands_makes_no_version():
    open_register(boats(), by=WRITER, at=read_clocks())
    assert receive().is_new
    again = receive("two")
    assert (again.is_new, again.is_unchanged) == (False, True)
    assert receive("three", nickname="Чайка").is_new
    # What it says stood before, and does not stand any more.
    assert receive("four").is_new
    assert InboxRow.objects.count() == 3
    assert find_line(again.id) is None
