"""The ground's own jobs. They are not in `jobs.py`, which every use case imports."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.retention import apply_retention
from alatau.core.sweep import requeue_lost_jobs

log = structlog.get_logger(__name__)


# Not tried again: the next round comes in twenty seconds. The sixth field of the plan counts seconds.
@app.periodic(cron="* * * * * */20")
@app.task(name="core.sweep_jobs", queue="core", retry=0, lock="core.sweep_jobs")
def sweep_jobs(timestamp: int) -> None:
    """Give back to their queues the jobs of workers that died."""
    requeued = requeue_lost_jobs(at=read_clocks().wall_at)
    if requeued:
        log.warning("core.jobs.requeued", jobs=requeued)


# Tried again by the next night; batches that were committed stay forgotten.
@app.periodic(cron="17 21 * * *")
@app.task(name="core.apply_retention", queue="core", retry=3, lock="core.apply_retention")
def forget(timestamp: int) -> None:
    """Forget what is past its keeping."""
    for forgotten in apply_retention(at=read_clocks()):
        log.info("core.data.forgotten", retention_class=forgotten.key, rows=forgotten.rows)
