"""Operators ask whether people are restricted: one by one and many at once, each question kept before its answer."""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.postgres.ports import find_free_port
from benchmarks.money_http import load, start_web, wait_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.services.restriction.values import OperatorKeys

RESTRICTED, OPERATORS = 150_000, 3
#: Questions a second that are asked for one by one, and in requests of many.
RATE, BATCH = 1_000, 100
SECONDS = 10
READY = "/health/live"
TOLD = {
    "restriction_people": "people who are restricted (the state's list holds 153,186)",
    "restriction_admit_seconds": "admitting an operator, who is to find every one of them (s)",
    "restriction_per_second": "questions over HTTP one by one, each kept before its answer (checks/s; 1,000 asked)",
    "restriction_p50_ms": "wait for such an answer (ms, median)",
    "restriction_p99_ms": "the same (ms, 99 of 100)",
    "restriction_cpu_ms": "work of the web server for one of them, its share of commits included (ms of one core)",
    "restriction_per_commit": "questions that one commit took along (mean)",
    "restriction_many_per_second": f"questions asked {BATCH} at a time (checks/s)",
    "restriction_many_p99_ms": "wait for such a request (ms, 99 of 100)",
}


def measure(*, people: int, rows: int) -> dict[str, object]:  # noqa: ARG001  # every part is told both
    """Return the figures of this part; it brings people of its own."""
    from django.conf import settings

    numbers = restrict_many(RESTRICTED)
    seconds, keys = admit_operators()
    port = find_free_port()
    server = start_web(settings.ALATAU_HOME, port)
    try:
        wait_for(port, READY)
        one_by_one = [write_request(each, [number]) for each in keys for number in random_numbers(numbers, 1_000)]
        many = [write_request(each, random_numbers(numbers, BATCH)) for each in keys for _ in range(20)]
        load(port, {"requests": one_by_one}, rate=RATE // 4, seconds=2)
        asked, commits = count_kept()
        worked = cpu_seconds(server.pid)
        single = load(port, {"requests": one_by_one}, rate=RATE, seconds=SECONDS)
        worked = cpu_seconds(server.pid) - worked
        asked, commits = (after - before for after, before in zip(count_kept(), (asked, commits), strict=True))
        together = load(port, {"requests": many}, rate=RATE * 5 // BATCH, seconds=SECONDS)
    finally:
        server.terminate()
        server.wait()
    assert single["failed"] == together["failed"] == 0, "some were not answered"
    return {
        "restriction_people": RESTRICTED,
        "restriction_admit_seconds": round(seconds, 2),
        "restriction_per_second": single["per_second"],
        "restriction_p50_ms": single["p50_ms"],
        "restriction_p99_ms": single["p99_ms"],
        "restriction_cpu_ms": round(worked / max(asked, 1) * 1000, 2),
        "restriction_per_commit": round(asked / max(commits, 1), 1),
        "restriction_many_per_second": int(str(together["per_second"])) * BATCH,
        "restriction_many_p99_ms": together["p99_ms"],
    }


def restrict_many(count: int) -> list[str]:
    """Enter so many invented people into the register as if each had asked, and return their numbers."""
    from alatau.access.seal import seal_many
    from alatau.core.content import content
    from alatau.services.models.restriction import RestrictedPerson

    born = [date(1950 + place // 4_000, 1 + place // 28 % 12, 1 + place % 28) for place in range(count)]
    numbers = [
        content().person_numbers.synthesise(born_on=day, woman=bool(place % 2), serial=place % 1_000)
        for place, day in enumerate(born)
    ]
    until = date.today() + timedelta(days=3_000)  # noqa: DTZ011  # any day far away
    RestrictedPerson.objects.bulk_create(
        (RestrictedPerson(person_id=uuid4(), until_on=until, sealed_number=sealed) for sealed in seal_many(numbers)),
        batch_size=5_000,
    )
    return numbers


def admit_operators() -> tuple[float, list[OperatorKeys]]:
    """Admit operators with customers enough for the measurement; return the seconds for one, and their keys."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.services.restriction.operators import admit_operator

    began = time.perf_counter()
    keys = [
        admit_operator(
            f"Bench {number}",
            licence=f"B-{number}",
            customers=10_000_000,
            by=system_actor("services.bench"),
            at=read_clocks(),
        )
        for number in range(OPERATORS)
    ]
    return (time.perf_counter() - began) / OPERATORS, keys


def random_numbers(numbers: Sequence[str], count: int) -> list[str]:
    """Return numbers of customers: one of a hundred is restricted, which is more than in any country."""
    free = [f"{random.randrange(10**12):012}" for _ in range(count)]  # noqa: S311  # no secret
    return [random.choice(numbers) if random.random() < 0.01 else number for number in free]  # noqa: S311


def write_request(keys: OperatorKeys, numbers: Sequence[str]) -> str:
    """Return a question as it goes over the wire."""
    from alatau.services.restriction.pseudonyms import make_identifier

    asked = [f'"{make_identifier(keys.identifiers, number)}"' for number in numbers]
    path, body = (
        ("check", f'{{"identifier": {asked[0]}}}')
        if len(asked) == 1
        else (
            "checks",
            f'{{"identifiers": [{", ".join(asked)}]}}',
        )
    )
    return (
        f"POST /api/services/restriction/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {keys.bearer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def cpu_seconds(pid: int) -> float:
    """Return the seconds of a core that a process and those it started have used: true on a busy machine too."""
    found: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # Of what follows the name: the parent, and the ticks in the program and in the kernel.
            words = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            found[int(path.parent.name)] = (int(words[1]), int(words[11]) + int(words[12]))
    family = {pid}
    for _ in found:
        family |= {each for each, (parent, _ticks) in found.items() if parent in family}
    return sum(found[each][1] for each in family if each in found) / os.sysconf("SC_CLK_TCK")


def count_kept() -> tuple[int, int]:
    """Return how many questions are kept, and in how many commits they came."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT asked_at) FROM services_restrictioncheck")
        kept, commits = cursor.fetchone()
    return int(kept), int(commits)
