"""Install Debian packages, where this user may."""

from __future__ import annotations

import os
import subprocess

from tools.steps.console import step
from tools.steps.running import SYSTEM_FOLDERS, find_program, run

#: Seconds to wait for another apt.
LOCK_SECONDS = 300


def can_install() -> bool:
    """Tell whether packages can be installed without asking anybody: as root, or with sudo that wants no password."""
    return bool(find_program("apt-get")) and _rise() is not None


def install_packages(*names: str) -> None:
    """Install Debian packages with what they need and nothing they merely recommend.

    Raises:
        SetupError: apt failed; the message tells why.
    """
    rise = _rise()
    apt = find_program("apt-get")
    assert rise is not None, "ask can_install first"
    assert apt is not None, "ask can_install first"
    quiet = [*rise, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}"]
    env = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:{SYSTEM_FOLDERS}"}
    with step(f"Installing from Debian: {', '.join(names)}"):
        run([*quiet, "update"], env=env)
        run([*quiet, "install", "-y", "--no-install-recommends", *names], env=env)


def _rise() -> list[str] | None:
    """Return the words before a command that make it root's; None when this user cannot."""
    if os.geteuid() == 0:
        return []
    sudo = find_program("sudo")
    if not sudo:
        return None
    allowed = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if allowed else None
