"""How a use case asks for work to be done later: it names the job by its key, and never imports a room's `jobs.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from alatau.core.faults import declare_points, reach
from alatau.core.journal.canonical import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procrastinate.types import JSONValue

declare_points("core.defer.written")

_WITHDRAW = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'todo' FOR UPDATE SKIP LOCKED
)
"""

# The app's own connector is swapped inside the worker for one of its own connections. A job that defers another must
# do so in its transaction too, so this one always writes over Django's connection.
_in_the_callers_transaction = JobManager(DjangoConnector())


def defer(job: str, *, lock: str | None = None, schedule_at: datetime | None = None, **facts: object) -> int:
    """Ask for a job in the caller's transaction, and return its id: it exists when, and only when, that commits.

    Jobs with the same lock run one after another. ``schedule_at`` is wall time. The facts are ids and codes (ids, days
    and decimals arrive as text); a job reads all else when it runs.
    """
    assert connection.in_atomic_block, "a job belongs to the transaction that causes it"
    task = app.tasks.get(job)
    assert task is not None, f"no room has a job {job}"
    job_id = configure_task(
        name=job,
        job_manager=_in_the_callers_transaction,
        lock=lock or task.lock,
        queue=task.queue,
        priority=task.priority,
        schedule_at=schedule_at,
    ).defer(**cast("dict[str, JSONValue]", {name: plain(fact) for name, fact in facts.items()}))
    reach("core.defer.written")
    return job_id


def is_waiting(job: str) -> bool:
    """Tell whether a job of that kind waits for its turn: it will see all that is committed before it begins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo')", [job])
        return bool(cursor.fetchone()[0])


def withdraw(job_ids: Sequence[int]) -> int:
    """Take jobs back in the caller's transaction and return how many; one that a worker has in hand runs on."""
    assert connection.in_atomic_block, "a job is withdrawn by the transaction that does its work"
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, [list(job_ids)])
        return int(cursor.rowcount)
