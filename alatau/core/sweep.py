"""Give back to the queue what a dead worker had in hand, a bounded number of times, and forget what is long done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from alatau.core.faults import declare_points, reach

if TYPE_CHECKING:
    from datetime import datetime

declare_points("core.sweep.found", "core.sweep.requeued")

log = structlog.get_logger(__name__)

#: A worker that has not said for so long that it lives is taken for dead; it says so every ten seconds.
HEARTBEAT_LOST = timedelta(seconds=30)
#: A job whose worker died this often is suspected of killing it: it waits for an operator.
LOST_ATTEMPTS = 5
WAIT_AFTER_LOSS = timedelta(seconds=5)

# The same rows as procrastinate's own `get_stalled_jobs`, locked: two sweepers must not give a job back twice.
_LOST = """
SELECT job.id, job.task_name, job.attempts FROM procrastinate_jobs AS job
WHERE job.status = 'doing' AND NOT EXISTS (
    SELECT FROM procrastinate_workers AS worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat >= now() - make_interval(secs => %s)
)
ORDER BY job.id LIMIT 1000 FOR UPDATE OF job SKIP LOCKED
"""

_REQUEUE = "SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)"
_GIVE_UP = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"


@transaction.atomic
def requeue_lost_jobs(*, at: datetime, lost_after: timedelta = HEARTBEAT_LOST) -> int:
    """Give the jobs of dead workers back to their queues; return how many. ``at`` is wall time.

    A job that lost its worker too often is marked as failed instead, and shown to the operator.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOST, [lost_after.total_seconds()])
        lost = cursor.fetchall()
        reach("core.sweep.found")
        for job_id, task, attempts in lost:
            if attempts + 1 < _most_attempts(task):
                cursor.execute(_REQUEUE, [job_id, at + WAIT_AFTER_LOSS * attempts])
            else:
                cursor.execute(_GIVE_UP, [job_id])
                log.error("core.job.given_up", job=job_id, task=task, attempts=attempts + 1)
    reach("core.sweep.requeued")
    return len(lost)


def _most_attempts(task: str) -> int:
    strategy = getattr(app.tasks.get(task), "retry_strategy", None)
    most = strategy.max_attempts if isinstance(strategy, RetryStrategy) else None
    return max(most or 0, LOST_ATTEMPTS)
