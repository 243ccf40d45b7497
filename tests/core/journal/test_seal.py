"""The sealer: gapless numbers in the order of commits, one sealer, nothing skipped."""

from __future__ import annotations

from collections import deque
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection
from django.db.models import Max
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.journal.seal import JournalMovedError, Sealer
from alatau.core.journal.store import StoredHashes
from alatau.core.journal.tree import load_frontier, root_of
from alatau.core.models import JournalBatch, JournalNode, JournalSeal
from tests.core.journal.lines import append
from tests.harness.threads import run_apart


def sealed_ids() -> list[object]:
    return list(JournalSeal.objects.order_by("number").values_list("line__id", flat=True))


def test_sealer_numbers_committed_lines_in_their_order(sealer: Sealer) -> None:
    lines = append(3) + append(2)

    assert sealer.seal_once() == 5
    assert list(JournalSeal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert sealed_ids() == [line.id for line in lines]
    assert sealer.seal_once() == 0


def test_line_of_a_long_transaction_is_numbered_when_it_ends(sealer: Sealer) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        late = insert_line(other)
        early = [line.id for line in append(2)]
        assert sealer.seal_once() == 2
        more = [line.id for line in append(2)]
        assert sealer.seal_once() == 2
        other.commit()

    assert sealer.seal_once() == 1
    assert sealed_ids() == [*early, *more, late]


def test_line_that_was_rolled_back_takes_no_number(sealer: Sealer) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        insert_line(other)
        other.rollback()
    kept = append()

    assert sealer.seal_once() == 1
    assert sealed_ids() == [kept[0].id]


def test_burst_is_numbered_in_steps_without_holding_lines_back(sealer: Sealer) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        late = insert_line(other)
        burst = [line.id for line in append(5)]
        assert sealer.seal_once(limit=2) == 2
        other.commit()
        after = [line.id for line in append(1)]
        assert [sealer.seal_once(limit=2) for _ in range(4)] == [2, 1, 2, 0]

    assert sealed_ids() == [*burst, late, *after]


def test_second_sealer_waits_until_the_first_is_gone(sealer: Sealer) -> None:
    append(3)
    sealer.seal_once()
    successor: list[bool] = []

    run_apart(lambda: successor.append(Sealer().take_over()))
    connection.close()
    run_apart(lambda: successor.append(Sealer().take_over()))

    assert successor == [False, True]


@pytest.mark.parametrize("limit", [2, 100])
def test_successor_goes_on_exactly_where_the_last_sealer_stopped(sealer: Sealer, limit: int) -> None:
    lines = append(3)
    sealer.seal_once(limit=limit)
    connection.close()
    successor = Sealer()
    assert successor.take_over()
    lines += append(2)
    while successor.seal_once(limit=limit):
        pass

    assert sealed_ids() == [line.id for line in lines]
    assert successor.frontier.root() == root_of(StoredHashes(), 0, 5)


def test_kept_nodes_make_the_same_root_as_the_leaves(sealer: Sealer) -> None:
    append(600)

    assert sealer.seal_once() == 600
    assert JournalNode.objects.count() == 2
    assert load_frontier(StoredHashes(), 600) == sealer.frontier


def test_sealer_refuses_a_database_that_was_loaded_from_a_dump(sealer: Sealer) -> None:
    JournalBatch.objects.create(
        last_number=1, base="999999999:999999999:", target="", reached_transaction="0", reached_position=0
    )
    JournalSeal.objects.create(number=1, line_id=1, leaf_hash=bytes(32))

    with pytest.raises(JournalMovedError):
        Sealer().take_over()


def test_web_cannot_number_lines(committed_db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        JournalSeal.objects.create(number=1, line_id=1, leaf_hash=bytes(32))


@given(
    plan=st.lists(st.sampled_from(["begin", "write", "commit", "roll back", "seal"]), max_size=40),
    limit=st.integers(min_value=1, max_value=3),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_committed_line_gets_one_number_however_writers_interleave(
    sealer: Sealer, plan: list[str], limit: int
) -> None:
    writers = Writers()
    for step in plan:
        if step == "seal":
            sealer.seal_once(limit=limit)
        else:
            writers.do(step)
    writers.close()
    while sealer.seal_once(limit=limit):
        pass

    assert JournalSeal.objects.filter(line__id__in=writers.committed).count() == len(writers.committed)
    assert not JournalSeal.objects.filter(line__id__in=writers.rolled_back).exists()
    assert JournalSeal.objects.count() == JournalSeal.objects.aggregate(last=Max("number", default=0))["last"]


class Writers:
    """Up to three open transactions that write lines; each step falls to the next of them in turn."""

    def __init__(self) -> None:
        self.open: deque[tuple[psycopg.Connection, list[UUID]]] = deque()
        self.committed: list[UUID] = []
        self.rolled_back: list[UUID] = []

    def do(self, step: str) -> None:
        if step == "begin" and len(self.open) < 3:
            self.open.append((psycopg.connect(**connection.get_connection_params()), []))
        if step == "begin" or not self.open:
            return
        if step == "write":
            self.open.rotate()
            self.open[0][1].append(insert_line(self.open[0][0]))
            return
        writer, written = self.open.pop()
        (self.committed if step == "commit" else self.rolled_back).extend(written)
        writer.commit() if step == "commit" else writer.rollback()
        writer.close()

    def close(self) -> None:
        while self.open:
            self.do("commit")


def insert_line(writer: psycopg.Connection) -> UUID:
    """Write a line in a transaction that the test ends."""
    line_id = uuid4()
    writer.execute(
        "INSERT INTO core_journalline (id, kind, action, city_at, wall_at, contents_hash)"
        " VALUES (%s, 'event', 'tests.step.taken', now(), now(), %s)",
        [line_id, bytes(32)],
    )
    return line_id
