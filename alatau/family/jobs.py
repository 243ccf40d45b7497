"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.family.errors import NoFamiliesError, RunBusyError
from alatau.family.nightly import is_run_due

log = structlog.get_logger(__name__)

#: How long a run waits for another to end: half an hour in all.
WAIT_SECONDS, TRIES = 15, 120


# Whoever asks while one computes waits; a killed one is finished by the next.
@app.task(
    name="family.run",
    queue="family",
    lock="family.run",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS, retry_exceptions={RunBusyError}),
)
def run() -> None:
    """Compute and publish the cards of today. Safe to run twice."""
    from alatau.family.events.recompute import catch_up
    from alatau.family.planning import plan_cards
    from alatau.family.run.run import run_cards

    by = system_actor("family.run")
    try:
        run_cards(plan_cards, by=by, at=read_clocks())
    except NoFamiliesError:
        # The registers are not filled yet; their families will ask again.
        log.info("family.run.nothing_to_do")
        return
    with transaction.atomic():
        catch_up(by=by, at=read_clocks())


@app.task(
    name="family.tables", queue="family", lock="family.tables", retry=RetryStrategy(max_attempts=3, wait=WAIT_SECONDS)
)
def publish_month() -> None:
    """Publish the tables of the nation for this month, if that is not done. Safe to run twice."""
    from alatau.family.national.count import publish_tables
    from alatau.family.runs import find_current_run

    run = find_current_run()
    if run is not None:
        publish_tables(run, by=system_actor("family.tables"), at=read_clocks())


@app.task(
    name="family.try_reform",
    queue="family",
    lock="family.try_reform",
    retry=RetryStrategy(max_attempts=2, wait=WAIT_SECONDS),
)
def compute_reform(reform_id: str) -> None:
    """Compute a reform that an analyst tries. Safe to run twice."""
    from alatau.family.simulate.ask import try_reform

    try_reform(UUID(reform_id))


# Not tried again: the next minute brings the next one. City time may be a day further by then.
@app.periodic(cron="* * * * *")
@app.task(name="family.nightly", queue="family", lock="family.run", retry=0)
def compute_new_day(timestamp: int) -> None:
    """Compute the cards of a new day of the city, and finish a run that was cut short."""
    if is_run_due(read_clocks()):
        run()
