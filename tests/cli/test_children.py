"""A program with one piece of work is started again when it fails, and left alone when it is done."""

from __future__ import annotations

import sys
import time

import pytest

from alatau.cli.children import Child


def run(code: int) -> Child:
    child = Child("work", [sys.executable, "-c", f"raise SystemExit({code})"], is_once=True)
    child.start()
    deadline = time.monotonic() + 10
    while child.is_running() and time.monotonic() < deadline:
        time.sleep(0.02)
    child.keep_running()
    return child


@pytest.mark.parametrize(("code", "deaths"), [(0, 0), (1, 1)])
def test_work_is_done_once_and_repeated_only_after_a_failure(code: int, deaths: int) -> None:
    child = run(code)
    assert (child.is_done(), child.deaths) == (code == 0, deaths)
