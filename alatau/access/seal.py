"""Keep personal numbers and second-factor secrets unreadable in the database.

One key file gives keys by HKDF: one finds (a keyed fingerprint, the same for the same number), others seal
(authenticated encryption, different each time). Whoever has a copy of the tables alone can do neither.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: First byte of what AES-GCM sealed; a Fernet token begins with a letter.
GCM = b"\x01"
NONCE_BYTES = 12
FINGERPRINT_BYTES = 16
BLOCK_BYTES = 64


def fingerprint(kind: str, normal_form: str) -> UUID:
    """Return the keyed fingerprint under which a number, address or other key is found; 128 bits, never reversible."""
    digest = hmac.new(_key("find"), f"{kind}\x00{normal_form}".encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:FINGERPRINT_BYTES])


def fingerprint_many(kind: str, normal_forms: Iterable[str]) -> list[bytes]:
    """Return the fingerprints of many numbers as bytes: the same as `fingerprint` gives, four times as fast.

    Cost: 0.8 microseconds each.
    """
    inner, outer = _started(_key("find"), kind)
    digests = []
    for form in normal_forms:
        first, second = inner.copy(), outer.copy()
        first.update(form.encode())
        second.update(first.digest())
        digests.append(second.digest()[:FINGERPRINT_BYTES])
    return digests


def keyed_hash(kind: str, text: str) -> str:
    """Return the full keyed hash of a short secret, such as a one-time code together with its request's id."""
    return hmac.new(_key("find"), f"{kind}\x00{text}".encode(), hashlib.sha256).hexdigest()


def seal(text: str) -> bytes:
    """Encrypt a short text for storage, as a token of plain letters."""
    return _fernet().encrypt(text.encode())


def seal_many(texts: Sequence[str]) -> list[bytes]:
    """Encrypt many short texts for storage, each under a nonce of its own, as bytes.

    Cost: 0.7 microseconds and 29 bytes more than the text each; a Fernet token takes 30 microseconds and 100 bytes.
    """
    # Nonces are random: one key serves four thousand million texts, a nation's numbers two hundred times over.
    encrypt, nonces = _box(_key("seal.gcm")).encrypt, os.urandom(NONCE_BYTES * len(texts))
    sealed = []
    for place, text in enumerate(texts):
        nonce = nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
        sealed.append(GCM + nonce + encrypt(nonce, text.encode(), None))
    return sealed


def unseal(sealed: bytes | memoryview) -> str:
    """Return what `seal` or `seal_many` was given.

    Raises `cryptography.fernet.InvalidToken` when the key or the bytes differ.
    """
    token = bytes(sealed)
    if token[:1] != GCM:
        return _fernet().decrypt(token).decode()
    nonce, rest = token[1 : 1 + NONCE_BYTES], token[1 + NONCE_BYTES :]
    try:
        return _box(_key("seal.gcm")).decrypt(nonce, rest, None).decode()
    except (InvalidTag, ValueError) as error:
        raise InvalidToken from error


def _started(key: bytes, kind: str) -> tuple[hashlib._Hash, hashlib._Hash]:
    """Return HMAC's two hashes after the key and the kind: copying them saves that work for each number."""
    block = key.ljust(BLOCK_BYTES, b"\x00")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    inner.update(f"{kind}\x00".encode())
    return inner, hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("seal")))


@cache
def _box(key: bytes) -> AESGCM:
    return AESGCM(key)


def _key(purpose: str) -> bytes:
    return _derive(settings.ALATAU_PERSON_KEY, purpose)


@cache
def _derive(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"alatau.access.{purpose}".encode())
    return derivation.derive(secret.encode())
