"""Measurements for Prometheus, shared by all processes of the city through files under ``ALATAU_HOME/metrics``.

Labels hold names of routes, jobs and queues: never a path, an id or anything of a person.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from alatau.core.modes import make_folder

FOLDER = make_folder(settings.ALATAU_HOME / "metrics")
# The library reads this name when it is first imported, and has no other way to be told.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

from alatau.core.slots import Slot  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Rooms above take the library's own kinds from here, so that the folder is set before anything is counted.
__all__ = [
    "CONTENT_TYPE",
    "GAUGES",
    "JOBS",
    "JOB_SECONDS",
    "REQUESTS",
    "REQUEST_SECONDS",
    "Counter",
    "Gauge",
    "Histogram",
    "Reading",
    "register_gauge",
    "show_metrics",
]

log = structlog.get_logger(__name__)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

# By process id, as the library does by itself, each restart would leave its files behind for ever. A number that the
# next process takes over keeps them few, and the counts go on.
values.ValueClass = values.MultiProcessValue(Slot(FOLDER))  # type: ignore[no-untyped-call]  # the library has no types there

REQUESTS = Counter("alatau_requests", "Answered requests", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "alatau_request_seconds",
    "Time to answer a request",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
JOBS = Counter("alatau_jobs", "Jobs run, by how they ended", ["job", "outcome"])
JOB_SECONDS = Histogram("alatau_job_seconds", "Time a job ran", ["job"])

Reading = dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Gauge:
    """A figure that is read when somebody scrapes, from the database or wherever it lies."""

    name: str
    help: str
    labels: tuple[str, ...]
    read: Callable[[], Reading]


GAUGES: dict[str, Gauge] = {}


def register_gauge(name: str, help_text: str, read: Callable[[], Reading], *, labels: tuple[str, ...] = ()) -> None:
    """Show a figure on ``/metrics``: ``read`` answers label values to figures, ``{(): 3}`` without labels.

    It runs in the web process, as its role, on every scrape: keep it to one cheap query.
    """
    assert name.startswith("alatau_"), "our figures are told from others by their first word"
    assert name not in GAUGES or GAUGES[name].read is read, f"{name} is registered twice"
    GAUGES[name] = Gauge(name, help_text, labels, read)


class _Gauges(Collector):
    """Reads the registered gauges. One that fails is left out, and its failure is logged."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in GAUGES.values():
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=gauge.labels)
            try:
                reading = gauge.read()
            except Exception:  # a door: one gauge that cannot be read must not hide the others
                log.exception("core.gauge.failed", gauge=gauge.name)
                continue
            for labels, figure in reading.items():
                family.add_metric(labels, figure)
            yield family


def show_metrics() -> bytes:
    """Return the figures of all processes in Prometheus' text form."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(FOLDER))  # type: ignore[no-untyped-call]  # the library leaves it bare
    registry.register(_Gauges())
    return generate_latest(registry)
