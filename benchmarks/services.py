"""Measure services: what happens between a register's row and what it brings to people, part by part.

`--part=events` measures one part alone, `--people=20000` is the size of the city, `--rows=2000` how many rows are sent.
"""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module

from benchmarks.city import measured_city
from benchmarks.keep import keep_figures

#: Parts in the order in which they are measured, one after the other in one city: modules with `measure` and `TOLD`.
#: Offers come last: the nation whose cards they invent leaves no cards to read.
PARTS = ("events", "catalogue", "pages", "restriction", "offers")


def main() -> None:
    """Measure, print and keep the figures."""
    options = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[1:] if word.startswith("--"))
    people, rows = int(options.get("people", 20_000)), int(options.get("rows", 2_000))
    wanted = [part for part in PARTS if options.get("part", part) == part]
    modules = [import_module(f"benchmarks.services_{part}") for part in wanted]
    figures: dict[str, object] = {"python": platform.python_version(), "other_load": round(os.getloadavg()[0], 1)}
    with measured_city():
        import django

        django.setup()
        for module in modules:
            figures |= module.measure(people=people, rows=rows)
    told = {key: words for module in modules for key, words in module.TOLD.items()}
    keep_figures("services", figures, told=told)
