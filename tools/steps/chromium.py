"""Find Chromium for the browser journeys, or install Debian's."""

from __future__ import annotations

from tools.steps import debian
from tools.steps.console import SetupError, say
from tools.steps.running import find_program

NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure_chromium() -> None:
    """Leave Chromium installed where that can be done; otherwise say that the journeys will tell so themselves."""
    if any(map(find_program, NAMES)):
        return
    if not debian.can_install():
        say("  Chromium was not found: browser tests will be skipped. To run them: sudo apt-get install chromium")
        return
    try:
        debian.install_packages("chromium")
    except SetupError as error:
        say(f"  Chromium could not be installed: browser tests will be skipped.\n  {error}")
