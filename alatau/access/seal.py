"""Keep personal numbers and second-factor secrets unreadable in the database.

One key file gives two keys by HKDF: one finds (a keyed fingerprint, the same for the same number), one seals
(authenticated encryption, different each time). Whoever has a copy of the tables alone can do neither.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def fingerprint(kind: str, normal_form: str) -> UUID:
    """Return the keyed fingerprint under which a number, address or other key is found; 128 bits, never reversible."""
    digest = hmac.new(_key("find"), f"{kind}\x00{normal_form}".encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:16])


def keyed_hash(kind: str, text: str) -> str:
    """Return the full keyed hash of a short secret, such as a one-time code together with its request's id."""
    return hmac.new(_key("find"), f"{kind}\x00{text}".encode(), hashlib.sha256).hexdigest()


def seal(text: str) -> bytes:
    """Encrypt a short text for storage."""
    return _box().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Return what `seal` was given. Raises `cryptography.fernet.InvalidToken` when the key or the bytes differ."""
    return _box().decrypt(bytes(sealed)).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("seal")))


def _key(purpose: str) -> bytes:
    return _derive(settings.ALATAU_PERSON_KEY, purpose)


@cache
def _derive(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"alatau.access.{purpose}".encode())
    return derivation.derive(secret.encode())
