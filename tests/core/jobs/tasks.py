"""Jobs that tests give to a worker: what they did is told by lines in the journal."""

from __future__ import annotations

import time

from django.db import transaction
from procrastinate.contrib.django import app

from alatau.core.jobs import defer
from tests.core.journal.lines import append


@app.task(name="tests.mark", queue="tests", retry=2)
def mark(word: str) -> None:
    """Leave a mark."""
    append(action=f"tests.mark.{word}")


@app.task(name="tests.linger", queue="tests", retry=2)
def linger(word: str) -> None:
    """Leave a mark, and be killed before the end when it is the first time."""
    append(action=f"tests.mark.{word}_begun")
    time.sleep(60 if word == "stuck" else 0)
    append(action=f"tests.mark.{word}_done")


@app.task(name="tests.defer_then_fail", queue="tests", retry=0)
def defer_then_fail() -> None:
    """Defer another job in a transaction that fails."""
    with transaction.atomic():
        defer("tests.mark", word="never")
        raise ValueError
