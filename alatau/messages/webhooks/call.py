"""One call to an endpoint: signed, short, never redirected, its answer's body unread."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore
from standardwebhooks.webhooks import Webhook

from alatau.messages.webhooks.guard import GuardedBackend, PrivateAddressError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

#: The whole call, from name to status.
SECONDS_MOST = 15.0
CONNECT_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class CallOutcome:
    """How a call ended; `failure` is empty when the endpoint took the event."""

    http_status: int | None
    failure: str
    milliseconds: int
    #: What the endpoint asks us to wait, in seconds; 0 when it does not say.
    retry_after: int = 0


def draw_body(payload: Mapping[str, object]) -> bytes:
    """Return the octets that are signed and sent."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def sign_headers(secrets: Sequence[str], *, delivery_id: UUID, sent_at: datetime, body: bytes) -> dict[str, str]:
    """Return the Standard Webhooks headers, with a signature for every secret in force."""
    signatures = [Webhook(secret).sign(str(delivery_id), sent_at, body.decode()) for secret in secrets]
    return {
        "webhook-id": str(delivery_id),
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def call_endpoint(url: str, *, headers: Mapping[str, str], body: bytes) -> CallOutcome:
    """Send the body and return what came of it; never raises for the world."""
    began = time.monotonic()
    backend = GuardedBackend(deadline=began + SECONDS_MOST)
    sent = [*headers.items(), ("content-type", "application/json"), ("user-agent", "Alatau-Webhooks/1")]
    timeouts = {"connect": CONNECT_SECONDS, "read": SECONDS_MOST, "write": SECONDS_MOST, "pool": CONNECT_SECONDS}
    try:
        # A pool for one call: connections to partners are not kept, so each call is checked anew.
        with (
            httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
            pool.stream("POST", url, headers=sent, content=body, extensions={"timeout": timeouts}) as answer,
        ):
            status, told = answer.status, dict(answer.headers)
    except PrivateAddressError:
        return CallOutcome(http_status=None, failure="private_address", milliseconds=_since(began))
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, ValueError) as error:
        return CallOutcome(http_status=None, failure=type(error).__name__, milliseconds=_since(began))
    failure = "" if 200 <= status < 300 else f"http_{status}"
    return CallOutcome(
        http_status=status, failure=failure, milliseconds=_since(began), retry_after=_read_retry_after(told)
    )


def _read_retry_after(headers: Mapping[bytes, bytes]) -> int:
    told = next((value for name, value in headers.items() if name.lower() == b"retry-after"), b"")
    return int(told) if told.isdigit() and len(told) < 7 else 0


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
