"""Background work of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.desk.escalate import escalate_cases
from alatau.desk.remind import remind_staff


# Not tried again: the next tick does what this one left.
@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.escalate", queue="desk", queueing_lock="desk.escalate", retry=0)
def escalate(timestamp: int) -> None:
    """Escalate tasks whose deadline nears or has passed, and remind their officials once a day. Safe to run twice."""
    at = read_clocks()
    escalate_cases(by=system_actor("desk.escalate"), at=at)
    remind_staff(by=system_actor("desk.remind"), at=at)
