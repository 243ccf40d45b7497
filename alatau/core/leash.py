"""Tie a process to its parent, so that nothing outlives the program that started it.

As a program it becomes another one: `leash.py PARENT_PID SIGNAL PROGRAM ARGUMENTS...`. Run by an isolated interpreter
without site packages, it costs some twenty milliseconds. The kernel sends SIGNAL when the parent ends, also by SIGKILL.
It forgets that wish when the user changes, so this runs after the user was changed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def leashed(command: list[str], *, signal_number: int = signal.SIGTERM) -> list[str]:
    """Return the command line that runs ``command`` as a child that dies with this process.

    Start it from a thread that lives as long as the process: the kernel takes a thread's end for its parent's.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(signal_number)), *command]


def follow_parent(signal_number: int = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when its parent ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_PARENT_DEATH_SIGNAL, int(signal_number), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot follow the parent process")


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and become the program."""
    parent, signal_number, program = int(arguments[0]), int(arguments[1]), arguments[2]
    follow_parent(signal_number)
    if os.getppid() != parent:
        # The parent died before the kernel knew our wish.
        sys.exit("the parent process is gone")
    os.execv(program, arguments[2:])


if __name__ == "__main__":
    main(sys.argv[1:])
