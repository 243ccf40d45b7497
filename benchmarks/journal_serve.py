"""The journal's own process with ten listeners that hear every line."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import django

django.setup()

from alatau.core.journal.listen import listener  # noqa: E402  Django must be ready first
from alatau.core.journal.run import JournalProcess  # noqa: E402  the same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

LISTENERS = 10


def hear(lines: Sequence[SealedLine]) -> None:
    """Touch each line, as the lightest real listener would."""
    sum(int(str(line.body["step"])) for line in lines)


def main() -> None:
    """Serve until told to stop."""
    for number in range(int(sys.argv[1])):
        listener(f"bench.ear_{number}", actions=("bench.line.written",))(hear)
    process = JournalProcess()
    signal.signal(signal.SIGTERM, lambda *_: process.stop())
    process.run()


main()
