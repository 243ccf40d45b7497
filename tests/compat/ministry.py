"""A ministry's system that hands payouts over, with a server of its own that hears the results."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from django.test import Client

from alatau.core.clock import read_clocks
from alatau.money.compat.tell_back import tell_back
from alatau.money.models import HandedRequest
from alatau.money.payouts.institutions import admit_institution
from alatau.money.payouts.vouchers.make import open_group
from tests.money.ledger import BY
from tests.money.payouts.budget import BUDGET, PROGRAMME, programme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

CODE, CALLBACK = "MINISTRY", "https://ministry.example/answers/"


@dataclass
class Ministry:
    """The ministry's key, its programme's account, and its browserless client."""

    key: str
    account_id: UUID
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: object = None, *, standard: str = "govstack", **headers: str) -> Any:
        """Send a request as the ministry; names of headers are written with low lines."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/compat/{standard}/{path}",
            body if isinstance(body, bytes | str) else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}", **named},
        )

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, b"", **headers)


def open_ministry(
    *, unattended_most: int = 0, callbacks: tuple[str, ...] = (CALLBACK,), public_key: str = ""
) -> Ministry:
    """Admit a ministry to the programme of the tests, with a group of vouchers."""
    at = read_clocks()
    account_id = programme(at, balance=BUDGET, unattended_most=unattended_most)
    open_group("FD1", programme=PROGRAMME, name={"en": "Food"}, trades=["5411"], days=30, by=BY, at=at)
    key = admit_institution(
        CODE, name="Ministry", programmes=[PROGRAMME], callbacks=callbacks, public_key=public_key, by=BY, at=at
    )
    return Ministry(key, account_id)


@contextmanager
def hearing(monkeypatch: Any = None) -> Iterator[tuple[str, list[tuple[str, dict[str, Any], dict[str, str]]]]]:
    """Run a server that hears results, and give its address and what it heard: path, body, headers."""
    heard: list[tuple[str, dict[str, Any], dict[str, str]]] = []

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, json.loads(body), {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hears)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/answers/", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def tell_all() -> None:
    """Do what the worker does: send every result that is asked for."""
    for request_id in HandedRequest.objects.filter(told_at=None).exclude(callback="").values_list("id", flat=True):
        tell_back(request_id)
