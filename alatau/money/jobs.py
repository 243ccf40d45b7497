"""Background work of this room."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.money.expire import expire_holds, return_marked_money


# Not tried again: the next tick does what this one left.
@app.periodic(cron="* * * * *")
@app.task(name="money.expire", queue="money", queueing_lock="money.expire", retry=0)
def expire(timestamp: int) -> None:
    """Give back what waited too long, a batch a commit. Safe to run twice."""
    for give_back in (expire_holds, return_marked_money):
        accepted = 1
        while accepted:
            with transaction.atomic():
                accepted = give_back(by=system_actor("money.expire"), at=read_clocks())
