"""What the set-up says while it works: one line for each thing it does, with the seconds it took."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class SetupError(Exception):
    """The set-up cannot go on. The message says what happened, why, and what to type next."""


def say(sentence: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(sentence, flush=True)


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Announce a piece of work, then how long it took. A failure is left to the caller to tell."""
    started = time.monotonic()
    # A terminal shows the line while the work goes on; a log gets it whole, so that lines never interleave.
    live = sys.stdout.isatty()
    if live:
        print(f"  {doing} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        say(" failed" if live else f"  {doing} ... failed")
        raise
    done = f"{time.monotonic() - started:.1f} s"
    say(f" {done}" if live else f"  {doing} ... {done}")
