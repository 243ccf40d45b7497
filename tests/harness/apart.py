"""Processes of a test that start at once, because they are forked from one that is warm."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

#: Loaded once by the process that forks. Python keeps a single such process, and the first to start it decides what it
#: loads: so all that any test wants stands here.
WARM = ["tests.faults.ready", "tests.money.storm.ready", "alatau.papers.examine", "alatau.papers.seal"]


def warm_context() -> ForkServerContext:
    """Return the context whose processes find Django ready."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(WARM)
    return context
