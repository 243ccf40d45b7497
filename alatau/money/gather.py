"""Gather single transfers of many callers into one commit, for doors that take them one by one.

What waits is posted in one transaction, and every caller is answered after that commit is durable.
"""

from __future__ import annotations

import queue
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.core.gather import Gathering
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.metrics import register_gauge
from alatau.core.values import system_actor
from alatau.money.errors.accounts import LedgerBusyError
from alatau.money.post import is_passing, post_as_whole
from alatau.money.rate import measured_commit
from alatau.money.values import BATCH_MOST, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from alatau.core.metrics import Reading
    from alatau.core.values import Actor
    from alatau.money.values import NewTransfer, Outcome

log = structlog.get_logger(__name__)

declare_points("money.gather.taken", "money.gather.committed")

#: Callers of one process that may wait at the same time; the next one is asked to come again.
WAITING_MOST = 2000
#: Seconds a caller waits. Its transfer may still be posted: the same id, sent again, tells.
WAIT_SECONDS = 15.0
#: Seconds after which a caller who found no answer comes again.
RETRY_SECONDS = 1
#: Seconds from the beginning of a commit to that of the next while several callers come at a time. A commit takes 4 ms
#: of processors, of which each transfer adds a twentieth: so a few more in each make all of them sooner done.
PACE_SECONDS = 0.01
#: Two processes may stop each other; the database then lets one go on.
MOST_TRIES = 5
#: Who posts a batch that several asked for.
GATHERED = system_actor("money.gather")


class Waiting(NamedTuple):
    """One caller's transfer, and where its answer goes."""

    new: NewTransfer
    by: Actor
    answer: Future[Outcome]


class Gatherer(Gathering[Waiting]):
    """Posts what callers of one process hand in."""

    def __init__(self, *, waiting_most: int = WAITING_MOST) -> None:
        super().__init__(name="money.gather", waiting_most=waiting_most, most=BATCH_MOST, pace=PACE_SECONDS)

    def post(self, new: NewTransfer, *, by: Actor) -> Outcome:
        """Return what became of the transfer, once that is durable.

        A caller that goes away harms nobody: its transfer is posted with the others, and its id tells so later.

        Raises:
            LedgerBusyError: too many wait, it took too long, or the database went away; sending the same transfer
                again is safe.
        """
        if new.is_linked:
            # What it is linked to is missing. Among others' transfers it would take the next caller's for it.
            return post_durably([new], by=by)[0]
        waiting = Waiting(new, by, Future())
        try:
            return self.hand_in(waiting, waiting.answer, seconds=WAIT_SECONDS)
        except (queue.Full, FutureTimeoutError) as error:
            raise LedgerBusyError(wait_seconds=RETRY_SECONDS) from error

    def serve(self, batch: list[Waiting]) -> None:
        """Post a batch in one commit, and tell each caller."""
        reach("money.gather.taken")
        try:
            outcomes = _post_again(batch)
        except LedgerBusyError as error:
            _tell_all(batch, error)
        except Exception:  # a door: what one transfer breaks must not reach its neighbours
            log.exception("money.gather.failed", transfers=len(batch))
            _post_apart(batch)
        else:
            _answer(batch, outcomes)


def post_durably(batch: Sequence[NewTransfer], *, by: Actor) -> Sequence[Outcome]:
    """Post a batch in a commit of its own, again where the database lost it, and return once that is durable.

    Raises:
        LedgerBusyError: the database is away, and nobody knows yet; sending the same batch again is safe.
    """
    return _post_again([Waiting(new, by, Future()) for new in batch])


def _post_again(batch: Sequence[Waiting]) -> list[Outcome]:
    for attempt in range(1, MOST_TRIES + 1):
        try:
            close_old_connections()
            # To ask beforehand whether the database is there would make every commit wait once more.
            connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs leave it out
            return _post(batch)
        except (OperationalError, InterfaceError, IntegrityError) as error:
            # Whether or not it was written, posting again is safe, since the ids are the same.
            if isinstance(error, IntegrityError) and not is_passing(error):
                raise
            connection.close()
            if attempt == MOST_TRIES:
                raise LedgerBusyError(wait_seconds=RETRY_SECONDS) from error
    raise AssertionError


def _answer(batch: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
    """Hand the outcomes of a durable commit to its callers, once."""
    reach("money.gather.committed")
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if not waiting.answer.done():
            waiting.answer.set_result(outcome)


def _post_apart(batch: Sequence[Waiting]) -> None:
    """Post each transfer alone after all of them together failed: the one that breaks is told, the others are made."""
    for waiting in batch:
        try:
            outcomes = _post_again([waiting])
        except Exception as error:  # noqa: BLE001  # a door: the caller's own thread raises it again
            _tell_all([waiting], error)
        else:
            _answer([waiting], outcomes)


def _tell_all(batch: Sequence[Waiting], error: Exception) -> None:
    for waiting in batch:
        # Who has the answer already lost nothing by what failed after the commit.
        if not waiting.answer.done():
            waiting.answer.set_exception(error)


def _post(batch: Sequence[Waiting]) -> list[Outcome]:
    """Post all in one batch and one commit. Where several ask, lines beside the batch's own tell who asked for what."""
    is_shared = len({waiting.by for waiting in batch}) > 1
    outcomes: list[Outcome] = []
    with measured_commit(outcomes), transaction.atomic(durable=True):
        # The first of what follows the commit: callers need not wait while the journal's process is woken.
        transaction.on_commit(lambda: _answer(batch, outcomes))
        outcomes += post_as_whole(
            [waiting.new for waiting in batch],
            by=GATHERED if is_shared else batch[0].by,
            at=read_clocks(),
            tell=lambda told: _lines(batch, told) if is_shared else (),
        )
    return outcomes


def _lines(batch: Sequence[Waiting], outcomes: Sequence[Outcome]) -> Iterator[NewLine]:
    """Yield a line for each who asked, with the transfers that were accepted for them."""
    accepted: dict[Actor, list[UUID]] = {}
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if outcome.status is Status.ACCEPTED:
            accepted.setdefault(waiting.by, []).append(waiting.new.id)
    for by, ids in accepted.items():
        yield NewLine(kind=LineKind.AUDIT, action="money.transfers.asked", actor=by, body={"transfers": ids})


#: This process's own.
GATHERER = Gatherer()


def _read_waiting() -> Reading:
    return {(): GATHERER.count_waiting()}


register_gauge(
    "alatau_money_waiting", "Callers of the answering process that wait for the next commit of money", _read_waiting
)
