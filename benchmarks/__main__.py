"""`python -m benchmarks journal`: run the named measurements, or all of them."""

from __future__ import annotations

import sys
from importlib import import_module

MEASUREMENTS = ("journal", "messages")

for name in sys.argv[1:] or MEASUREMENTS:
    if name not in MEASUREMENTS:
        sys.exit(f"There is no measurement {name}. Name one of: {', '.join(MEASUREMENTS)}.")
    import_module(f"benchmarks.{name}").main()
