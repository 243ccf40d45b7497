"""The process that does background work."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from alatau.core.measure_jobs import measure_job


def run_worker() -> None:
    """Run jobs until SIGTERM or Ctrl-C; then finish those at hand and return."""
    # Django's own connections are synchronous; the queue listens on one of its own.
    connector = app.connector
    assert isinstance(connector, DjangoConnector), "the queue lies in Django's database"
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            name="worker",
            concurrency=settings.ALATAU_WORKER_JOBS,
            shutdown_graceful_timeout=settings.ALATAU_WORKER_STOP_SECONDS,
            delete_jobs="successful",
            worker_middleware=[measure_job],
        )
