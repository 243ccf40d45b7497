"""Set everything up that a command of the city needs, from a bare machine on: `tools/setup.py GROUP...`.

It needs Python and nothing else. Each step remembers what it was done from; when nothing changed, all of them are
skipped within a second. Nothing outside the clone is read but the interpreter, the system's libraries and Debian
packages, and the user's pip, uv and npm settings.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A Python that cannot read the rest of this program still reads this far, and hands over to a newer one.
if sys.version_info < (3, 11):
    for name in ("python3.13", "python3.12", "python3.11", "/usr/bin/python3"):
        try:
            if subprocess.call([name, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]) == 0:
                os.execvp(name, [name, "-I"] + sys.argv)
        except OSError:
            continue
    sys.exit("Python 3.11 or newer was not found. Install it, then repeat the command.")

from tools.steps.browser import fetch_browser_files
from tools.steps.bytecode import compile_modules
from tools.steps.console import SetupError, say
from tools.steps.environment import make_environment
from tools.steps.packages import install_groups
from tools.steps.places import CLONE
from tools.steps.system import WANTED
from tools.steps.translations import compile_translations

#: Longest silence after which the set-up says how long it took, in seconds.
QUIET_SECONDS = 1.0


def main(arguments: list[str]) -> int:
    """Set up the named groups of packages, and what else is named of the machine itself."""
    # Files made by root must be readable for the ordinary user who runs the city.
    os.umask(0o022)
    started = time.monotonic()
    groups = [name for name in arguments if name not in WANTED]
    try:
        _wait_for_turn()
        make_environment()
        install_groups(groups)
        fetch_browser_files()
        compile_translations()
        compile_modules()
        for name in filter(WANTED.__contains__, arguments):
            WANTED[name]()
    except SetupError as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Repeat the command to go on from here.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"\n{error.filename or 'The disk'}: {error.strerror}. Correct that, then repeat.\n", file=sys.stderr)
        return 1
    took = time.monotonic() - started
    if took > QUIET_SECONDS:
        say(f"  Set up in {took:.0f} s.")
    return 0


def _wait_for_turn() -> None:
    """Hold the clone until this process ends: two set-ups at once would tread on each other."""
    folder = os.open(CLONE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("  Another set-up works in this folder; waiting for it.")
        fcntl.flock(folder, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
