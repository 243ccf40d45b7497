"""Rows are seen by both dates of the question, by everybody at once, and never before their announcement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alatau.core.clock import read_clocks
from alatau.registry.errors import BeforeFirstLoadError, KnownLaterError
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.knowledge import ask, know_at
from alatau.registry.lake.scan import Slice, rows_sql, versions_sql
from tests.registry.lake.stage import AIGERIM, BOLAT, DAY, boats, load_rows, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

SOKOL = {"mast": "A1", "owner_number": AIGERIM, "length": 12, "nickname": "Sokol"}
CHAIKA = {"mast": "B2", "owner_number": BOLAT, "length": 7, "nickname": "Chaika"}


def masts(question, **wanted) -> list[str]:
    with open_engine() as engine:
        rows = engine.execute(f"SELECT mast FROM ({rows_sql(boats(), question, wanted=Slice(**wanted))}) ORDER BY 1")
        return [row[0] for row in rows.fetchall()]


def test_row_is_in_force_from_its_first_day():
    load_rows(boats(), [SOKOL, CHAIKA | {"valid_from": DAY + timedelta(5)}])
    now = read_clocks()
    assert masts(ask(now, in_force=DAY)) == ["A1"]
    assert masts(ask(now, in_force=DAY + timedelta(5))) == ["A1", "B2"]


def test_row_is_no_longer_in_force_on_its_end():
    load_rows(boats(), [SOKOL | {"valid_until": DAY + timedelta(3)}])
    now = read_clocks()
    assert masts(ask(now, in_force=DAY + timedelta(2))) == ["A1"]
    assert masts(ask(now, in_force=DAY + timedelta(3))) == []


def test_closed_row_stays_the_answer_to_what_was_known():
    first = load_rows(boats(), [SOKOL, CHAIKA])
    before = ask(read_clocks(), in_force=DAY)
    load_rows(boats(), [], closes=[(first, 1, AIGERIM)])
    assert masts(ask(read_clocks(), in_force=DAY)) == ["B2"]
    assert masts(before) == ["A1", "B2"]


def test_row_is_found_by_its_subject():
    load_rows(boats(), [SOKOL, CHAIKA, CHAIKA | {"mast": "C3", "owner_number": None}])
    assert masts(ask(read_clocks(), in_force=DAY), subjects=[BOLAT]) == ["B2"]


def test_names_come_only_when_asked_for():
    load_rows(boats(), [SOKOL])
    question = ask(read_clocks(), in_force=DAY)
    with open_engine() as engine:
        plain = engine.execute(rows_sql(boats(), question)).to_arrow_table()
        private = engine.execute(rows_sql(boats(), question, wanted=Slice(with_private=True))).to_arrow_table()
    assert "nickname" not in plain.column_names
    assert private.column("nickname").to_pylist() == ["Sokol"]


def test_writer_sees_what_is_not_yet_sealed():
    load_rows(boats(), [SOKOL])
    with open_engine() as engine:
        assert len(engine.execute(versions_sql(boats())).fetchall()) == 1


def test_date_before_the_first_load_is_refused():
    before = ask(read_clocks(), in_force=DAY)
    load_rows(boats(), [SOKOL])
    with pytest.raises(BeforeFirstLoadError):
        rows_sql(boats(), before)
    with pytest.raises(BeforeFirstLoadError):
        rows_sql(boats(), ask(read_clocks(), in_force=date(2026, 2, 28)))


def test_moment_that_has_not_come_is_refused():
    now = read_clocks()
    with pytest.raises(KnownLaterError):
        know_at(now.wall_at + timedelta(seconds=1), at=now)


def test_past_moment_knows_the_journal_of_then():
    seal_journal()
    load_rows(boats(), [SOKOL])
    between = read_clocks()
    load_rows(boats(), [CHAIKA])
    question = ask(read_clocks(), in_force=DAY, known=between.wall_at)
    assert masts(question) == ["A1"]
