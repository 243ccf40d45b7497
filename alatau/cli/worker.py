"""The process that does background work."""

from __future__ import annotations

from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from alatau.core.measure_jobs import measure_job


def run_worker() -> None:
    """Run jobs until SIGTERM or Ctrl-C; then finish those at hand and return."""
    # Django's own connections are synchronous; the queue listens on one of its own. A worker that was told to stop
    # wants to say so in the database, and would wait half a minute for one that is gone.
    patience = max(1, settings.ALATAU_WORKER_STOP_SECONDS)
    connector = PsycopgConnector(kwargs=connector_params(), timeout=patience)
    with app.replace_connector(connector) as worker_app:
        worker_app.run_worker(
            name="worker",
            concurrency=settings.ALATAU_WORKER_JOBS,
            shutdown_graceful_timeout=settings.ALATAU_WORKER_STOP_SECONDS,
            delete_jobs="successful",
            worker_middleware=[measure_job],
        )
