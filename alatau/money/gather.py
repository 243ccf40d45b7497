"""Gather single transfers of many callers into one commit, for doors that take them one by one.

A commit waits for the disk; a hundred callers who each make their own wait a hundred times. One thread per process
takes what waits, posts it in one transaction, and answers every caller after that commit is durable.
"""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.db import OperationalError, close_old_connections, transaction

from alatau.core.clock import read_clocks
from alatau.money.errors.accounts import LedgerBusyError
from alatau.money.post import post_transfers
from alatau.money.values import BATCH_MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor
    from alatau.money.values import NewTransfer, Outcome

log = structlog.get_logger(__name__)

#: Callers of one process that may wait at the same time; the next one is asked to come again.
WAITING_MOST = 2000
#: Seconds a caller waits. Its transfer may still be posted: the same id, sent again, tells.
WAIT_SECONDS = 15.0
#: Two processes that post for several actors in one commit may stop each other; the database then lets one go on.
MOST_TRIES = 5


class Waiting(NamedTuple):
    """One caller's transfer, and where its answer goes."""

    new: NewTransfer
    by: Actor
    answer: Future[Outcome]


class Gatherer:
    """Posts what callers of one process hand in. Its thread begins with the first of them, after any fork."""

    def __init__(self, *, waiting_most: int = WAITING_MOST) -> None:
        self._waiting: queue.Queue[Waiting] = queue.Queue(waiting_most)
        self._starting = threading.Lock()
        self._process = 0

    def post(self, new: NewTransfer, *, by: Actor) -> Outcome:
        """Return what became of the transfer, once that is durable.

        A caller that goes away harms nobody: its transfer is posted with the others, and its id tells so later.

        Raises:
            LedgerBusyError: too many wait, or it took too long; sending the same transfer again is safe.
        """
        waiting = Waiting(new, by, Future())
        self._start()
        try:
            self._waiting.put_nowait(waiting)
            return waiting.answer.result(WAIT_SECONDS)
        except (queue.Full, FutureTimeoutError) as error:
            raise LedgerBusyError(retry_after_seconds=1) from error

    def _start(self) -> None:
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._serve, name="money.gather", daemon=True).start()

    def _serve(self) -> None:
        while True:
            batch = self._take()
            try:
                close_old_connections()
                outcomes = _commit(batch)
            except Exception as error:  # a door: every caller hears of it, and the next batch goes on
                log.exception("money.gather.failed", transfers=len(batch))
                for waiting in batch:
                    waiting.answer.set_exception(error)
            else:
                for waiting, outcome in zip(batch, outcomes, strict=True):
                    waiting.answer.set_result(outcome)

    def _take(self) -> list[Waiting]:
        """Wait for the first, then take all that came meanwhile: under load, batches grow by themselves."""
        batch = [self._waiting.get()]
        while len(batch) < BATCH_MOST:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch


def _commit(batch: Sequence[Waiting]) -> list[Outcome]:
    for attempt in range(1, MOST_TRIES + 1):
        try:
            return _post(batch)
        except OperationalError:
            # Nothing of it was written; posting again is safe, since the ids are the same.
            if attempt == MOST_TRIES:
                raise
            close_old_connections()
    raise AssertionError


def _post(batch: Sequence[Waiting]) -> list[Outcome]:
    """Post each actor's transfers as a batch of their own, so that a journal line names who posted; in one commit."""
    by_actor: dict[Actor, list[int]] = {}
    for place, waiting in enumerate(batch):
        by_actor.setdefault(waiting.by, []).append(place)
    outcomes: dict[int, Outcome] = {}
    with transaction.atomic(durable=True):
        at = read_clocks()
        for by, places in by_actor.items():
            found = post_transfers([batch[place].new for place in places], by=by, at=at)
            outcomes |= dict(zip(places, found, strict=True))
    return [outcomes[place] for place in range(len(batch))]


#: This process's own.
GATHERER = Gatherer()
