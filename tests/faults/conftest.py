"""After the run, tell how often each kill point was hit."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print hits per point; a point that was not hit has failed its test above."""
    passed = (report.nodeid for report in terminalreporter.stats.get("passed", []))
    points = (re.search(r"test_points\.py::\w+\[([\w.]+)\]", nodeid) for nodeid in passed)
    hits = Counter(match.group(1) for match in points if match)
    if hits:
        terminalreporter.section(f"kill points hit: {len(hits)}")
        terminalreporter.write_line(", ".join(f"{point} {count}" for point, count in sorted(hits.items())))
