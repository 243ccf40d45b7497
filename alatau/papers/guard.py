"""Examine a stranger's PDF in a process of its own, which the kernel stops when it takes too long or too much."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import structlog

from alatau.papers.errors import UnreadableFileError
from alatau.papers.examine import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

WALL_SECONDS = 15
ANSWER_BYTES = 4096

#: Strangers' files are examined two at a time: a crowd of them waits, and the city's pages do not.
_places = threading.BoundedSemaphore(2)

log = structlog.get_logger(__name__)


def examine_guarded(pdf: bytes, *, chains: Sequence[str]) -> Finding:
    """Return what the file's signatures say; see `examine_pdf`.

    Raises:
        UnreadableFileError: the file is no PDF, is damaged, or broke a bound.

    Cost: one Python process, half a second.
    """
    said = json.dumps(list(chains)).encode()
    with _places:
        try:
            # The child gets no environment: it needs none, and a hostile file must find no secret there.
            answer = subprocess.run(
                [sys.executable, "-I", "-c", _start()],
                input=b"%d\n%s%s" % (len(said), said, pdf),
                capture_output=True,
                timeout=WALL_SECONDS,
                env={},
                check=True,
            )
            return Finding(**json.loads(answer.stdout[:ANSWER_BYTES]))
        except (subprocess.SubprocessError, ValueError, TypeError) as error:
            log.info("papers.file.refused", reason=type(error).__name__)
            raise UnreadableFileError from error


def _start() -> str:
    """Return the child's program: the same search path as ours, and nothing from the environment."""
    return f"import sys; sys.path[:] = {sys.path!r}; from alatau.papers.examine import main; main()"
