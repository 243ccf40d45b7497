"""Run a program that dies with its parent: `leash.py PARENT_PID SIGNAL PROGRAM ARGUMENTS...`.

Started by `sys.executable -I -S`, so it imports nothing but the standard library and costs some twenty milliseconds. The
kernel sends SIGNAL to the program when the parent ends, also by SIGKILL. It forgets that wish when the user changes,
so this runs after the user was changed.
"""

from __future__ import annotations

import ctypes
import os
import sys

SET_PARENT_DEATH_SIGNAL = 1


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and become the program."""
    parent, signal_number, program = int(arguments[0]), int(arguments[1]), arguments[2]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_PARENT_DEATH_SIGNAL, signal_number, 0, 0, 0) != 0:
        sys.exit(f"cannot follow the parent process: {os.strerror(ctypes.get_errno())}")
    if os.getppid() != parent:
        # The parent died before the kernel knew our wish.
        sys.exit("the parent process is gone")
    os.execv(program, arguments[2:])


if __name__ == "__main__":
    main(sys.argv[1:])
