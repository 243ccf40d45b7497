"""Answer operators, and keep each question where the person it is about can see it, before the answer leaves.

A commit waits for the disk. One thread per process takes all questions that wait, reads their answers by one index,
keeps them in one commit and only then answers: batches grow with the load by themselves.
"""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from alatau.core.faults import declare_points, reach
from alatau.services.restriction.errors import CheckBusyError
from alatau.services.restriction.keep_checks import keep_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.services.restriction.values import Asker, Pseudonym

log = structlog.get_logger(__name__)

declare_points("services.check.committed")

#: Most questions in one request, and requests that may wait in one process.
ASKED_MOST, WAITING_MOST = 1000, 2000
#: Most questions that go into one commit.
COMMIT_MOST = 4000
#: Seconds a request waits, and after which one without an answer comes again.
WAIT_SECONDS, RETRY_SECONDS = 10.0, 1


class Question(NamedTuple):
    """One operator's request, and where its answer goes."""

    asker: Asker
    pseudonyms: Sequence[Pseudonym]
    answer: Future[list[bool]]


class Checker:
    """Answers the requests of one process. Its thread begins with the first of them, after any fork."""

    def __init__(self, *, waiting_most: int = WAITING_MOST) -> None:
        self._waiting: queue.Queue[Question] = queue.Queue(waiting_most)
        self._starting = threading.Lock()
        self._process = 0

    def check(self, pseudonyms: Sequence[Pseudonym], *, by: Asker) -> list[bool]:
        """Tell of each person whether they are restricted today, once the questions are kept for good.

        Raises:
            QuotaSpentError: the operator would pass what it may ask in a day; nothing was answered.
            CheckBusyError: too many wait, or the database is away; asking again is safe.
        """
        assert 0 < len(pseudonyms) <= ASKED_MOST, "doors refuse none and too many"
        question = Question(by, pseudonyms, Future())
        self._start()
        try:
            self._waiting.put_nowait(question)
            return question.answer.result(WAIT_SECONDS)
        except (queue.Full, FutureTimeoutError) as error:
            raise CheckBusyError(wait_seconds=RETRY_SECONDS) from error

    def _start(self) -> None:
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._serve, name="services.check", daemon=True).start()

    def _serve(self) -> None:
        while True:
            batch = self._take()
            answer_durably(batch)

    def _take(self) -> list[Question]:
        """Wait for the first, then take all that came meanwhile."""
        batch = [self._waiting.get()]
        asked = len(batch[0].pseudonyms)
        while asked < COMMIT_MOST:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
            asked += len(batch[-1].pseudonyms)
        return batch


def answer_durably(batch: Sequence[Question]) -> None:
    """Answer requests in one commit; who waits hears a refusal where there is one."""
    try:
        close_old_connections()
        answers = keep_questions([(each.asker, each.pseudonyms) for each in batch])
    except (OperationalError, InterfaceError):
        connection.close()
        _tell_all(batch, CheckBusyError(wait_seconds=RETRY_SECONDS))
    except Exception as error:  # a door: the thread goes on, and each caller's own raises it again
        log.exception("services.check.failed", requests=len(batch))
        _tell_all(batch, error)
    else:
        reach("services.check.committed")
        for question, answer in zip(batch, answers, strict=True):
            if isinstance(answer, list):
                question.answer.set_result(answer)
            else:
                question.answer.set_exception(answer)


def _tell_all(batch: Sequence[Question], error: Exception) -> None:
    for question in batch:
        question.answer.set_exception(error)


#: This process's own.
CHECKER = Checker()
