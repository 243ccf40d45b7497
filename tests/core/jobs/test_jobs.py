"""Jobs: deferred in the caller's transaction, given back when a worker dies, shown when they fail for good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from alatau.core.errors import NotFoundError
from alatau.core.job_state import FailedJob, list_failed_jobs, list_queue_states, retry_failed_job
from alatau.core.jobs import defer
from alatau.core.models import JournalLine
from alatau.core.sweep import LOST_ATTEMPTS, requeue_lost_jobs
from tests.core.jobs import tasks  # noqa: F401  registers the jobs of these tests
from tests.core.journal.lines import WRITER

if TYPE_CHECKING:
    from alatau.core.values import Moment

AT_ONCE = timedelta()
SOON = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def short_lived_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's threads end with the test and leave no connection open."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


def defer_one(job: str, **facts: object) -> None:
    with transaction.atomic():
        defer(job, **facts)


def job_rows() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs WHERE queue_name = 'tests' ORDER BY id"
        )
        return cursor.fetchall()


def work_once() -> None:
    """Let a worker do what waits, and stop."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(queues=["tests"], wait=False, listen_notify=False, install_signal_handlers=False)


def marks() -> list[str]:
    actions = JournalLine.objects.filter(action__startswith="tests.mark").order_by("position")
    return [action.removeprefix("tests.mark.") for action in actions.values_list("action", flat=True)]


def test_job_exists_once_its_transaction_commits(committed_db: None) -> None:
    defer_one("tests.mark", word="kept")

    assert job_rows() == [("tests.mark", "todo", 0)]


def test_job_of_a_rolled_back_transaction_does_not_exist(committed_db: None) -> None:
    with transaction.atomic():
        defer("tests.mark", word="lost")
        transaction.set_rollback(True)

    assert job_rows() == []


def test_job_outside_of_a_transaction_is_our_mistake(committed_db: None) -> None:
    with pytest.raises(AssertionError):
        defer("tests.mark", word="loose")


def test_job_that_no_room_has_is_our_mistake(db: None) -> None:
    with pytest.raises(AssertionError):
        defer("tests.unheard_of")


def test_worker_does_the_job_once(committed_db: None) -> None:
    defer_one("tests.mark", word="done")
    work_once()
    work_once()

    assert marks() == ["done"]
    assert job_rows() == [("tests.mark", "succeeded", 1)]


def test_job_deferred_by_a_job_belongs_to_its_transaction(committed_db: None) -> None:
    defer_one("tests.defer_then_fail")
    work_once()

    assert job_rows() == [("tests.defer_then_fail", "failed", 1)]


def test_job_of_a_killed_worker_is_given_back_and_done(committed_db: None) -> None:
    defer_one("tests.linger", word="stuck")
    kill_worker_at_work()
    assert job_rows() == [("tests.linger", "doing", 0)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET args = '{\"word\": \"freed\"}' WHERE queue_name = 'tests'")

    assert requeue_lost_jobs(at=now(), lost_after=AT_ONCE) >= 1
    work_once()
    assert marks() == ["stuck_begun", "freed_begun", "freed_done"]
    assert job_rows() == [("tests.linger", "succeeded", 2)]


def test_job_of_a_living_worker_is_left_alone(committed_db: None) -> None:
    defer_one("tests.mark", word="held")
    hold_job()

    assert requeue_lost_jobs(at=now(), lost_after=SOON) == 0
    assert job_rows() == [("tests.mark", "doing", 0)]


def test_job_that_lost_its_worker_too_often_waits_for_an_operator(committed_db: None) -> None:
    defer_one("tests.mark", word="deadly")
    for _ in range(LOST_ATTEMPTS):
        hold_job()
        requeue_lost_jobs(at=now(), lost_after=AT_ONCE)

    assert job_rows() == [("tests.mark", "failed", LOST_ATTEMPTS)]
    assert [(job.task, job.attempts) for job in list_failed_jobs()] == [("tests.mark", LOST_ATTEMPTS)]


def test_operator_lets_a_failed_job_run_again(committed_db: None, moment: Moment) -> None:
    failed = make_failed_job()
    retry_failed_job(failed.id, by=WRITER, at=moment)

    assert job_rows()[0][1] == "todo"
    assert JournalLine.objects.filter(action="core.job.retried").count() == 1


def test_job_that_did_not_fail_cannot_be_retried(committed_db: None, moment: Moment) -> None:
    failed = make_failed_job()
    retry_failed_job(failed.id, by=WRITER, at=moment)

    with pytest.raises(NotFoundError):
        retry_failed_job(failed.id, by=WRITER, at=moment)


def test_operator_sees_how_many_jobs_wait_run_and_failed(committed_db: None) -> None:
    make_failed_job()
    defer_one("tests.mark", word="waits")
    with transaction.atomic():
        defer("tests.mark", word="later", schedule_at=now() + SOON)
    (state,) = (each for each in list_queue_states() if each.queue == "tests")

    assert (state.waiting, state.scheduled, state.running, state.failed) == (1, 1, 0, 1)


def make_failed_job() -> FailedJob:
    defer_one("tests.defer_then_fail")
    work_once()
    (failed,) = list_failed_jobs()
    return failed


def hold_job() -> None:
    """Take the job in hand as a worker does, without doing it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        cursor.execute("SELECT procrastinate_register_worker_v1()")
        worker_id = cursor.fetchone()[0]
        cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [worker_id])


def kill_worker_at_work() -> None:
    """Start a real worker and kill it while it has the job in hand."""
    script = (
        "import django; django.setup()\n"
        "import tests.core.jobs.tasks\n"
        "from alatau.cli.worker import run_worker\n"
        "run_worker()\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "ALATAU_ROLE": "worker"})
    deadline = time.monotonic() + 30
    while not marks():
        assert time.monotonic() < deadline, "the worker did not take the job"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
