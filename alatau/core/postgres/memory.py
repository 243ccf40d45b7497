"""How much of this machine's memory the embedded server keeps pages in."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1_048_576
LEAST_MEGABYTES, MOST_MEGABYTES = 128, 8192
#: A container may have less than the machine; the file says `max` where it does not.
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def shared_memory_megabytes() -> int:
    """Return an eighth of the memory, within bounds.

    The city's other processes work on the same machine, and the kernel keeps files in the rest. Pages are taken as they
    are used: a small city takes little, whatever is allowed.
    """
    return min(max(_memory_bytes() // 8 // MEGABYTE, LEAST_MEGABYTES), MOST_MEGABYTES)


def _memory_bytes() -> int:
    of_machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = CONTAINER_LIMIT.read_text().strip()
    except OSError:
        return of_machine
    return min(of_machine, int(limit)) if limit.isdigit() else of_machine
