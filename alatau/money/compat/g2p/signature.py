"""Signatures of G2P Connect's messages: Ed25519 over the time, the end and a digest of header and message.

The published files describe the line and leave the signing text open. Ours is the HTTP signature's own: three lines,
``(created)``, ``(expires)`` and ``digest: SHA-256=…`` over the JSON of the header and then of the message, written
without spaces. A peer may keep its order of fields or sort them; both are tried.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alatau.core.keys import list_keys, sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment

#: The city's key for these messages.
PURPOSE = "payouts"
SENDER = "alatau"
LIFE = timedelta(minutes=10)
#: How far a peer's clock may be ahead of ours.
SKEW = 300
_FIELD = re.compile(r'(\w+)="([^"]*)"')


def sign_message(header: Mapping[str, Any], message: Mapping[str, Any], *, at: Moment) -> str:
    """Return the line that says who signed a message, until when, and the signature."""
    created = int(at.wall_at.timestamp())
    expires = created + int(LIFE.total_seconds())
    signed = sign(PURPOSE, _text(created, expires, _digest(header, message, is_sorted=True)))
    signature = b64encode(signed.signature).decode()
    return (
        f'Signature: namespace="g2p", kidId="{SENDER}|{signed.key_id}|ed25519", algorithm="ed25519", '
        f'created="{created}", expires="{expires}", headers="(created) (expires) digest", signature="{signature}"'
    )


def is_signed(line: str, header: Mapping[str, Any], message: Mapping[str, Any], *, key: str, at: Moment) -> bool:
    """Tell whether a line is the signature of a message by the key, and in time."""
    said = dict(_FIELD.findall(line))
    try:
        created, expires = int(said["created"]), int(said["expires"])
        signature = b64decode(said["signature"], validate=True)
        public = Ed25519PublicKey.from_public_bytes(read_key(key))
    except (KeyError, ValueError):
        return False
    now = at.wall_at.timestamp()
    if not created - SKEW <= now <= expires:
        return False
    digests = (_digest(header, message, is_sorted=is_sorted) for is_sorted in (True, False))
    return any(_verifies(public, signature, _text(created, expires, digest)) for digest in digests)


def read_key(text: str) -> bytes:
    """Return a public key's bytes from base64, of either alphabet, with or without its padding."""
    return urlsafe_b64decode(text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4))


def list_public_keys() -> list[dict[str, str]]:
    """Return the city's keys by which its messages are checked, as JSON web keys."""
    return [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": key.key_id,
            "x": urlsafe_b64encode(key.public).rstrip(b"=").decode(),
        }
        for key in list_keys(PURPOSE)
    ]


def _digest(header: Mapping[str, Any], message: Mapping[str, Any], *, is_sorted: bool) -> str:
    said = "".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":"), sort_keys=is_sorted) for part in (header, message)
    )
    return b64encode(hashlib.sha256(said.encode()).digest()).decode()


def _text(created: int, expires: int, digest: str) -> bytes:
    return f"(created): {created}\n(expires): {expires}\ndigest: SHA-256={digest}".encode()


def _verifies(public: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        public.verify(signature, text)
    except InvalidSignature:
        return False
    return True
