"""Examine a stranger's PDF in a process of its own, which the kernel stops when it takes too long or too much."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import structlog

from alatau.papers.errors import UnreadableFileError, VerificationBusyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.papers.examine import Finding

WALL_SECONDS = 15
ANSWER_BYTES = 4096

#: How long a file waits for its turn: while it waits it holds a thread that serves people.
PATIENCE_SECONDS = 2
#: Strangers' files are examined two at a time: a crowd of them is sent away, and the city's pages stay quick.
_places = threading.BoundedSemaphore(2)

log = structlog.get_logger(__name__)


def examine_guarded(pdf: bytes, *, chains: Sequence[str]) -> Finding:
    """Return what the file's signatures say; see `examine_pdf`.

    Raises:
        VerificationBusyError: too many files are being examined at this moment.
        UnreadableFileError: the file is no PDF, is damaged, or broke a bound.

    Cost: one Python process, half a second.
    """
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise VerificationBusyError
    try:
        return _examine_apart(pdf, json.dumps(list(chains)).encode())
    except (subprocess.SubprocessError, ValueError, TypeError) as error:
        log.info("papers.file.refused", reason=type(error).__name__)
        raise UnreadableFileError from error
    finally:
        _places.release()


def _examine_apart(pdf: bytes, chains: bytes) -> Finding:
    from alatau.papers.examine import Finding

    # The child gets no environment: it needs none, and a hostile file must find no secret there.
    answer = subprocess.run(
        [sys.executable, "-I", "-c", _start()],
        input=b"%d\n%s%s" % (len(chains), chains, pdf),
        capture_output=True,
        timeout=WALL_SECONDS,
        env={},
        check=True,
    )
    return Finding(**json.loads(answer.stdout[:ANSWER_BYTES]))


def _start() -> str:
    """Return the child's program: the same search path as ours, and nothing from the environment."""
    return f"import sys; sys.path[:] = {sys.path!r}; from alatau.papers.examine import main; main()"
