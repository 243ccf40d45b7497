"""Listeners: at least once, in order, none left out; a failing one stops at its line and holds up nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.journal.deliver import Courier, Outcome
from alatau.core.journal.listen import Listener
from alatau.core.journal.window import CHUNK_LINES, Window
from alatau.core.models import JournalListener
from tests.core.journal.lines import append
from tests.harness.threads import run_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.seal import Sealer
    from alatau.core.journal.values import SealedLine


class StubbornError(Exception):
    """The listener cannot take this line. Its text holds a person's data: Aigerim, 850101450126."""


@dataclass
class Ear:
    """A listener that remembers what it took, and cannot take the lines it stumbles over."""

    stumbles_over: set[int] = field(default_factory=set)
    taken: list[int] = field(default_factory=list)
    calls: int = 0

    def __call__(self, lines: Sequence[SealedLine]) -> None:
        self.calls += 1
        for line in lines:
            if line.number in self.stumbles_over:
                raise StubbornError
        self.taken += [line.number for line in lines]

    def courier(
        self, *, name: str = "tests.ear", actions: tuple[str, ...] = (), window: Window | None = None
    ) -> Courier:
        listener = Listener(name=name, actions=actions, handle=self, batch_lines=100)
        return Courier(listener, window or Window())


def work_off(courier: Courier) -> Outcome:
    while (outcome := courier.deliver_once()) is Outcome.MOVED:
        pass
    return outcome


def kept(name: str = "tests.ear") -> JournalListener:
    return JournalListener.objects.get(name=name)


def test_listener_takes_every_line_in_order(sealer: Sealer) -> None:
    ear = Ear()
    courier = ear.courier()
    append(250)
    sealer.seal_once()
    assert work_off(courier) is Outcome.IDLE
    append(2)
    sealer.seal_once()
    work_off(courier)

    assert ear.taken == list(range(1, 253))
    assert kept().position == 252


def test_listener_takes_lines_across_the_chunks_of_the_window(sealer: Sealer) -> None:
    ear = Ear()
    append(CHUNK_LINES * 2 + 7)
    sealer.seal_once()
    work_off(ear.courier())

    assert ear.taken == list(range(1, CHUNK_LINES * 2 + 8))


def test_listener_hears_its_own_actions_alone(sealer: Sealer) -> None:
    ear = Ear()
    append(3, action="tests.other.done")
    append(1, action="tests.step.taken")
    append(3, action="tests.other.done")
    sealer.seal_once()
    work_off(ear.courier(actions=("tests.step.taken",)))

    assert ear.taken == [4]
    assert kept().position == 7


def test_new_runner_goes_on_after_the_last_line_taken(sealer: Sealer) -> None:
    first, second = Ear(), Ear()
    append(3)
    sealer.seal_once()
    work_off(first.courier())
    append(2)
    sealer.seal_once()
    work_off(second.courier())

    assert second.taken == [4, 5]


def test_second_runner_leaves_the_listener_alone_meanwhile(sealer: Sealer) -> None:
    ear, other = Ear(), Ear()
    append(3)
    sealer.seal_once()
    work_off(ear.courier())
    append(1)
    sealer.seal_once()
    outcomes: list[Outcome] = []
    with transaction.atomic():
        JournalListener.objects.select_for_update().get(name="tests.ear")
        run_apart(lambda: outcomes.append(other.courier().deliver_once()))

    assert outcomes == [Outcome.IDLE]
    assert other.taken == []


def test_failing_listener_takes_the_lines_before_and_stops_at_its_line(sealer: Sealer) -> None:
    ear = Ear(stumbles_over={4})
    append(6)
    sealer.seal_once()

    assert work_off(ear.courier()) is Outcome.FAILED
    assert ear.taken == [1, 2, 3]
    assert (kept().position, kept().failed_number, kept().failed_attempts) == (3, 4, 1)
    assert kept().failed_with.startswith("StubbornError at test_deliver.py:")


def test_failing_listener_waits_longer_after_each_attempt(sealer: Sealer) -> None:
    ear = Ear(stumbles_over={1})
    courier = ear.courier()
    append()
    sealer.seal_once()
    waits = []
    for _ in range(4):
        JournalListener.objects.update(retry_at=None)
        courier.scanned = None
        assert courier.deliver_once() is Outcome.FAILED
        assert courier.deliver_once() is Outcome.IDLE
        waits.append(kept().failed_attempts)

    assert waits == [1, 2, 3, 4]


def test_listener_goes_on_when_the_line_is_taken_at_last(sealer: Sealer) -> None:
    ear = Ear(stumbles_over={2})
    courier = ear.courier()
    append(3)
    sealer.seal_once()
    work_off(courier)
    ear.stumbles_over.clear()
    JournalListener.objects.update(retry_at=None)
    work_off(courier)

    assert ear.taken == [1, 2, 3]
    assert (kept().position, kept().failed_number, kept().failed_with) == (3, None, "")


def test_failing_listener_holds_up_nobody_else(sealer: Sealer) -> None:
    window = Window()
    failing, sound = Ear(stumbles_over={1}), Ear()
    append(5)
    sealer.seal_once()
    work_off(failing.courier(name="tests.failing", window=window))
    work_off(sound.courier(name="tests.sound", window=window))

    assert sound.taken == [1, 2, 3, 4, 5]
    assert kept("tests.failing").position == 0


def test_what_a_failed_batch_wrote_is_rolled_back(sealer: Sealer) -> None:
    def write_then_fail(lines: Sequence[SealedLine]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_journallistener VALUES ('tests.trace', 0, NULL, NULL, 0, '', NULL)")
        raise StubbornError

    append()
    sealer.seal_once()
    Courier(Listener(name="tests.ear", actions=(), handle=write_then_fail), Window()).deliver_once()

    assert not JournalListener.objects.filter(name="tests.trace").exists()
    assert kept().failed_number == 1
