"""Ask a web server at a fixed rate over kept connections, and print how long answers took, from when each was due.

`python -m benchmarks.money_http_load PORT RATE SECONDS` reads what to ask as JSON from its input.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECTIONS = 64


async def run(port: int, rate: int, *, seconds: int, plan: Mapping[str, object]) -> dict[str, object]:
    """Return the figures. A request that waits for a free connection waits since it was due."""
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    requests = [draw(plan) for _ in range(rate * seconds)]
    waits: list[float] = []
    failed = [0]

    async def ask(request: bytes, due: float) -> None:
        reader, writer = await free.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line)
        body = await reader.readexactly(length)
        waits.append(time.perf_counter() - due)
        failed[0] += not head.startswith(b"HTTP/1.1 200") or (b"verdict" in body and b"accepted" not in body)
        free.put_nowait((reader, writer))

    begun = time.perf_counter() + 0.1
    running = []
    for number, request in enumerate(requests):
        due = begun + number / rate
        if (ahead := due - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        running.append(asyncio.create_task(ask(request, due)))
    await asyncio.gather(*running)
    taken = time.perf_counter() - begun
    waits.sort()
    return {
        "answered": len(waits),
        "failed": failed[0],
        "per_second": round(len(waits) / taken),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 1),
        "max_ms": round(waits[-1] * 1000, 1),
    }


def draw(plan: Mapping[str, object]) -> bytes:
    """Return a request as it goes over the wire."""
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


if __name__ == "__main__":
    port, rate, seconds = (int(word) for word in sys.argv[1:4])
    told = asyncio.run(run(port, rate, seconds=seconds, plan=json.load(sys.stdin)))
    sys.stdout.write(json.dumps(told))
