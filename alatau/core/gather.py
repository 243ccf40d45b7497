"""Gather what many callers hand in one by one, so that one commit serves them all.

A commit waits for the disk; a hundred callers who each make their own wait a hundred times. One thread per process
takes all that waits at a time: under load, batches grow by themselves.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Waiting = TypeVar("Waiting")
Answer = TypeVar("Answer")


class Gathering(ABC, Generic[Waiting]):
    """Serves what callers of one process hand in. Its thread begins with the first of them, after any fork.

    Args:
        name: what the thread is called.
        waiting_most: callers that may wait at the same time.
        most: how much one batch takes, by `weigh`.
        pace: seconds from taking a batch of several to taking the next.
    """

    def __init__(self, *, name: str, waiting_most: int, most: int, pace: float = 0.0) -> None:
        self._name, self._most, self._pace = name, most, pace
        self._waiting: queue.Queue[Waiting] = queue.Queue(waiting_most)
        self._starting = threading.Lock()
        self._process = 0
        #: When the last batch was taken, and how many were in it.
        self._last = (0.0, 0)

    @abstractmethod
    def serve(self, batch: list[Waiting]) -> None:
        """Answer everybody in a batch. It raises nothing: the thread has to go on."""

    def weigh(self, waiting: Waiting) -> int:
        """Return how much of a batch one caller takes."""
        del waiting
        return 1

    def hand_in(self, waiting: Waiting, answer: Future[Answer], *, seconds: float) -> Answer:
        """Return the answer, once the batch in which the caller was taken is served.

        Raises:
            queue.Full: too many wait. TimeoutError: it took longer; what was handed in may still be served.
        """
        self._start()
        self._waiting.put_nowait(waiting)
        return answer.result(seconds)

    def count_waiting(self) -> int:
        """Return how many callers of this process wait to be taken."""
        return self._waiting.qsize()

    def _start(self) -> None:
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._serve_all, name=self._name, daemon=True).start()

    def _serve_all(self) -> None:
        while True:
            self.serve(self._take())

    def _take(self) -> list[Waiting]:
        """Wait for the first, then take all that came meanwhile."""
        batch = [self._waiting.get()]
        self._keep_pace()
        weight = self.weigh(batch[0])
        while weight < self._most:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
            weight += self.weigh(batch[-1])
        self._last = (time.monotonic(), len(batch))
        return batch

    def _keep_pace(self) -> None:
        """Let others come who are about to. One caller alone, who waits for each answer, is never kept waiting."""
        begun, size = self._last
        if size > 1 and (rest := begun + self._pace - time.monotonic()) > 0:
            time.sleep(rest)
