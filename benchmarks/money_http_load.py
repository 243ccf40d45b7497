"""Ask a web server at a fixed rate over kept connections, and print how long answers took, from when each was due.

`python -m benchmarks.money_http_load PORT RATE SECONDS` reads what to ask as JSON from its input. It shares the cores
with what it measures, so it does little: requests are drawn before it begins, and answers are counted as they come.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECTIONS = 64
HEAD_ENDS = b"\r\n\r\n"
LENGTH = b"content-length:"


class Asked(NamedTuple):
    """A request, and when it was due."""

    request: bytes
    due: float


class Load:
    """Requests that wait for a connection, connections that wait for a request, and what was answered."""

    def __init__(self) -> None:
        self.waiting: deque[Asked] = deque()
        self.free: list[Connection] = []
        self.waits: list[float] = []
        self.failed = 0
        self.is_lost = False

    def ask(self, asked: Asked) -> None:
        """Send a request, or let it wait for a connection: it waits since it was due."""
        if self.free:
            self.free.pop().send(asked)
        else:
            self.waiting.append(asked)

    def take(self, answer: bytes, *, due: float, by: Connection) -> None:
        """Count an answer, and give its connection the next request."""
        self.waits.append(time.perf_counter() - due)
        self.failed += not answer.startswith(b"HTTP/1.1 200") or (b'"verdict"' in answer and b"accepted" not in answer)
        if self.waiting:
            by.send(self.waiting.popleft())
        else:
            self.free.append(by)


class Connection(asyncio.Protocol):
    """A kept connection with one request on its way."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._due = 0.0
        self._got = b""
        self._transport: asyncio.WriteTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def send(self, asked: Asked) -> None:
        """Send a request; the load is told of its answer."""
        assert self._transport is not None, "it is given out when it is connected"
        self._due = asked.due
        self._transport.write(asked.request)

    @override
    def data_received(self, data: bytes) -> None:
        self._got += data
        head, ends, body = self._got.partition(HEAD_ENDS)
        if ends and len(body) >= _length_of(head):
            answer, self._got = self._got, b""
            self._load.take(answer, due=self._due, by=self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        # Nobody waits for its answer for ever.
        self._load.is_lost = True


async def run(port: int, rate: int, *, seconds: int, plan: Mapping[str, object]) -> dict[str, object]:
    """Return the figures. A request that waits for a free connection waits since it was due."""
    load, loop = Load(), asyncio.get_running_loop()
    for _ in range(CONNECTIONS):
        _, connection = await loop.create_connection(lambda: Connection(load), "127.0.0.1", port)
        load.free.append(connection)
    requests = [draw(plan) for _ in range(rate * seconds)]
    gc.freeze()
    spent = time.process_time()
    begun = time.perf_counter() + 0.1
    for number, request in enumerate(requests):
        due = begun + number / rate
        if (ahead := due - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        load.ask(Asked(request, due))
    while len(load.waits) < len(requests) and not load.is_lost:
        await asyncio.sleep(0.001)
    taken = time.perf_counter() - begun
    spent = time.process_time() - spent
    assert not load.is_lost, "the server closed a connection"
    waits = sorted(load.waits)
    return {
        "failed": load.failed,
        "answered": len(waits),
        "per_second": round(len(waits) / taken),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "p95_ms": round(waits[len(waits) * 95 // 100] * 1000, 1),
        "p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 1),
        "max_ms": round(waits[-1] * 1000, 1),
        "asking_ms": round(spent * 1000 / len(waits), 2),
    }


def draw(plan: Mapping[str, object]) -> bytes:
    """Return a request as it goes over the wire: one of those that the plan holds, or a transfer, or a page."""
    written = plan.get("requests")
    if isinstance(written, list):
        return str(random.choice(written)).encode()  # noqa: S311  no secret
    firms, payees = plan.get("firms"), plan.get("payees")
    if not isinstance(firms, list) or not isinstance(payees, list):
        return f"GET {plan['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    key, account_id = random.choice(firms)  # noqa: S311  no secret
    body = json.dumps(
        {
            "id": str(uuid4()),
            "debit_id": account_id,
            "credit_id": random.choice(payees),  # noqa: S311
            "amount": random.randint(1, 5000),  # noqa: S311
            "purpose": "bench",
        }
    )
    head = (
        f"POST {plan['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def _length_of(head: bytes) -> int:
    _, _, after = head.lower().partition(LENGTH)
    return int(after.split(b"\r\n", 1)[0])


if __name__ == "__main__":
    port, rate, seconds = (int(word) for word in sys.argv[1:4])
    told = asyncio.run(run(port, rate, seconds=seconds, plan=json.load(sys.stdin)))
    sys.stdout.write(json.dumps(told))
