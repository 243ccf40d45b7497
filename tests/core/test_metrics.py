"""Figures for Prometheus: from all processes, by route and never by path, to scrapers alone."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory

from alatau.core import metrics
from alatau.core.measure_jobs import measure_job
from alatau.core.scrape import may_scrape
from alatau.core.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def gauges() -> Iterator[dict[str, metrics.Gauge]]:
    """The registered gauges; those that a test adds go again."""
    before = dict(metrics.GAUGES)
    yield metrics.GAUGES
    metrics.GAUGES.clear()
    metrics.GAUGES.update(before)


def _count(name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics.show_metrics().decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_by_route_and_never_by_path(gauges: dict[str, metrics.Gauge]) -> None:
    gauges.clear()
    name = 'alatau_requests_total{method="GET",route="unmatched",status="4xx"}'
    before = _count(name)
    Client().get("/people/87010000001?name=Aigerim")
    assert _count(name) == before + 1
    assert "Aigerim" not in metrics.show_metrics().decode()
    assert "87010000001" not in metrics.show_metrics().decode()


def test_an_unknown_method_makes_no_new_series(gauges: dict[str, metrics.Gauge]) -> None:
    gauges.clear()
    Client().generic("AIGERIM", "/nowhere")
    shown = metrics.show_metrics().decode()
    assert "AIGERIM" not in shown
    assert 'method="OTHER"' in shown


def test_figures_of_other_processes_are_added(gauges: dict[str, metrics.Gauge]) -> None:
    gauges.clear()
    name = 'alatau_jobs_total{job="core.test_job",outcome="done"}'
    before = _count(name)
    program = "import django; django.setup(); from alatau.core.metrics import JOBS; "
    program += "JOBS.labels(job='core.test_job', outcome='done').inc(3)"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)  # our own program
    assert _count(name) == before + 3


def test_a_registered_gauge_is_read_at_each_scrape(gauges: dict[str, metrics.Gauge]) -> None:
    gauges.clear()
    readings = iter([1.0, 2.0])
    metrics.register_gauge("alatau_test_lag", "A lag", lambda: {("first",): next(readings)}, labels=("queue",))
    assert 'alatau_test_lag{queue="first"} 1.0' in metrics.show_metrics().decode()
    assert 'alatau_test_lag{queue="first"} 2.0' in metrics.show_metrics().decode()


def test_a_gauge_that_fails_hides_no_other(gauges: dict[str, metrics.Gauge]) -> None:
    gauges.clear()
    metrics.register_gauge("alatau_test_broken", "Broken", lambda: {}["nothing"])
    metrics.register_gauge("alatau_test_well", "Well", lambda: {(): 7.0})
    shown = metrics.show_metrics().decode()
    assert "alatau_test_well 7.0" in shown
    assert "alatau_test_broken{" not in shown


def test_two_figures_never_share_a_name(gauges: dict[str, metrics.Gauge]) -> None:
    metrics.register_gauge("alatau_test_twice", "Once", dict)
    with pytest.raises(AssertionError):
        metrics.register_gauge("alatau_test_twice", "Twice", lambda: {(): 1.0})
    with pytest.raises(AssertionError):
        metrics.register_gauge("other_name", "Not ours", dict)


@pytest.mark.parametrize(
    ("headers", "address", "opens"),
    [
        ({}, "127.0.0.1", True),
        ({}, "::1", True),
        ({}, "10.0.0.7", False),
        ({}, "not an address", False),
        ({"X-Forwarded-For": "10.0.0.7"}, "127.0.0.1", False),
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1", False),
        ({"Forwarded": "for=10.0.0.7"}, "127.0.0.1", False),
    ],
)
def test_without_a_token_only_programs_on_this_machine_may_read(
    headers: dict[str, str], address: str, *, opens: bool
) -> None:
    request = RequestFactory(headers=headers).get("/metrics", REMOTE_ADDR=address)
    assert may_scrape(request) is opens


@pytest.mark.parametrize(("given", "opens"), [("Bearer right", True), ("Bearer wrong", False), ("", False)])
def test_with_a_token_only_its_bearer_may_read(settings: SettingsWrapper, given: str, *, opens: bool) -> None:
    settings.ALATAU_METRICS_TOKEN = "right"  # a word for this test
    request = RequestFactory(headers={"Authorization": given}).get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert may_scrape(request) is opens


@pytest.mark.parametrize(("fails", "outcome"), [(False, "done"), (True, "failed")])
def test_a_job_is_measured_by_its_name_and_outcome(
    gauges: dict[str, metrics.Gauge], *, fails: bool, outcome: str
) -> None:
    gauges.clear()
    name = f'alatau_jobs_total{{job="core.test_measured",outcome="{outcome}"}}'
    before = _count(name)
    context = SimpleNamespace(job=SimpleNamespace(task_name="core.test_measured"))

    async def job() -> int:
        return 1 // int(not fails)

    with suppress(ZeroDivisionError):
        asyncio.run(measure_job(job, context, None))
    assert _count(name) == before + 1


@pytest.mark.django_db
def test_the_page_shows_the_grounds_own_figures_to_a_scraper() -> None:
    page = Client(REMOTE_ADDR="127.0.0.1").get("/metrics")
    assert page.status_code == 200
    for figure in ("alatau_journal_unsealed_lines", "alatau_journal_unsealed_seconds", "alatau_jobs_waiting"):
        assert f"# TYPE {figure} gauge".encode() in page.content


@pytest.mark.django_db
def test_to_anybody_else_there_is_no_such_page() -> None:
    assert Client(REMOTE_ADDR="10.0.0.7").get("/metrics").status_code == 404


HOLD = """
import sys
from pathlib import Path
from alatau.core.slots import Slot
print(Slot(Path(sys.argv[1]))(), flush=True)
input()
"""


def _hold(folder: Path) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, int(process.stdout.readline())


def test_a_killed_process_leaves_its_number_to_the_next_one(tmp_path: Path) -> None:
    first, number = _hold(tmp_path)
    second, other = _hold(tmp_path)
    first.kill()
    first.communicate()
    third, again = _hold(tmp_path)
    for process in (second, third):
        process.communicate("\n")
    assert (number, other, again) == (1, 2, 1)


def test_a_forked_child_takes_a_number_of_its_own(tmp_path: Path) -> None:
    slot = Slot(tmp_path)
    assert slot() == slot() == 1
    slot.holder = -1  # as a child sees it: the process that took the number is another one
    assert slot() == 2
