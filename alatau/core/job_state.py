"""What an operator may ask of the jobs, and do about those that failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment

_QUEUES = """
SELECT queue_name,
       count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())),
       count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()),
       count(*) FILTER (WHERE status = 'doing'),
       count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs GROUP BY queue_name ORDER BY queue_name
"""

_FAILED = """
SELECT job.id, job.task_name, job.queue_name, job.attempts, max(event.at)
FROM procrastinate_jobs AS job LEFT JOIN procrastinate_events AS event ON event.job_id = job.id
WHERE job.status = 'failed' GROUP BY job.id ORDER BY job.id DESC LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class QueueState:
    """How many jobs of a queue wait, wait for their time, run, and failed for good."""

    queue: str
    waiting: int
    scheduled: int
    running: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class FailedJob:
    """A job that was tried as often as it may be. Its facts stay out of sight: they may point at a person."""

    id: int
    task: str
    queue: str
    attempts: int
    failed_at: datetime | None


def list_queue_states() -> list[QueueState]:
    """Return the state of each queue that holds a job, in order of name."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES)
        return [
            QueueState(queue=queue, waiting=waiting, scheduled=scheduled, running=running, failed=failed)
            for queue, waiting, scheduled, running, failed in cursor.fetchall()
        ]


def list_failed_jobs(limit: int = 50) -> list[FailedJob]:
    """Return the jobs that failed for good, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [limit])
        return [
            FailedJob(id=job_id, task=task, queue=queue, attempts=attempts, failed_at=failed_at)
            for job_id, task, queue, attempts, failed_at in cursor.fetchall()
        ]


def retry_failed_job(job_id: int, *, by: Actor, at: Moment) -> None:
    """Let a failed job run once more, now.

    Raises:
        NotFoundError: no failed job has this id; somebody else may have retried it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id]
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFoundError
        # Nothing is refused below this line.
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at.wall_at])
        facts = {"task": row[0], "job": job_id}
        append_lines([NewLine(kind=LineKind.AUDIT, action="core.job.retried", actor=by, body=facts)], at=at)
