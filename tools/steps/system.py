"""What some commands want from the machine itself: Chromium for the journeys, PostgreSQL 15 to test on."""

from __future__ import annotations

from pathlib import Path

from tools.steps import debian, stamps
from tools.steps.console import SetupError, say
from tools.steps.running import find_program

#: Chromium without windows: a page takes it a third of the processor time of the whole browser.
SHELL = "chromium-headless-shell"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TRIED = "tried in vain"
JAVA = "openjdk-17-jre-headless"
POSTGRES_15 = Path("/usr/lib/postgresql/15/bin/postgres")


def ensure_chromium() -> None:
    """Leave Chromium installed where that can be done; otherwise say that the journeys will tell so themselves."""
    has_browser = any(map(find_program, BROWSERS))
    if find_program(SHELL) or (has_browser and (not debian.can_install() or stamps.is_done(SHELL, TRIED))):
        return
    if not debian.can_install():
        say(f"  Chromium was not found: browser tests will be skipped. To run them: sudo apt-get install {SHELL}")
        return
    try:
        debian.install_packages(SHELL)
    except SetupError:
        # The whole browser does as well. Nobody waits twice for what this machine cannot install.
        stamps.note_done(SHELL, TRIED)
        if not has_browser:
            _install_whole_chromium()


def _install_whole_chromium() -> None:
    try:
        debian.install_packages("chromium")
    except SetupError as error:
        say(f"  Chromium could not be installed: browser tests will be skipped.\n  {error}")


def ensure_postgresql_15() -> None:
    """Leave the programs of PostgreSQL 15 installed; the cluster that Debian makes beside them is not used.

    Raises:
        SetupError: they are missing and cannot be installed here.
    """
    if POSTGRES_15.exists():
        return
    if not debian.can_install():
        message = "PostgreSQL 15 was not found. Type `sudo apt-get install postgresql-15`, then repeat the command."
        raise SetupError(message)
    debian.install_packages("postgresql-15")


def ensure_nginx() -> None:
    """Leave nginx installed where that can be done; otherwise say that the walk through production will tell so."""
    if find_program("nginx"):
        return
    if not debian.can_install():
        say("  nginx was not found: the production test will be skipped. To run it: sudo apt-get install nginx-light")
        return
    debian.install_packages("nginx-light")


def ensure_java() -> None:
    """Leave the Java machine installed that Spark runs on.

    Raises:
        SetupError: it is missing and cannot be installed here.
    """
    if find_program("java"):
        return
    if not debian.can_install():
        message = (
            f"Java was not found, and Spark needs it. Type `sudo apt-get install {JAVA}`, then repeat the command."
        )
        raise SetupError(message)
    debian.install_packages(JAVA)


#: Words that `tools/setup.py` takes beside the groups of packages.
WANTED = {
    "chromium": ensure_chromium,
    "nginx": ensure_nginx,
    "java": ensure_java,
    "postgresql-15": ensure_postgresql_15,
}
