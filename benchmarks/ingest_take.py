"""Take one source into the contributions register, and say what it cost."""

from __future__ import annotations

import json
import sys
import time
from datetime import date

import django

django.setup()

from alatau.core.clock import read_clocks  # noqa: E402  Django must be ready first
from alatau.core.values import system_actor  # noqa: E402  the same
from alatau.registry.declare import get_register  # noqa: E402  the same
from alatau.registry.ingest.ingest import ingest_source  # noqa: E402  the same
from benchmarks.ingest import spent  # noqa: E402  the same

steps: dict[str, float] = {}
began, last = time.monotonic(), time.process_time()
current = "start"


def note(step: str, _share: float) -> None:
    """Keep how long each step took."""
    global current, last
    now = time.process_time()
    steps[current] = steps.get(current, 0) + now - last
    current, last = step, now


source, day = sys.argv[1:]
report = ingest_source(
    get_register("contributions"),
    source,
    as_of=date.fromisoformat(day),
    by=system_actor("registry.bench"),
    at=read_clocks(),
    progress=note,
)
counts = report.counts
figures = spent(began) | {"read": counts.read, "accepted": counts.accepted, "quarantined": counts.quarantined}
figures |= {"unchanged": counts.unchanged, "unlinked": counts.unlinked}
sys.stderr.write(f"{report.reasons} { {step: round(seconds, 1) for step, seconds in steps.items()} }\n")
sys.stdout.write(json.dumps(figures) + "\n")
