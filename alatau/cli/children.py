"""Programs that `alatau up` keeps running: started in order, started again when they die, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from alatau.core.leash import leashed

logger = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
#: A program that lived so long starts again without a pause.
STEADY_SECONDS = 30.0
#: Requests and jobs at hand get so long to finish.
STOP_SECONDS = 15.0


@dataclass
class Child:
    """One program and its life so far."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Does one piece of work: when it ends well it is not started again.
    is_once: bool = False
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started_at: float = 0.0
    _start_again_at: float = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self.is_running() and self._process is not None else None

    def is_running(self) -> bool:
        """Tell whether the program lives."""
        return self._process is not None and self._process.poll() is None

    def is_done(self) -> bool:
        """Tell whether a program with one piece of work has done it."""
        return self.is_once and self._process is not None and self._process.poll() == 0

    def start(self) -> None:
        """Start the program. It ends when we end, and hears no Ctrl-C of the terminal: we decide when it stops."""
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            leashed(list(self.command)),
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def keep_running(self) -> None:
        """Look once: plan a new start for a program that died, and start one whose pause is over."""
        now = time.monotonic()
        if self.is_done():
            return
        if self._process is None and now >= self._start_again_at:
            self.start()
        elif self._process is not None and self._process.poll() is not None:
            self._plan_next_start(now, code=self._process.returncode)

    def ask_to_stop(self) -> None:
        """Ask the program to finish what it has at hand and end."""
        if self._process is not None and self.is_running():
            self._process.send_signal(signal.SIGTERM)

    def wait_for_end(self, seconds: float) -> None:
        """Return when the program has ended; one that is not done in time is killed with all it started."""
        if self._process is None:
            return
        try:
            self._process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _plan_next_start(self, now: float, *, code: int) -> None:
        steady = now - self._started_at > STEADY_SECONDS
        self.deaths = 1 if steady else self.deaths + 1
        pause = pause_after(self.deaths)
        self._start_again_at = now + pause
        self._process = None
        logger.error("cli.child.died", child=self.name, code=code, pause_seconds=pause)


def pause_after(deaths: int) -> float:
    """Return the seconds to wait before the next start, doubling with each quick death in a row."""
    return min(FIRST_PAUSE_SECONDS * 2.0 ** min(deaths - 1, 16), LONGEST_PAUSE_SECONDS)


def stop_all(children: Sequence[Child]) -> None:
    """Stop all programs at the same time, and return when none of them is left."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait_for_end(deadline - time.monotonic())
