"""One bound SMPP session: a socket, a thread that reads it, and callers that wait for answers.

The session answers `deliver_sm` only after the handler has returned, that is after the reply is committed; the kept
libraries answer first, and would lose a reply when the process dies in between.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from concurrent.futures import Future
from itertools import count
from typing import TYPE_CHECKING

import smpp34
import structlog

from alatau.messages.gateways.smpp import words
from alatau.messages.gateways.smpp.pdu import FRAME_BYTES_MOST, HEADER, bind_body, frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from smpp34 import DeliverSm

log = structlog.get_logger(__name__)

#: A quiet line is asked whether it still lives after this many seconds, and closed after twice as many.
QUIET_SECONDS = 30.0


class SessionClosedError(Exception):
    """The session ended before the answer came."""


class BindRefusedError(Exception):
    """The gateway did not accept the user or password; the message is its status code."""


class SmppSession:
    """A transceiver session. `handle` stores what is delivered and returns the status to answer with."""

    def __init__(
        self, address: tuple[str, int], *, timeout: float, tls: bool, handle: Callable[[DeliverSm], int]
    ) -> None:
        self.timeout = timeout
        self.handle = handle
        raw = socket.create_connection(address, timeout=timeout)
        self.socket = ssl.create_default_context().wrap_socket(raw, server_hostname=address[0]) if tls else raw
        self.socket.settimeout(QUIET_SECONDS)
        self.sequences = count(1)
        self.waiting: dict[int, Future[tuple[int, bytes]]] = {}
        self.writing = threading.Lock()
        self.is_open = True
        threading.Thread(target=self._read_on, name="smpp-session", daemon=True).start()

    def bind(self, user: str, password: str) -> None:
        """Open the session in both directions.

        Raises:
            BindRefusedError, SessionClosedError, TimeoutError: no session.
        """
        status, _ = self.ask(words.BIND_TRANSCEIVER, bind_body(user, password))
        if status != words.OK:
            self.close()
            raise BindRefusedError(f"smpp_{status}")  # noqa: EM102  the code is the whole message

    def ask(self, command: int, body: bytes) -> tuple[int, bytes]:
        """Send a request and return the status and body of its answer.

        Raises:
            SessionClosedError, TimeoutError: no answer came; the other side may have acted all the same.
        """
        sequence = next(self.sequences)
        answer: Future[tuple[int, bytes]] = Future()
        self.waiting[sequence] = answer
        try:
            self._write(frame(command, sequence, body=body))
            return answer.result(self.timeout)
        finally:
            self.waiting.pop(sequence, None)

    def close(self) -> None:
        """Take leave when the line still works, and end the session."""
        if self.is_open:
            with contextlib.suppress(OSError, SessionClosedError):
                self._write(frame(words.UNBIND, next(self.sequences)))
        self._end()

    def _write(self, octets: bytes) -> None:
        if not self.is_open:
            raise SessionClosedError
        with self.writing:
            self.socket.sendall(octets)

    def _read_on(self) -> None:
        try:
            while self.is_open:
                command, status, sequence, body = self._read_frame()
                self._take(command, status, sequence=sequence, body=body)
        except (OSError, EOFError, ValueError) as error:
            log.info("messages.smpp_session.ended", reason=type(error).__name__)
        finally:
            self._end()

    def _read_frame(self) -> tuple[int, int, int, bytes]:
        length, command, status, sequence = HEADER.unpack(self._read_exactly(HEADER.size))
        if not HEADER.size <= length <= FRAME_BYTES_MOST:
            raise ValueError(length)
        return command, status, sequence, self._read_exactly(length - HEADER.size)

    def _read_exactly(self, size: int) -> bytes:
        octets = b""
        asked = False
        while len(octets) < size:
            try:
                piece = self.socket.recv(size - len(octets))
            except TimeoutError:
                if asked:
                    raise
                asked = True
                self._write(frame(words.ENQUIRE_LINK, next(self.sequences)))
                continue
            if not piece:
                raise EOFError
            octets += piece
        return octets

    def _take(self, command: int, status: int, *, sequence: int, body: bytes) -> None:
        if command & words.ANSWER:
            waiting = self.waiting.get(sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result((status, body))
        elif command == words.DELIVER_SM:
            outcome = self._deliver(frame(command, sequence, body=body))
            self._write(frame(command | words.ANSWER, sequence, status=outcome, body=b"\x00"))
        elif command in (words.ENQUIRE_LINK, words.UNBIND):
            self._write(frame(command | words.ANSWER, sequence))
            self.is_open = command != words.UNBIND
        else:
            self._write(frame(words.GENERIC_NACK, sequence, status=words.INVALID_COMMAND))

    def _deliver(self, whole: bytes) -> int:
        try:
            delivered = smpp34.decode(whole)
            assert isinstance(delivered, smpp34.DeliverSm)
            return self.handle(delivered)
        except Exception as error:  # a door: the gateway keeps the reply and offers it again
            log.exception("messages.smpp_delivery.failed", error=type(error).__name__)
            return words.TRY_AGAIN

    def _end(self) -> None:
        self.is_open = False
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for answer in list(self.waiting.values()):
            if not answer.done():
                answer.set_exception(SessionClosedError())
