"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.errand import run_errand
from alatau.registry.errors import RegisterBusyError

#: How long an errand waits for another load of its register: ten minutes in all.
WAIT_SECONDS, TRIES = 5, 120


# Another load of the register may be under way: then the errand waits for its end.
@app.task(
    name="registry.errand",
    queue="registry",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def do_errand(errand_id: str) -> None:
    """Take in a file or a corrected row that an operator handed in. Safe to run twice."""
    run_errand(UUID(errand_id), by=system_actor("registry.errand"), at=read_clocks())
