"""Rows that come alone, at a steady pace, until each stands on a card: what the city's journal makes of them.

Rows of two registers in turn, animals and contributions, each with its line of the journal in one transaction. The time
begins before that transaction and ends when another connection finds the changed card.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, system_actor
from alatau.family.models import ChangedMember
from alatau.registry.declare import get_register
from alatau.registry.models import InboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from alatau.core.values import Moment

BY = system_actor("family.bench")
#: Rows a second, and rows before the time counts: the first ones let the journal read the law.
RATE, FIRST = 200, 40
#: Systems that send at the same time: each waits for the disk with every row.
SENDERS = 8
#: How often changed cards are looked for, and how long at most.
LOOK_SECONDS, MOST_SECONDS = 0.05, 120.0
#: What an ordinary month's contribution is, in the smallest coin.
CONTRIBUTION = 2_500_000


@dataclass
class Watch:
    """Who waits for a card since when, and how long it took those who have one."""

    waiting: dict[UUID, float] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    last: int = 0
    looked: float = 0.0

    def look(self) -> None:
        """Find the cards that changed since the last look."""
        now = time.perf_counter()
        if now - self.looked < LOOK_SECONDS:
            return
        self.looked = now
        for number, person in ChangedMember.objects.filter(id__gt=self.last).values_list("id", "person"):
            self.last = max(self.last, number)
            if person in self.waiting:
                self.taken.append(now - self.waiting.pop(person))

    def wait(self) -> None:
        """Look until nobody waits, or for as long as anybody would."""
        ends = time.perf_counter() + MOST_SECONDS
        while self.waiting and time.perf_counter() < ends:
            time.sleep(LOOK_SECONDS)
            self.look()


def follow_rows(people: Sequence[UUID]) -> dict[str, object]:
    """Let a row come for each of some people, and return how long their cards took."""
    watch = Watch(last=ChangedMember.objects.order_by("-id").values_list("id", flat=True).first() or 0)
    bring_all(people[:FIRST], watch)
    watch.wait()
    watch.taken.clear()
    began = time.perf_counter()
    bring_all(people[FIRST:], watch)
    brought = time.perf_counter() - began
    watch.wait()
    seconds = time.perf_counter() - began
    last = sorted(watch.taken[-len(watch.taken) // 4 :])
    taken = sorted(watch.taken)
    return {
        "events": len(taken),
        "events_lost": len(watch.waiting),
        "events_brought_per_second": round(len(people[FIRST:]) / brought),
        "events_per_second": round(len(taken) / seconds),
        "event_ms_p50": _ms(taken, 0.5),
        "event_ms_p99": _ms(taken, 0.99),
        "event_ms_p99_last_quarter": _ms(last, 0.99),
        "event_ms_most": _ms(taken, 1.0),
    }


def bring_all(people: Iterable[UUID], watch: Watch) -> None:
    """Let senders bring a row for each at the pace, and look at cards in between."""
    began = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        sent = []
        for number, person in enumerate(people):
            time.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            sent.append(senders.submit(_bring_one, number, person, watch))
            watch.look()
        while not all(each.done() for each in sent):
            time.sleep(LOOK_SECONDS)
            watch.look()
    for each in sent:
        each.result()


def _bring_one(number: int, person: UUID, watch: Watch) -> None:
    watch.waiting[person] = time.perf_counter()
    if number % 2:
        bring_contribution(person)
    else:
        bring_animals(person)


def bring_animals(person: UUID) -> None:
    """Let somebody have three animals more."""
    at = read_clocks()
    facts = {"species": "sheep", "tag": uuid4().hex, "count": 3, "value": 100, "place_code": "750000000"}
    _bring("farm_animals", person, facts, valid_from=at.city_day, at=at)


def bring_contribution(person: UUID) -> None:
    """Let a contribution be paid for somebody's last month."""
    at = read_clocks()
    month = (at.city_day.replace(day=1) - timedelta(days=1)).replace(day=1)
    facts = {
        "month": month.isoformat(),
        "amount": CONTRIBUTION,
        "purpose_code": "010",
        "message_number": uuid4().hex,
        "received_on": month.isoformat(),
        "months": 1,
    }
    _bring("contributions", person, facts, valid_from=month, at=at)


def _bring(key: str, person: UUID, facts: dict[str, object], *, valid_from: date, at: Moment) -> None:
    """Put a row of one person into the inbox, with its line."""
    row_id, register = uuid4(), get_register(key)
    with transaction.atomic():
        InboxRow.objects.create(
            id=row_id,
            register_key=key,
            subject=str(person),
            bucket=0,
            columns={register.subject: str(person), **facts},
            sealed=b"",
            valid_from=valid_from,
            received_at=at.wall_at,
            line_id=row_id,
            identity=row_id.hex,
            digest="",
        )
        line = NewLine(
            kind=LineKind.EVENT,
            action="registry.row.received",
            actor=BY,
            subject_id=PersonId(person),
            body={"register": key, "bucket": 0, "digest": ""},
            id=row_id,
        )
        append_lines([line], at=at)


def _ms(seconds: Sequence[float], part: float) -> int:
    return round(seconds[min(len(seconds) - 1, int(len(seconds) * part))] * 1000) if seconds else 0
