"""Prove that a call comes from the gateway it names, and was not made before."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.messages.errors import CallbackRefusedError
from alatau.messages.gateways.settings import find_gateway
from alatau.messages.models import SeenCallback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment
    from alatau.messages.gateways.settings import GatewaySettings

#: How far the gateway's clock may be from ours.
WINDOW = timedelta(minutes=5)
BODY_BYTES_MOST = 65_536


def prove_callback(gateway: str, *, headers: Mapping[str, str], body: bytes, at: Moment) -> GatewaySettings:
    """Return the settings of the gateway that made this call.

    A gateway proves itself with an HMAC-SHA256 over timestamp, dot and body (`proof = "hmac"`), or, where it can do no
    better, with a fixed token in a header (`proof = "token"`). An absent gateway and a wrong proof read alike.

    Raises:
        CallbackRefusedError: the gateway is unknown, the proof is wrong or too old, or the body too long.
    """
    described = find_gateway(gateway)
    if described is None or not described.callbacks or len(body) > BODY_BYTES_MOST:
        raise CallbackRefusedError
    if described.callbacks.get("proof", "hmac") == "token":
        _check_token(described, headers)
    else:
        _check_signature(described, headers, body=body, at=at)
    return described


@transaction.atomic
def use_up(gateway: str, *, headers: Mapping[str, str], at: Moment) -> bool:
    """Note the call's proof as used, in the caller's transaction; tell whether it was new.

    A gateway that repeats a call because our answer was lost is told that all is well, and nothing happens twice.
    """
    described = find_gateway(gateway)
    signature = headers.get(_header(described, "signature_header", "X-Signature"), "") if described else ""
    if described is None or described.callbacks.get("proof", "hmac") == "token":
        return True  # a token repeats by nature: doubles are told apart by the gateway's message ids
    fingerprint = hashlib.sha256(signature.encode()).hexdigest()
    _, is_new = SeenCallback.objects.get_or_create(
        gateway=gateway, fingerprint=fingerprint, defaults={"seen_at": at.wall_at}
    )
    return is_new


def sign_callback(secret: str, *, timestamp: str, body: bytes) -> str:
    """Return the signature a gateway sends, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _check_token(described: GatewaySettings, headers: Mapping[str, str]) -> None:
    given = headers.get(_header(described, "token_header", "X-Token"), "")
    if not hmac.compare_digest(given.encode(), described.callback_secret().encode()):
        raise CallbackRefusedError


def _check_signature(described: GatewaySettings, headers: Mapping[str, str], *, body: bytes, at: Moment) -> None:
    timestamp = headers.get(_header(described, "timestamp_header", "X-Timestamp"), "")
    given = headers.get(_header(described, "signature_header", "X-Signature"), "").removeprefix("sha256=")
    expected = sign_callback(described.callback_secret(), timestamp=timestamp, body=body)
    if not hmac.compare_digest(given.lower().encode(), expected.encode()):
        raise CallbackRefusedError
    if abs(_read_timestamp(timestamp) - at.wall_at) > WINDOW:
        raise CallbackRefusedError


def _read_timestamp(timestamp: str) -> datetime:
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise CallbackRefusedError
    return datetime.fromtimestamp(int(timestamp), UTC)


def _header(described: GatewaySettings | None, name: str, usual: str) -> str:
    return str(described.callbacks.get(name, usual)) if described is not None else usual
