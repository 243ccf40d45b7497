"""Rows of registers until each is a life event: lone rows at a steady pace, loads of a city, and one of its days."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.city import run_python, start_python

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

#: Rows a second, and rows before the time counts: the first ones let the journal read the content.
RATE, FIRST = 100, 50
#: Systems that send at the same time: each waits for the disk with every row.
SENDERS = 4
#: Days on which the mothers were born.
DAYS = 3_650
LOOK_SECONDS, MOST_SECONDS = 0.01, 60.0
TOLD = {
    "events_lone_rows": "notices of births sent, one by one",
    "events_lone_per_second": "of them sent each second",
    "event_ms_p50": "a row until its event is committed, median (ms)",
    "event_ms_p99": "a row until its event is committed, 99 of 100 (ms)",
    "events_city_people": "people of the city whose loads were read",
    "events_load_rows": "rows of the loads that kinds of events listen to",
    "events_load_seconds": "reading all of them (s)",
    "events_load_detected": "events detected in them",
    "events_day_seconds": "looking for what comes with a day (s)",
    "events_settled_per_second": "events detected each second, where every row tells of one",
}


def measure(*, people: int, rows: int) -> dict[str, object]:
    """Return the figures of this part, in a measured city that has nobody yet."""
    journal = start_python("alatau", "journal")
    try:
        figures = measure_lone_rows(rows)
        run_python("alatau", "city", "build", "--people", str(people), "--seed", "1").check_returncode()
        figures |= {"events_city_people": people, **measure_loads(), **measure_settling(20_000)}
    finally:
        journal.terminate()
        journal.wait()
    return figures


@dataclass
class Watch:
    """Whose event is awaited since when, and how long it took those that came."""

    sent: dict[UUID, float] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)

    def look(self) -> None:
        """Find the events that came since the last look."""
        from alatau.services.models import LifeEvent

        found = {*LifeEvent.objects.values_list("person_id", flat=True)} & self.sent.keys() - self.seen
        now = time.perf_counter()
        self.seen |= found
        self.taken += [now - self.sent[person] for person in found]


def measure_lone_rows(rows: int) -> dict[str, object]:
    """Let a notice of a birth come for each of so many mothers, a hundred a second."""
    mothers = register_mothers(rows + FIRST)
    send_at_pace(mothers[:FIRST])
    watch = send_at_pace(mothers[FIRST:])
    taken = sorted(watch.taken)
    assert len(taken) == rows, f"only {len(taken)} of {rows} rows became events"
    return {
        "events_lone_rows": rows,
        "events_lone_per_second": RATE,
        "event_ms_p50": round(taken[len(taken) // 2] * 1000),
        "event_ms_p99": round(taken[len(taken) * 99 // 100] * 1000),
    }


def register_mothers(count: int, *, born_in: int = 1985) -> list[tuple[UUID, str]]:
    """Register so many invented women born from a year on, and return their ids with their numbers."""
    from alatau.access.register_many import NewPerson, register_many
    from alatau.core.clock import read_clocks
    from alatau.core.content import content
    from alatau.core.values import system_actor

    born = [date(born_in, 1, 1) + timedelta(days=place % DAYS) for place in range(count)]
    numbers = [
        content().person_numbers.synthesise(born_on=day, woman=True, serial=place // DAYS)
        for place, day in enumerate(born)
    ]
    some = [
        NewPerson(number=number, name="A B", short_name="A", born_on=day, region="", number_from=day)
        for number, day in zip(numbers, born, strict=True)
    ]
    by = system_actor("services.bench")
    return [*zip(register_many(some, run_id=uuid4(), by=by, at=read_clocks()), numbers, strict=True)]


def send_at_pace(mothers: Sequence[tuple[UUID, str]]) -> Watch:
    """Send a notice for each mother at the pace, and look for the events meanwhile."""
    watch = Watch()
    begins = time.perf_counter() + 0.2

    def send(first: int) -> None:
        from django.db import connection

        for place in range(first, len(mothers), SENDERS):
            time.sleep(max(0.0, begins + place / RATE - time.perf_counter()))
            person, number = mothers[place]
            watch.sent[person] = time.perf_counter()
            send_notice(number)
        connection.close()

    threads = [threading.Thread(target=send, args=(first,)) for first in range(SENDERS)]
    for thread in threads:
        thread.start()
    ends = begins + len(mothers) / RATE + MOST_SECONDS
    while len(watch.taken) < len(mothers) and time.perf_counter() < ends:
        time.sleep(LOOK_SECONDS)
        watch.look()
    for thread in threads:
        thread.join()
    return watch


def send_notice(mother: str) -> None:
    """Take a notice as a maternity ward would send it."""
    from alatau.core.clock import read_clocks
    from alatau.core.content import content
    from alatau.core.values import system_actor
    from alatau.registry.declare import get_register
    from alatau.registry.receive import receive_row

    at, register = read_clocks(), get_register("birth_notices")
    row = {
        "notice_number": mother,
        "mother_number": mother,
        "born_at": at.city_at.isoformat(timespec="seconds"),
        "sex": register.columns["sex"].choices[0],
        "hospital_number": content().organisation_numbers.synthesise(1),
    }
    receive_row(register, row, source_id=mother, by=system_actor("services.bench"), at=at)


def measure_loads() -> dict[str, object]:
    """Read every load of a city that kinds of events listen to, and then one of its days."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.registry.models import Load
    from alatau.services.events.from_load import read_load
    from alatau.services.events.from_people import read_day_of_events
    from alatau.services.events.kinds import triggers_by_register

    by = system_actor("services.bench")
    loads = [*Load.objects.filter(register_key__in=triggers_by_register(), state="announced", kind="source")]
    began = time.perf_counter()
    found = sum(read_load(load.register_key, load.number, as_of=load.as_of, by=by, at=read_clocks()) for load in loads)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    found_by_day = read_day_of_events(by=by, at=read_clocks())
    return {
        "events_load_rows": sum(load.rows_accepted for load in loads),
        "events_load_seconds": round(seconds, 1),
        "events_load_detected": found,
        "events_day_detected": found_by_day,
        "events_day_seconds": round(time.perf_counter() - began, 1),
    }


def measure_settling(count: int) -> dict[str, object]:
    """Settle rows of which every one tells of an event of somebody else."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.services.events.settle import settle_many
    from alatau.services.events.telling import RowNews, Told

    at = read_clocks()
    news = [
        RowNews(
            register="deaths",
            row=uuid4().hex,
            told=(Told(kind="death", trigger="deaths.1", person=uuid4(), on_day=at.city_day),),
        )
        for _ in range(count)
    ]
    began = time.perf_counter()
    detected = settle_many(news, by=system_actor("services.bench"), at=at)
    assert detected == count
    return {"events_settled_per_second": round(count / (time.perf_counter() - began))}
