"""Measures each job a worker runs, by the job's name: how often, how long, how it ended. Never by its arguments."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from alatau.core.metrics import JOB_SECONDS, JOBS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from procrastinate import JobContext
    from procrastinate.worker import Worker


async def measure_job(call_next: Callable[[], Awaitable[Any]], context: JobContext, _worker: Worker) -> Any:  # noqa: ANN401  # a job may return anything
    """Run the job and keep its measurements; hand to the worker as a middleware."""
    job, outcome = context.job.task_name, "failed"
    started = perf_counter()
    try:
        result = await call_next()
        outcome = "done"
        return result
    finally:
        JOBS.labels(job=job, outcome=outcome).inc()
        JOB_SECONDS.labels(job=job).observe(perf_counter() - started)
