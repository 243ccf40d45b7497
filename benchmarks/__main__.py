"""`python -m benchmarks journal`: run the named measurements, or all of them; options (`--rows=1000`) go to each."""

from __future__ import annotations

import sys
from importlib import import_module

MEASUREMENTS = ("journal", "messages", "ingest", "linkage", "registry", "card", "money", "services", "search")

for name in [word for word in sys.argv[1:] if not word.startswith("--")] or MEASUREMENTS:
    if name not in MEASUREMENTS:
        sys.exit(f"There is no measurement {name}. Name one of: {', '.join(MEASUREMENTS)}.")
    import_module(f"benchmarks.{name}").main()
