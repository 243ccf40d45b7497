"""The reader answers over its socket, and only for a look at this person that the journal holds."""

from __future__ import annotations

import json
import socket
import stat
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import Moment
from alatau.registry.declare import get_register
from alatau.registry.errors import KnownLaterError, LookNotFoundError, ReaderAwayError
from alatau.registry.lake.maintain import open_register, store_stale_views, tidy_register
from alatau.registry.reader.ask import call_reader, read_person_rows
from alatau.registry.reader.serve import REQUEST_BYTES, Reader, socket_path
from alatau.registry.receive import receive_row
from tests.people import load_people, resident
from tests.registry.lake.stage import WRITER, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")

LIMITS = get_register("gambling_limits")
SOURCE = LIMITS.columns["source"].choices[0]


@contextmanager
def running():
    """Serve in a thread of this process."""
    with Reader() as reader:
        thread = threading.Thread(target=reader.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            reader.shutdown()
            thread.join()


@pytest.fixture
def aigerim():
    """Aigerim, with one row of one register."""
    load_people()
    actor = resident("aigerim")
    open_register(LIMITS, by=WRITER, at=read_clocks())
    row = {"number": actor.number, "limited_from": "2026-01-01", "source": SOURCE}
    receive_row(LIMITS, row, source_id="one", by=WRITER, at=read_clocks())
    seal_journal()
    return actor.person_id


def look(person_id, *, at: Moment | None = None, data=("records",)):
    look_id = uuid4()
    line = NewLine(
        kind=LineKind.LOOK,
        action="access.person.looked",
        actor=WRITER,
        subject_id=person_id,
        purpose="own",
        body={"data": list(data)},
        id=look_id,
    )
    with transaction.atomic():
        append_lines([line], at=at or read_clocks())
    return look_id


def read(person_id, look_id, **dates):
    return read_person_rows(person_id, look_id=look_id, registers=[LIMITS], at=read_clocks(), **dates)


@pytest.fixture
def as_web(settings):
    """Ask as the web process does."""
    settings.ALATAU_ROLE = "web"


@pytest.mark.usefixtures("as_web")
def test_rows_come_over_the_socket_in_their_own_types(aigerim):
    with running():
        [row] = read(aigerim, look(aigerim))
    assert (row.values["number"], row.values["limited_from"]) == (aigerim, date(2026, 1, 1))
    assert row.inbox_id is not None


@pytest.mark.usefixtures("as_web")
def test_stored_views_answer_as_the_lake_does(aigerim):
    tidy_register(LIMITS, by=WRITER, at=read_clocks())
    seal_journal()
    with running():
        from_lake = read(aigerim, look(aigerim))
        assert store_stale_views() != []
        assert read(aigerim, look(aigerim)) == from_lake
    assert (from_lake[0].load, from_lake[0].inbox_id) == (2, None)


@pytest.mark.usefixtures("as_web")
def test_only_a_fresh_look_at_this_person_opens_their_rows(aigerim):
    now = read_clocks()
    before = Moment(city_at=now.city_at, wall_at=now.wall_at - timedelta(minutes=2))
    looks = [uuid4(), look(uuid4()), look(aigerim, at=before), look(aigerim, data=("name",))]
    with running():
        for look_id in looks:
            with pytest.raises(LookNotFoundError):
                read(aigerim, look_id)


@pytest.mark.usefixtures("as_web")
def test_moment_that_has_not_come_is_refused_over_the_socket(aigerim):
    with running(), pytest.raises(KnownLaterError):
        read(aigerim, look(aigerim), known=read_clocks().wall_at + timedelta(hours=1))


@pytest.mark.usefixtures("as_web")
def test_reader_that_does_not_run_is_said_in_a_sentence(aigerim):
    with pytest.raises(ReaderAwayError):
        read(aigerim, look(aigerim))


@pytest.mark.parametrize("message", [b"\xff\xfe", b"[]", b"{}", b'{"person_id": 1}', b"{" * 9000, b'"' + b"a" * 70_000])
def test_anything_else_than_a_request_is_refused(message):
    with running(), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(socket_path()))
        line.sendall(message + b"\n")
        answer = json.loads(line.makefile("rb").readline())
    assert answer["refused"] == "registry.request_not_readable"
    assert REQUEST_BYTES < 70_000


def test_socket_is_closed_to_strangers():
    with running():
        assert stat.S_IMODE(socket_path().stat().st_mode) == 0o660


def test_many_ask_at_once(aigerim, settings):
    settings.ALATAU_ROLE = "web"
    look_id, answers = look(aigerim), []
    with running():
        threads = [threading.Thread(target=lambda: answers.append(read_once(aigerim, look_id))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [1] * 12


def read_once(person_id, look_id) -> int:
    request = {"person_id": person_id, "look_id": look_id, "registers": [LIMITS.key]}
    return len(call_reader(request))
