"""The journal's own process: threads that seal, sign and listen for news, and one for each listener.

It may run on several machines: one of them seals, and each listener is served by one of them at a time.
"""

from __future__ import annotations

import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

import psycopg
import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.utils.timezone import now

from alatau.core.clock import write_city_time_down
from alatau.core.journal.bell import Bell, listen_to, wait_for_news
from alatau.core.journal.checkpoint import last_checkpoint_size, sign_checkpoint
from alatau.core.journal.deliver import Courier, Outcome
from alatau.core.journal.listen import list_listeners
from alatau.core.journal.seal import JournalMovedError, Sealer
from alatau.core.journal.wake import LINES_COMMITTED, LINES_SEALED
from alatau.core.journal.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.core.journal.tree import Frontier

log = structlog.get_logger(__name__)

#: A look without having been woken: a notification may be lost when its sender dies.
LOOK_SECONDS = 0.5
#: The same for a listener that nothing stops: the thread that hears the database looks for all of them.
IDLE_SECONDS = 5.0
#: Pause between two commits of the sealer under load, so that lines gather.
GATHER_SECONDS = 0.008
#: The same for a listener: each batch is a commit, and ten listeners would otherwise take the disk from the writers.
LISTENER_GATHER_SECONDS = 0.1
CHECKPOINT_SECONDS = 1.0
RETRY_SECONDS = 1.0
STOP_SECONDS = 10.0
SWITCH_SECONDS = 0.0005


class JournalProcess:
    """Runs the sealer, the checkpoints and the listeners until it is stopped."""

    def __init__(self) -> None:
        self.stopping = Event()
        self.bell = Bell()
        self.failure: BaseException | None = None
        #: Parts that wait for the database; each is logged once.
        self.interrupted: set[str] = set()
        #: The tree as this process last sealed it. The sealer never changes a frontier, it makes the next one.
        self.sealed: Frontier | None = None
        window = Window()
        self.threads = [
            self._thread("sealer", self._seal),
            self._thread("signer", self._sign),
            self._thread("ear", self._hear),
            *(self._thread(each.name, self._serve(Courier(each, window))) for each in list_listeners()),
        ]

    def run(self) -> None:
        """Work until `stop` is called; raise what made the sealer give up."""
        # A listener at work must not keep the sealer from its turn: Python's own five milliseconds, times ten, would.
        sys.setswitchinterval(SWITCH_SECONDS)
        for thread in self.threads:
            thread.start()
        log.info("core.journal.started", listeners=len(list_listeners()))
        self.stopping.wait()
        self.bell.ring()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        log.info("core.journal.stopped")
        if self.failure:
            raise self.failure

    def stop(self) -> None:
        """Ask all threads to end after the batch in hand."""
        self.stopping.set()

    def _thread(self, name: str, work: Callable[[], None]) -> Thread:
        def run() -> None:
            while not self.stopping.is_set():
                self._keep_working(name, work)
            connection.close()

        return Thread(target=run, name=name, daemon=True)

    def _keep_working(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except JournalMovedError as error:
            self.failure = error
            self.stop()
        except (DatabaseError, InterfaceError, psycopg.Error, OSError) as error:
            # The database restarts, or a disk is full: work goes on as soon as it is back.
            if name not in self.interrupted:
                log.warning("core.journal.interrupted", part=name, error=type(error).__name__)
            self.interrupted.add(name)
            connection.close()
            self.stopping.wait(RETRY_SECONDS)

    def _seal(self) -> None:
        sealer = Sealer()
        while not sealer.take_over():
            if self.stopping.wait(RETRY_SECONDS):
                return
        listen_to(LINES_COMMITTED)
        log.info("core.sealer.took_over", lines=sealer.frontier.size)
        while not self.stopping.is_set():
            count = sealer.seal_once()
            self.sealed = sealer.frontier
            if count:
                time.sleep(GATHER_SECONDS)
            else:
                wait_for_news(LOOK_SECONDS)

    def _sign(self) -> None:
        """Sign what this process has sealed; apart from the sealer, which should not wait for the outside disk."""
        signed = None
        while not self.stopping.wait(CHECKPOINT_SECONDS):
            write_city_time_down()
            if self.sealed is None:
                continue
            signed = last_checkpoint_size() if signed is None else signed
            if self.sealed.size > signed:
                signed = sign_checkpoint(self.sealed, at=now()).size

    def _hear(self) -> None:
        listen_to(LINES_SEALED)
        self.bell.ring()
        while not self.stopping.is_set():
            if wait_for_news(LOOK_SECONDS):
                self.bell.ring()

    def _serve(self, courier: Courier) -> Callable[[], None]:
        def work() -> None:
            _commit_without_waiting()
            while not self.stopping.is_set():
                heard = self.bell.count()
                if courier.deliver_once() is not Outcome.MOVED:
                    self.bell.wait(heard, seconds=LOOK_SECONDS if courier.retry_at else IDLE_SECONDS)
                elif not courier.is_far_behind:
                    self.stopping.wait(LISTENER_GATHER_SECONDS)

        return work


def _commit_without_waiting() -> None:
    """Let this thread's commits not wait for the disk.

    A power cut may undo a listener's last batches, its work and its position together; it then takes those lines again,
    which it must bear anyway. What any other commit has waited for is on the disk with all that came before it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
