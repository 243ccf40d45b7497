"""Every job says where it waits and how it is tried again."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from procrastinate.contrib.django import app

from tests.rules_about_code.sources import CLONE, MACHINERY, list_modules, list_rooms

if TYPE_CHECKING:
    from procrastinate.tasks import Task

ROOMS = {room.name for room in list_rooms()}


def list_jobs() -> list[Task]:
    for path in list_modules(MACHINERY):
        if "jobs" in (path.stem, path.parent.name):
            import_module(".".join(path.relative_to(CLONE).with_suffix("").parts))
    return [task for _name, task in sorted(app.tasks.items()) if task.func.__module__.startswith("alatau.")]


jobs = pytest.mark.parametrize("job", list_jobs(), ids=lambda job: job.name)


@jobs
def test_a_job_is_named_by_its_room_and_waits_in_a_named_queue(job: Task) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z_]+)+", job.name)
    assert job.name.split(".")[0] in ROOMS
    assert job.queue != "default"


@jobs
def test_a_job_says_how_often_it_is_tried_again(job: Task) -> None:
    decorators = ast.parse(inspect.getsource(job.func)).body[0].decorator_list
    told = {keyword.arg for call in decorators if isinstance(call, ast.Call) for keyword in call.keywords}
    is_periodic = any(ast.unparse(call).startswith("app.periodic") for call in decorators)
    # A periodic job has its next tick; any other says `retry`, also when it is 0.
    assert is_periodic or "retry" in told
