"""Encryption and proof of integrity by a passphrase: scrypt makes the keys, AES-256-GCM encrypts, HMAC vouches."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alatau.core.backup.errors import PassphraseMissingError

SHORTEST_PASSPHRASE = 12
SALT_BYTES = 16
NONCE_BYTES = 12
KEY_BYTES = 32
#: RFC 7914 for secrets at rest: 128 MiB and about half a second for each guess.
SCRYPT_COST = 2**17
SCRYPT_BLOCK = 8
SCRYPT_MEMORY = 256 * 1024 * 1024


@dataclass(frozen=True)
class Seal:
    """Two keys from one passphrase and salt: one to encrypt, one to vouch."""

    salt: bytes
    encryption_key: bytes
    proof_key: bytes

    def encrypt(self, content: bytes) -> bytes:
        """Return the content so that only the passphrase opens it; a changed byte is noticed."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.encryption_key).encrypt(nonce, content, self.salt)

    def decrypt(self, sealed: bytes) -> bytes | None:
        """Return what `encrypt` was given; None if it was changed, or sealed by another passphrase."""
        try:
            return AESGCM(self.encryption_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self.salt)
        except InvalidTag:
            return None

    def prove(self, content: bytes) -> str:
        """Return what only the holder of the passphrase can compute from the content."""
        return hmac.new(self.proof_key, content, hashlib.sha256).hexdigest()


def make_seal(passphrase: str, salt: bytes | None = None) -> Seal:
    """Derive the keys; with the salt of an old seal they are the old keys.

    Raises:
        PassphraseMissingError: there is none, or one that is guessed too fast.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseMissingError
    chosen = salt if salt is not None else os.urandom(SALT_BYTES)
    keys = hashlib.scrypt(
        passphrase.encode(),
        salt=chosen,
        n=SCRYPT_COST,
        r=SCRYPT_BLOCK,
        p=1,
        maxmem=SCRYPT_MEMORY,
        dklen=2 * KEY_BYTES,
    )
    return Seal(salt=chosen, encryption_key=keys[:KEY_BYTES], proof_key=keys[KEY_BYTES:])
