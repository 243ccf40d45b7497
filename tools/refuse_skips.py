"""A pytest plugin for CI: a skipped test fails the run, because nobody reads why it was skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

#: The one group that may be skipped: its tests read a folder that not every machine has.
ALLOWED = "shared"
SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Start with nothing skipped."""
    config.stash[SKIPPED] = []
    config.pluginmanager.register(Watch(config), "alatau-skip-watch")


class Watch:
    """Notes each skip as its report comes in, from this process or from a worker."""

    def __init__(self, config: pytest.Config) -> None:
        self.skipped = config.stash[SKIPPED]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skip, unless the test is of the allowed group or is expected to fail."""
        if report.skipped and not hasattr(report, "wasxfail") and ALLOWED not in report.keywords:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a run that would pass into a failed one."""
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Name the skipped tests above the closing line."""
        if self.skipped:
            terminalreporter.section("skipped, which CI refuses")
            for nodeid in self.skipped:
                terminalreporter.line(nodeid)
