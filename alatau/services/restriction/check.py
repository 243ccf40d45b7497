"""Answer operators, and keep each question where the person it is about can see it, before the answer leaves.

All questions that wait are taken at once; their answers are read by one index and kept in one commit before they leave.
"""

from __future__ import annotations

import queue
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from alatau.core.faults import declare_points, reach
from alatau.core.gather import Gathering
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


class Checker(Gathering[Question]):
    """Answers the requests of one process."""

    def __init__(self, *, waiting_most: int = WAITING_MOST) -> None:
        super().__init__(name="services.check", waiting_most=waiting_most, most=COMMIT_MOST)

    def check(self, pseudonyms: Sequence[Pseudonym], *, by: Asker) -> list[bool]:
        """Tell of each person whether they are restricted today, once the questions are kept for good.

        Raises:
            QuotaSpentError: the operator would pass what it may ask in a day; nothing was answered.
            CheckBusyError: too many wait, or the database is away; asking again is safe.
        """
        assert 0 < len(pseudonyms) <= ASKED_MOST, "doors refuse none and too many"
        question = Question(by, pseudonyms, Future())
        try:
            return self.hand_in(question, question.answer, seconds=WAIT_SECONDS)
        except (queue.Full, FutureTimeoutError) as error:
            raise CheckBusyError(wait_seconds=RETRY_SECONDS) from error

    def weigh(self, waiting: Question) -> int:
        """Return how many people a request asks about."""
        return len(waiting.pseudonyms)

    def serve(self, batch: list[Question]) -> None:
        """Answer a batch in one commit."""
        answer_durably(batch)


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
