"""Keys that other systems show to be known by: drawn by chance, told once, and kept as a digest alone."""

from __future__ import annotations

import hashlib
import secrets

KEY_BYTES = 32


def draw_key() -> tuple[str, bytes]:
    """Return a new key, which nobody can read again, and what is kept of it."""
    key = secrets.token_urlsafe(KEY_BYTES)
    return key, digest_key(key)


def digest_key(key: str) -> bytes:
    """Return what is kept of a key, and what a shown one is found by.

    A key is chance alone, so nobody can try words for it: the digest needs no salt, and is looked up as it is.
    """
    return hashlib.sha256(key.encode()).digest()
