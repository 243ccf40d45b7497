"""The reader: a process under the user who may open the lake, which answers others over a socket of this machine.

Messages are lines of JSON, a request and an answer at a time. What cannot be read, takes too long or asks for too much
ends its connection and nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import socketserver
import threading
from typing import Any, cast

import orjson
import structlog
from django.db import connection

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.values import system_actor
from alatau.registry.errors import RequestNotReadableError
from alatau.registry.lake.maintain import settle_lake
from alatau.registry.reader.answer import answer_request
from alatau.registry.reader.place import socket_path

log = structlog.get_logger(__name__)

#: Requests answered at the same time; others wait in line.
AT_ONCE = 8
REQUEST_BYTES = 65_536
#: Seconds that a connection may be silent.
IDLE_SECONDS = 30
#: Whoever may open this file may ask: the group of the city's own users.
SOCKET_MODE = 0o660


class Reader(socketserver.ThreadingUnixStreamServer):
    """Listens at the city's socket; a stale one of a reader that died is taken over."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        path = socket_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.places = threading.BoundedSemaphore(AT_ONCE)
        super().__init__(str(path), _Conversation)
        os.chmod(path, SOCKET_MODE)  # noqa: PTH101  a path that asks nothing of the file


def run_reader() -> None:
    """Answer until SIGTERM or Ctrl-C; answers at hand are finished."""
    # A lake that was restored with a database of an earlier moment must not show what that database never heard of.
    settle_lake(by=system_actor("registry.reader"), at=read_clocks())
    with Reader() as reader:
        # A server cannot be shut down from the thread in which it runs.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=reader.shutdown).start())
        log.info("registry.reader.started")
        reader.serve_forever()
    socket_path().unlink(missing_ok=True)


class _Conversation(socketserver.StreamRequestHandler):
    timeout = IDLE_SECONDS

    def handle(self) -> None:
        try:
            while line := self.rfile.readline(REQUEST_BYTES):
                with cast("Reader", self.server).places:
                    self.wfile.write(_answer(line) + b"\n")
        except (TimeoutError, ConnectionError):
            pass  # the other side went away, or has nothing to say
        finally:
            connection.close()


def _answer(line: bytes) -> bytes:
    try:
        return orjson.dumps({"rows": answer_request(_read(line))})
    except AlatauError as refusal:
        return orjson.dumps({"refused": refusal.code})
    except Exception as error:  # noqa: BLE001  # a door: one bad request must not end it
        log.error("registry.request.failed", error=type(error).__name__)
        connection.close()
        return orjson.dumps({"refused": "registry.reader_failed"})


def _read(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError as error:
        raise RequestNotReadableError from error
    if not isinstance(read, dict):
        raise RequestNotReadableError
    return read
