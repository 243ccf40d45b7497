"""The journal at its edges: letters no line was written with, listeners at the operator's hand, shared windows."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import NotFoundError
from alatau.core.gauges import _unsealed_age, _unsealed_lines
from alatau.core.journal import listen
from alatau.core.journal.append import append_lines
from alatau.core.journal.bell import Bell, listen_to, wait_for_news
from alatau.core.journal.canonical import contents_hash, plain
from alatau.core.journal.erasures import digest_of, erase_contents
from alatau.core.journal.errors import ListenerMovedError
from alatau.core.journal.listen import Listener, list_listeners, listener
from alatau.core.journal.operate import retry_listener, skip_line
from alatau.core.journal.snapshot import BEGINNING, Snapshot
from alatau.core.journal.state import count_waiting, get_sealer_state
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.journal.verify import verify_journal
from alatau.core.journal.wake import LINES_COMMITTED, LINES_SEALED, notify
from alatau.core.journal.window import CHUNK_LINES, KEPT_CHUNKS, Window
from alatau.core.models import JournalContents, JournalLine, JournalListener
from alatau.core.postgres.roles import KEEPER, connect_as
from tests.conftest import DATABASE, RUN
from tests.core.journal.lines import WRITER, append
from tests.harness.threads import run_apart

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.seal import Sealer
    from alatau.core.values import Moment

DAY_SECONDS = 86_400


@pytest.fixture(autouse=True)
def home(alatau_home: Path, settings: SettingsWrapper) -> None:
    settings.ALATAU_CHECKPOINTS = alatau_home / "checkpoints"


def change(statement: str) -> None:
    """Change a table as the database's own superuser would, past grants and triggers."""
    with connect_as(RUN, KEEPER, database=DATABASE) as keeper:
        keeper.execute("SET session_replication_role = replica")
        keeper.execute(statement)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "UPDATE core_journalline SET action = 'қадам' WHERE position = TWO",
            "Line 2 was changed after it was numbered",
        ),
        ("UPDATE core_journalline SET action = repeat('🏔', 80) WHERE position = TWO", "Line 2 was changed"),
        ("UPDATE core_journalline SET action = '' WHERE position = TWO", "Line 2 was changed"),
        ("UPDATE core_journalline SET kind = 'look' WHERE position = TWO", "Line 2 was changed"),
        ("UPDATE core_journalline SET city_at = '0001-01-01' WHERE position = TWO", "Line 2 was changed"),
        ("UPDATE core_journalline SET contents_hash = '' WHERE position = TWO", "Line 2 was changed"),
        ("UPDATE core_journalcontents SET salt = '' WHERE line_id = TWO", "The contents of line 2 were changed"),
        ("UPDATE core_journalcontents SET purpose = 'жалоба' WHERE line_id = TWO", "The contents of line 2 were"),
        ("UPDATE core_journalcontents SET body = '[1e400]' WHERE line_id = TWO", "The contents of line 2 were"),
        ("UPDATE core_journalcontents SET actor = 'null' WHERE line_id = TWO", "The contents of line 2 were changed"),
        ("DELETE FROM core_journalcontents WHERE line_id = TWO", "The contents of line 2 were deleted"),
        ("DELETE FROM core_journalline WHERE position = TWO", "Line 2 has a number, but the line itself was deleted"),
        ("DELETE FROM core_journalseal WHERE number = 2", "Line 2 is missing"),
        ("UPDATE core_journalseal SET leaf_hash = '' WHERE number = 2", "Line 2 was changed"),
    ],
)
def test_walk_names_the_line_whatever_was_done_to_it(sealer: Sealer, written: str, sentence: str) -> None:
    append(3)
    sealer.seal_once()
    change(written.replace("TWO", "(SELECT line_id FROM core_journalseal WHERE number = 2)"))
    report = verify_journal()

    assert report.broken.startswith(sentence)
    assert (report.broken_line, report.is_whole) == (2, False)


@pytest.mark.parametrize(("count", "size"), [(1, 1), (7, 3)])
def test_walk_tells_how_far_it_is(sealer: Sealer, count: int, size: int) -> None:
    append(count)
    sealer.seal_once(size)
    while sealer.seal_once(size):
        pass
    steps: list[tuple[int, int]] = []
    verify_journal(progress=lambda done, there: steps.append((done, there)))

    assert steps[-1] == (count, count)


def test_waiting_lines_are_counted_alike_for_operators_and_metrics(sealer: Sealer) -> None:
    assert (count_waiting()[0], _unsealed_age()) == (0, {(): 0.0})
    append(2)
    sealer.seal_once()
    append(3)

    assert count_waiting()[0] == get_sealer_state().unsealed == 3
    assert _unsealed_lines() == {(): 3}
    assert 0 <= _unsealed_age()[()] < DAY_SECONDS


@pytest.fixture
def stopped(db: None) -> JournalListener:
    """A listener that stopped at line 8."""
    return JournalListener.objects.create(name="tests.stopped", position=7, failed_number=8, failed_attempts=3)


def test_stopped_listener_is_let_try_at_once(stopped: JournalListener, moment: Moment) -> None:
    retry_listener(stopped.name, by=WRITER, at=moment)
    stopped.refresh_from_db()

    assert (stopped.retry_at, stopped.failed_attempts, stopped.position) == (moment.wall_at, 3, 7)


def test_listener_that_goes_on_already_is_left_alone(db: None, moment: Moment) -> None:
    JournalListener.objects.create(name="tests.well", position=7)
    retry_listener("tests.well", by=WRITER, at=moment)

    assert not JournalLine.objects.exists()


@pytest.mark.parametrize("number", [0, 7, 9, 10**30])
def test_only_the_line_that_stops_the_listener_is_left_out(
    stopped: JournalListener, moment: Moment, number: int
) -> None:
    with pytest.raises(ListenerMovedError):
        skip_line(stopped.name, number, reason="Withdrawn.", by=WRITER, at=moment)
    stopped.refresh_from_db()

    assert stopped.position == 7
    assert not JournalLine.objects.exists()


def test_line_is_left_out_once(stopped: JournalListener, moment: Moment) -> None:
    skip_line(stopped.name, 8, reason="Withdrawn.", by=WRITER, at=moment)
    with pytest.raises(ListenerMovedError):
        skip_line(stopped.name, 8, reason="Withdrawn.", by=WRITER, at=moment)

    assert JournalContents.objects.get().body["reason"] == "Withdrawn."


@pytest.mark.parametrize("act", [retry_listener, lambda name, **who: skip_line(name, 8, reason="x", **who)])
def test_listener_that_does_not_exist_is_not_found(db: None, moment: Moment, act: object) -> None:
    with pytest.raises(NotFoundError):
        act("tests.unknown", by=WRITER, at=moment)


def test_line_without_a_reason_is_our_mistake(stopped: JournalListener, moment: Moment) -> None:
    with pytest.raises(AssertionError):
        skip_line(stopped.name, 8, reason="", by=WRITER, at=moment)


def test_listener_is_declared_once_and_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "_listeners", {})
    for name in ("tests.b", "tests.a"):
        listener(name, actions=())(lambda _lines: None)

    assert [each.name for each in list_listeners()] == ["tests.a", "tests.b"]
    with pytest.raises(AssertionError, match="listens already"):
        listener("tests.a", actions=())


@pytest.mark.parametrize(
    ("actions", "is_heard"),
    [((), True), (("tests.step.taken",), True), (("tests.step",), False), (("other.a.b",), False)],
)
def test_listener_hears_whole_actions_alone(sealer: Sealer, actions: tuple[str, ...], is_heard: bool) -> None:
    append(1)
    sealer.seal_once()
    (line,) = Window().read(0)

    assert Listener(name="tests.ear", actions=actions, handle=lambda _: None).hears(line) is is_heard


def test_erased_line_is_for_nobody(sealer: Sealer, moment: Moment) -> None:
    (line,) = append(1)
    sealer.seal_once()
    erase_contents([line.id], retention_class="journal.event", ground="Law 1", by=WRITER, at=moment)
    (sealed,) = Window().read(0)

    assert (sealed.is_erased, sealed.body, sealed.actor) == (True, {}, {})
    assert not Listener(name="tests.ear", actions=(), handle=lambda _: None).hears(sealed)


def test_erasing_nothing_leaves_no_account(db: None, moment: Moment) -> None:
    assert erase_contents([], retention_class="journal.event", ground="Law 1", by=WRITER, at=moment) == 0
    assert erase_contents([uuid4()], retention_class="journal.event", ground="Law 1", by=WRITER, at=moment) == 0
    assert not JournalLine.objects.exists()


@given(line_ids=st.lists(st.uuids(), max_size=6))
def test_digest_of_erased_lines_does_not_depend_on_their_order(line_ids: list[UUID]) -> None:
    assert digest_of(line_ids) == digest_of(line_ids[::-1])
    assert digest_of([*line_ids, uuid4()]) != digest_of(line_ids)


def test_window_reads_each_chunk_once_for_all_listeners(sealer: Sealer, django_assert_num_queries: object) -> None:
    append(CHUNK_LINES + 2)
    sealer.seal_once()
    window = Window()
    with django_assert_num_queries(2):
        for _ in range(3):
            assert len(window.read(0)) == CHUNK_LINES
            assert [line.number for line in window.read(CHUNK_LINES)] == [CHUNK_LINES + 1, CHUNK_LINES + 2]


def test_window_forgets_the_chunks_that_nobody_reads(sealer: Sealer) -> None:
    window = Window()
    for chunk in range(KEPT_CHUNKS * 2):
        assert window.read(chunk * CHUNK_LINES) == []

    assert len(window._chunks) == KEPT_CHUNKS


def test_whoever_comes_late_hears_what_rang_before_the_waiting() -> None:
    bell = Bell()
    heard = bell.count()
    bell.ring()
    began = time.monotonic()
    bell.wait(heard, seconds=5)

    assert time.monotonic() - began < 1
    assert bell.count() == heard + 1


def test_everybody_who_waits_is_woken_by_one_ring() -> None:
    bell, woken = Bell(), []
    threads = [Thread(target=lambda: (bell.wait(0, seconds=5), woken.append(1))) for _ in range(4)]
    for thread in threads:
        thread.start()
    bell.ring()
    for thread in threads:
        thread.join(5)

    assert len(woken) == 4


def test_nobody_waits_longer_than_asked() -> None:
    began = time.monotonic()
    Bell().wait(0, seconds=0.02)

    assert time.monotonic() - began < 1


def test_news_of_another_connection_is_heard_and_of_another_channel_is_not(committed_db: None) -> None:
    listen_to(LINES_SEALED)
    run_apart(lambda: notify(LINES_COMMITTED))
    assert not wait_for_news(0.05)
    run_apart(lambda: notify(LINES_SEALED))

    assert wait_for_news(2)


@pytest.mark.parametrize(
    ("text", "ceiling", "running"), [("3:3:", 3, []), ("10:20:10,14", 20, ["10", "14"]), ("7:9:8", 9, ["8"])]
)
def test_snapshot_tells_who_was_still_at_work(text: str, ceiling: int, running: list[str]) -> None:
    assert (Snapshot(text).ceiling, Snapshot(text).running) == (ceiling, running)
    assert BEGINNING.ceiling <= ceiling


@pytest.mark.parametrize("value", [1.5, b"bytes", object(), {"a": 1.5}, [{"b": {2.5}}], 1j])
def test_what_json_would_change_is_our_mistake(value: object) -> None:
    with pytest.raises(TypeError, match="a journal line cannot hold a"):
        plain(value)


@given(words=st.sets(st.text(max_size=5), max_size=5))
def test_a_set_has_one_form_whatever_its_order(words: set[str]) -> None:
    assert plain(words) == plain(frozenset(sorted(words, reverse=True)))


@given(one=st.dictionaries(st.text(max_size=4), st.integers()), salt=st.binary(min_size=16, max_size=16))
def test_hash_of_contents_depends_on_every_field_and_on_no_order(one: dict[str, int], salt: bytes) -> None:
    turned = dict(reversed(one.items()))

    assert contents_hash(salt, one) == contents_hash(salt, turned)
    assert contents_hash(salt, one) != contents_hash(salt, {**one, "more": 1, "another": 2})
    assert contents_hash(salt, one) != contents_hash(salt[::-1] + b"x", one)


@pytest.mark.parametrize("kind", list(LineKind))
def test_each_kind_of_line_is_known_to_the_database(db: None, moment: Moment, kind: LineKind) -> None:
    append_lines([NewLine(kind=kind, action="tests.step.taken", actor=WRITER)], at=moment)

    assert JournalLine.objects.get().kind == kind
