"""Run a scenario in a process of its own and kill it at a named point.

A room describes its commit paths in ``tests/<room>/kills.py``: a tuple ``SCENARIOS``. Each point that the room declares
is then killed at once by `tests/faults/test_points.py`, and what must hold afterwards is checked.
"""

from __future__ import annotations

import functools
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from tests.harness.apart import warm_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

#: Settings that fixtures change for a test, and that its killed processes must share.
SHARED_SETTINGS = ("ALATAU_HOME", "ALATAU_CHECKPOINTS")
END_SECONDS = 60


def nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A commit path: what is done, and what must hold after it was cut short and done again.

    All three are functions of a module, without arguments. ``act`` is killed at a point, and then called once more, as
    the next caller or a restarted process would; it ends when its work is done.
    """

    points: tuple[str, ...]
    act: Callable[[], object]
    check: Callable[[], object]
    prepare: Callable[[], object] = nothing

    def covers(self, point: str) -> bool:
        """Tell whether the point lies on this path; a name ending in a dot stands for all that begin with it."""
        return any(point == each or (each.endswith(".") and point.startswith(each)) for each in self.points)


def kill_at(point: str, scenario: Scenario) -> None:
    """Prepare, act and die at the point, act again, and check. The caller allows real commits."""
    scenario.prepare()
    before = _list_sessions()
    assert _run_apart(scenario.act, point) == -signal.SIGKILL, f"{point} was not passed"
    _wait_for_sessions(before)
    assert _run_apart(scenario.act, "") == 0, f"after a kill at {point} the work could not be finished"
    scenario.check()


def _wait_for_sessions(before: set[int]) -> None:
    """Wait until the database has noticed the kill: until then it holds the locks of the one who is dead."""
    ends = time.monotonic() + END_SECONDS
    while _list_sessions() - before and time.monotonic() < ends:
        time.sleep(0.01)


def _list_sessions() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def start_apart(act: Callable[..., object], *arguments: object, fault: str = "") -> BaseProcess:
    """Start a forked process with its own connections, which shares the test's settings."""
    facts = {name: getattr(settings, name) for name in SHARED_SETTINGS}
    work = functools.partial(act, *arguments)
    process = warm_context().Process(target=_act, args=(work, fault, facts, dict(connection.settings_dict)))
    process.start()
    return process


def _run_apart(act: Callable[[], object], fault: str) -> int | None:
    process = start_apart(act, fault=fault)
    process.join(END_SECONDS)
    code = process.exitcode
    process.kill()
    process.join()
    process.close()
    return code


def _act(act: Callable[[], object], fault: str, facts: dict[str, object], database: dict[str, object]) -> None:
    import tests.faults.ready  # noqa: F401  Django is ready after this
    from alatau.core.faults import arm

    for name, value in facts.items():
        setattr(settings, name, value)
    connection.settings_dict.update(database)
    arm(fault)
    act()
    connection.close()
