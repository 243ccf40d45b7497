"""Run the embedded database alone, in the foreground: what `alatau postgres` does and the tests start."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.server import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable

logger = structlog.get_logger(__name__)

LOOK_SECONDS = 0.2


def serve(server: EmbeddedServer, *, when_ready: Callable[[], None]) -> None:
    """Start the server, start it again when it dies, and stop it on SIGTERM or Ctrl-C."""
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    server.start()
    try:
        when_ready()
        while not asked_to_stop.wait(LOOK_SECONDS):
            if not server.is_running():
                logger.warning("core.postgres.died")
                server.restart()
    finally:
        server.stop()


def main(arguments: list[str]) -> None:
    """Serve the home, version and database named on the command line; needs no settings."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("which")
    parser.add_argument("database")
    parser.add_argument("--not-durable", action="store_true")
    chosen = parser.parse_args(arguments)
    # Whoever starts us waits for one word on our output.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    server = EmbeddedServer(
        chosen.home,
        find_binaries(chosen.which),
        database=chosen.database,
        durable=not chosen.not_durable,
        extra={"archive_mode": "off"} if chosen.not_durable else {},
    )
    serve(server, when_ready=lambda: _say_ready(server))


def _say_ready(server: EmbeddedServer) -> None:
    (server.places.sockets / "ready").touch()
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
