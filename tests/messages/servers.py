"""Real servers on loopback that stand for the world outside: HTTP, SMTP and SMPP."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import smpp34
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class HttpDouble:
    """An HTTP server that notes every call and answers as told, else with 200."""

    url: str = ""
    #: (path, headers in small letters, body)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    #: (status, headers, body) of the next answers.
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    def will(self, status: int, body: bytes = b"{}", **headers: str) -> None:
        """Set the next answer."""
        self.answers.append((status, headers, body))


@contextmanager
def run_http() -> Iterator[HttpDouble]:
    """Run an HTTP server on a free port."""
    double = HttpDouble()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            double.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, answer = (
                double.answers.pop(0) if double.answers else (200, {}, b'{"message":{"id":"g-1"}}')
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()


class Mailbox(MessageHandler):
    """Keeps the letters a mail server took."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Message] = []

    def handle_message(self, message: Message) -> None:
        """Keep one."""
        self.letters.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802  the library's
        """Refuse one address for ever and one for now."""
        if address.startswith("never"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def run_smtp() -> Iterator[tuple[Mailbox, int]]:
    """Run a mail server on a free port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


@dataclass
class SmppDouble:
    """An SMPP message centre: notes what is submitted, and can push replies and receipts to the city."""

    port: int
    loop: asyncio.AbstractEventLoop
    submitted: list[smpp34.SubmitSmEvent] = field(default_factory=list)
    #: Statuses to reject the next messages with.
    rejections: list[int] = field(default_factory=list)
    bound: list[smpp34.Esme] = field(default_factory=list)

    def push(self, **fields: object) -> int:
        """Deliver a frame to the city and return the status it answered with."""
        answer = asyncio.run_coroutine_threadsafe(self._push(**fields), self.loop)
        return answer.result(10)

    async def _push(self, **fields: Any) -> int:
        while not self.bound:
            await asyncio.sleep(0.01)  # the centre hears of a bind a moment after the city does
        answer = await self.bound[-1].deliver_sm("1414", **fields)
        return answer.command_status

    async def serve(self, server: smpp34.Server) -> None:
        """Take binds and messages until the server stops."""
        while True:
            came = await server.next()
            if isinstance(came, smpp34.Esme):
                self.bound.append(came)
            elif isinstance(came, smpp34.SubmitSmEvent):
                self.submitted.append(came)
                if self.rejections:
                    came.reject(self.rejections.pop(0))
                else:
                    came.accept(f"smsc-{len(self.submitted)}")


@contextmanager
def run_smpp() -> Iterator[SmppDouble]:
    """Run a message centre in a thread of its own."""
    port = free_port()
    loop = asyncio.new_event_loop()
    double = SmppDouble(port=port, loop=loop)
    server: list[smpp34.Server] = []
    serving: list[asyncio.Task[None]] = []

    async def start() -> None:
        server.append(smpp34.Server("127.0.0.1", port, system_id="centre"))
        await server[0].start()
        serving.append(loop.create_task(double.serve(server[0])))

    async def stop() -> None:
        serving[0].cancel()
        await server[0].stop()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield double
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
