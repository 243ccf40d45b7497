"""The reader tells operators what is wrong, and opens what touches a person only to a line in the journal."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.declare import get_register
from alatau.registry.errors import ReaderAwayError
from alatau.registry.reader.ask import call_reader
from alatau.registry.reader.ask_operator import count_faults, find_row, list_rows, list_samples
from alatau.registry.reader.quarantine import ONE_ROW, TABLE
from tests.people import load_people, official, resident
from tests.registry.doors.stage import deliver_deaths
from tests.registry.reader.test_serve import running

DEATHS = get_register("deaths")


@pytest.fixture(autouse=True)
def _reader(alatau_home, committed_db):
    """A reader, and one row in quarantine beside one that was taken."""
    load_people()
    deliver_deaths(
        f"A1;{resident('bolat').number};2026-02-01;I21;Alatau;2026-02-02",
        f"A2;{resident('emma').number};2026-02-01;I22;Alatau;soon",
    )
    with running():
        yield


def _write_line(action: str, **facts: object):
    line = NewLine(kind=LineKind.AUDIT, action=action, actor=official("saule").actor, body=facts, id=uuid4())
    with transaction.atomic():
        append_lines([line], at=read_clocks())
    return line.id


def test_faults_are_counted_without_anybodys_value():
    assert [tuple(each) for each in count_faults(DEATHS)] == [("registered_on", "not_a_day", 1)]


def test_row_is_hidden_without_a_line():
    (row,) = list_rows(DEATHS)
    assert set(row.values.values()) == {"•••"}
    assert find_row(DEATHS, place=(1, 3)).values == row.values


def test_line_opens_the_row_it_names_and_no_other():
    place = {"register": "deaths", "load": 1}
    assert find_row(DEATHS, place=(1, 3), look_id=_write_line(ONE_ROW, **place, line=3)).values["cause_icd10"] == "I22"
    assert find_row(DEATHS, place=(1, 3), look_id=_write_line(ONE_ROW, **place, line=2)).values["cause_icd10"] == "•••"


def test_table_opens_to_its_own_line_alone():
    assert list_rows(DEATHS, look_id=_write_line(TABLE, register="deaths"))[0].values["cause_icd10"] == "I22"
    assert list_rows(DEATHS, look_id=_write_line(TABLE, register="births"))[0].values["cause_icd10"] == "•••"
    assert list_rows(DEATHS, look_id=uuid4())[0].values["cause_icd10"] == "•••"


def test_samples_hide_what_touches_a_person():
    (sample,) = list_samples(DEATHS)
    assert sample["cause_icd10"] == sample["number"] == "•••"
    assert (sample["act_number"], sample["died_on"], sample["place"]) == ("A9", "9999-99-99", "AAAAAA")


@pytest.mark.parametrize(
    "request_", [{"operator": "everything"}, {"operator": "row", "place": "x"}, {"operator": "rows"}]
)
def test_question_that_cannot_be_read_is_refused(request_):
    with pytest.raises(ReaderAwayError):
        call_reader({"register": "deaths", **request_})
