"""Short secrets in the database: sealed with a key that lies in a file, never beside them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from alatau.core.keyfiles import read_or_make_secret

if TYPE_CHECKING:
    from collections.abc import Mapping


def seal(facts: Mapping[str, object], *, purpose: str) -> bytes:
    """Return the facts as ciphertext that only a process with the key file can open."""
    return _lock(purpose).encrypt(json.dumps(dict(facts), ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview, *, purpose: str) -> dict[str, object]:
    """Return what was sealed for the same purpose."""
    facts = json.loads(_lock(purpose).decrypt(bytes(sealed)))
    assert isinstance(facts, dict)
    return facts


def _lock(purpose: str) -> Fernet:
    """Derive a key per purpose, so that a ciphertext copied into another column opens nothing."""
    secret = read_or_make_secret(settings.ALATAU_HOME, "messages-seal")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
