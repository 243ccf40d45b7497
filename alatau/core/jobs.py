"""How a use case asks for work to be done later: it names the job by its key, and never imports `jobs.py` of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from datetime import datetime


def defer(job: str, *, lock: str | None = None, schedule_at: datetime | None = None, **facts: object) -> None:
    """Ask for a job in the caller's transaction: it exists when, and only when, that transaction commits.

    Jobs with the same lock run one after another. ``schedule_at`` is wall time. The facts are ids and codes that JSON
    can carry; a job reads all else when it runs.
    """
    assert connection.in_atomic_block, "a job belongs to the transaction that causes it"
    app.configure_task(job, allow_unknown=False, lock=lock, schedule_at=schedule_at).defer(**facts)
