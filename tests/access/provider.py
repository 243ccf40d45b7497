"""A written double of an outside OpenID provider, on loopback: discovery, token and user information."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = "city"


class Provider(HTTPServer):
    """Answers for one person; what it claims and whom it addresses can be changed to play a bad one."""

    claims: ClassVar[dict[str, Any]] = {}
    audience = CLIENT
    asked: ClassVar[list[dict[str, list[str]]]] = []

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "outside-1"}
        self.asked = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def token(self) -> str:
        """Return a signed token about the person."""
        times = {"iat": int(time.time()), "exp": int(time.time()) + 300}
        facts = {"iss": self.address, "aud": self.audience, **times, **self.claims}
        return jwt.encode(facts, self.key, algorithm="RS256", headers={"kid": "1"})


class Answer(BaseHTTPRequestHandler):
    """One request to the provider."""

    server: Provider

    def do_GET(self) -> None:
        """Tell where everything is, the keys, or about the person."""
        place = self.server.address
        if "openid-configuration" in self.path:
            names = {"authorization_endpoint": "/go", "token_endpoint": "/token", "userinfo_endpoint": "/user"}
            told = {name: place + path for name, path in {**names, "jwks_uri": "/keys"}.items()}
            self._say({"issuer": place, **told})
        elif self.path == "/keys":
            self._say({"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key()))]})
        else:
            self._say(self.server.claims)

    def do_POST(self) -> None:
        """Hand out the tokens."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(parse_qs(body))
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": self.server.token()})

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _say(self, facts: dict[str, Any]) -> None:
        body = json.dumps(facts).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Provider]:
    """Let a provider answer for the length of a test."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
