"""Log lines: structured, complete, and without anything that a person typed."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.logfiles import DayFileHandler
from alatau.core.logs import configure
from alatau.core.tracebacks import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MARK = "Айгерім-Ахметова-MARK"


@pytest.fixture
def lines(alatau_home: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Log into an empty folder; the fixture reads what was written."""
    configure({"level": "info", "keep_days": 30})
    yield lambda: [
        json.loads(line)
        for path in sorted((alatau_home / "logs").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    configure({"level": "info", "keep_days": 30})


def test_an_event_is_one_json_line_with_its_fields(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("alatau.test").info("core.thing.done", thing_id="a", figure=3)
    (line,) = lines()
    assert line["event"] == "core.thing.done"
    assert line["level"] == "info"
    assert line["figure"] == 3
    assert datetime.fromisoformat(line["at"]).tzinfo is not None


def test_lines_below_the_chosen_level_are_not_written(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("alatau.test").debug("core.detail.seen")
    assert lines() == []


def test_other_libraries_keep_their_template_and_lose_their_arguments(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    logging.getLogger("library").warning("could not greet %s", MARK)
    logging.getLogger("library").warning(f"could not greet {MARK}")  # noqa: G004  # what libraries do
    first, second = lines()
    assert first["template"] == "could not greet %s"
    assert "template" not in second
    assert MARK not in str(first | second)
    assert first["place"].startswith("test_logs.py:")


def test_a_job_of_the_queue_is_named_without_its_arguments(lines: Callable[[], list[dict[str, Any]]]) -> None:
    job = {"id": 7, "task_name": "messages.send", "queue": "messages", "task_kwargs": {"text": MARK}}
    logging.getLogger("procrastinate.worker").info("Starting job", extra={"job": job, "action": "start_job"})
    (line,) = lines()
    assert line["action"] == "start_job"
    assert line["job"] == {"id": 7, "task_name": "messages.send", "queue": "messages"}
    assert MARK not in str(line)


def test_an_error_keeps_its_kind_and_places_and_loses_its_words(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    typed = MARK
    try:
        int(typed)
    except ValueError:
        structlog.get_logger("alatau.test").exception("core.number.unreadable")
    (line,) = lines()
    assert line["error"][0]["kind"] == "builtins.ValueError"
    assert "test_logs.py" in line["error"][0]["places"][-1]
    assert MARK not in str(line)


def test_an_error_of_the_city_is_told_by_its_code_with_its_cause() -> None:
    try:
        try:
            raise KeyError(MARK)  # noqa: TRY301  # the cause
        except KeyError as cause:
            raise NotFoundError(name=MARK) from cause
    except AlatauError as error:
        outer, inner = describe_error(error)
    assert outer["code"] == "core.not_found"
    assert inner["kind"] == "builtins.KeyError"
    assert MARK not in str([outer, inner])


def test_a_thread_that_fails_leaves_a_line_without_its_words(lines: Callable[[], list[dict[str, Any]]]) -> None:
    thread = threading.Thread(target=lambda: {}[MARK])
    thread.start()
    thread.join()
    (line,) = lines()
    assert line["event"] == "core.thread.failed"
    assert MARK not in str(line)


def test_a_failure_that_a_library_logs_loses_its_words_too(lines: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        int(MARK)
    except ValueError:
        logging.getLogger("procrastinate.worker").exception(f"Job messages.deliver({MARK}) failed")  # noqa: G004  # as it does
    (line,) = lines()
    assert line["error"][0]["kind"] == "builtins.ValueError"
    assert MARK not in str(line)


def test_a_service_that_dies_tells_where_and_not_what(tmp_path: Path) -> None:
    program = f"import django; django.setup(); int({MARK!r})"
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"ALATAU_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    line = json.loads(told.stderr.splitlines()[-1])
    assert (told.returncode, line["event"], line["error"][0]["kind"]) == (
        1,
        "core.process.failed",
        "builtins.ValueError",
    )
    assert MARK not in told.stderr + told.stdout


def test_statements_of_the_database_are_never_logged(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("django.db.backends").error("SELECT %s", MARK)
    logging.getLogger("httpx").warning("GET https://gateway/?text=%s", MARK)
    assert lines() == []


@pytest.fixture
def day_file(tmp_path: Path) -> Iterator[DayFileHandler]:
    handler = DayFileHandler(tmp_path, role="web", keep_days=2)
    yield handler
    handler.close()


def _record(at: datetime, text: str) -> logging.LogRecord:
    record = logging.LogRecord("t", logging.INFO, "t.py", 1, text, (), None)
    record.created = at.timestamp()
    return record


def test_each_day_has_its_file_and_old_ones_go(day_file: DayFileHandler, tmp_path: Path) -> None:
    start = datetime(2026, 5, 1, 23, 59, tzinfo=UTC)
    for day in range(4):
        day_file.emit(_record(start + timedelta(days=day), f"line {day}"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "web-2026-05-02.jsonl",
        "web-2026-05-03.jsonl",
        "web-2026-05-04.jsonl",
    ]


def test_log_files_are_readable_by_their_owner_alone(day_file: DayFileHandler, tmp_path: Path) -> None:
    day_file.emit(_record(datetime(2026, 5, 1, tzinfo=UTC), "line"))
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_lines_of_many_writers_never_mix(tmp_path: Path) -> None:
    writers = [DayFileHandler(tmp_path, role="web", keep_days=2) for _ in range(8)]
    at = datetime(2026, 5, 1, tzinfo=UTC)

    def write(handler: DayFileHandler, sign: str) -> None:
        for _ in range(200):
            handler.emit(_record(at, sign * 2000))

    threads = [threading.Thread(target=write, args=(one, sign)) for one, sign in zip(writers, "abcdefgh", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for handler in writers:
        handler.close()
    written = (tmp_path / "web-2026-05-01.jsonl").read_text().splitlines()
    assert len(written) == 1600
    assert all(line == line[0] * 2000 for line in written)
