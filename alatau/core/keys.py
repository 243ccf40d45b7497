"""The city's signing keys: Ed25519, one in use per purpose, rotated without making old signatures unverifiable.

They lie under ``ALATAU_HOME/keys/signing/<purpose>``: ``<key id>.key`` is private (0600) and goes away when the key is
retired; ``<key id>.json`` keeps the public key and its dates for ever; ``current`` names the key in use.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from alatau.core.durable import sync_folder, write_durably
from alatau.core.faults import declare_points, reach
from alatau.core.modes import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

declare_points("core.keys.made", "core.keys.taken_into_use")

_PURPOSE = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True)
class Signature:
    """A signature and the key that made it."""

    key_id: str
    signature: bytes


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """The public half of a signing key and when it was in use."""

    purpose: str
    key_id: str
    public: bytes
    made_at: datetime
    retired_at: datetime | None = None

    def has_signed(self, data: bytes, signature: bytes) -> bool:
        """Tell whether this key made the signature over the data."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except InvalidSignature:
            return False
        return True


def sign(purpose: str, data: bytes) -> Signature:
    """Return a signature with the purpose's key in use; the first call makes the key."""
    folder = _folder(purpose)
    key_id = _read_current(folder) or _take_first_key(folder)
    try:
        private = _load_private(folder / f"{key_id}.key")
    except FileNotFoundError:
        if _read_current(folder) == key_id:
            raise
        # The key was retired between the two readings: its successor is in use.
        return sign(purpose, data)
    return Signature(key_id, private.sign(data))


def verify(purpose: str, data: bytes, signature: Signature) -> bool:
    """Tell whether a key of the purpose, in use or retired, made the signature over the data."""
    return any(
        key.has_signed(data, signature.signature) for key in list_keys(purpose) if key.key_id == signature.key_id
    )


def list_keys(purpose: str) -> list[PublicKey]:
    """Return the purpose's public keys, oldest first; the one without a date of retiring is in use."""
    keys = [_read_public(purpose, path) for path in _folder(purpose).glob("*.json")]
    return sorted(keys, key=lambda key: (key.made_at, key.key_id))


def get_current_key(purpose: str) -> PublicKey:
    """Return the public key in use, making it on first use."""
    folder = _folder(purpose)
    key_id = _read_current(folder) or _take_first_key(folder)
    return _read_public(purpose, folder / f"{key_id}.json")


def rotate_key_files(purpose: str) -> PublicKey:
    """Take a new key into use and retire the old one: its private half is deleted, its public half stays.

    Killed half-way, the city signs with the old key or with the new one; a later rotation cleans up. Two rotations
    wait for each other: each would take the other's new key for an old one.
    """
    folder = _folder(purpose)
    make_folder(folder)
    with _alone_in(folder):
        new_id = _make_key(folder)
        reach("core.keys.made")
        write_durably(folder / "current", new_id)
        reach("core.keys.taken_into_use")
        for path in folder.glob("*.key"):
            if path.stem != new_id:
                _retire(folder, path.stem)
        return _read_public(purpose, folder / f"{new_id}.json")


def list_purposes() -> list[str]:
    """Return the purposes that the city has a key for, in order."""
    folder: Path = settings.ALATAU_HOME / "keys" / "signing"
    return sorted(each.name for each in folder.glob("*") if (each / "current").exists())


def _folder(purpose: str) -> Path:
    assert _PURPOSE.fullmatch(purpose), f"{purpose} is not a name of a purpose"
    folder: Path = settings.ALATAU_HOME / "keys" / "signing" / purpose
    return folder


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read_current(folder: Path) -> str | None:
    try:
        return (folder / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _take_first_key(folder: Path) -> str:
    """Make the first key. Two processes that start together agree: the first to link its choice wins."""
    make_folder(folder)
    key_id = _make_key(folder)
    draft = folder / f"current.{key_id}"
    write_durably(draft, key_id)
    try:
        (folder / "current").hardlink_to(draft)
        sync_folder(folder)
    except FileExistsError:
        for suffix in (".key", ".json"):
            (folder / f"{key_id}{suffix}").unlink()
    finally:
        draft.unlink()
    current = _read_current(folder)
    assert current is not None, "one of the two has linked its key"
    return current


def _make_key(folder: Path) -> str:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key_id = hashlib.sha256(public).hexdigest()[:16]
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_durably(folder / f"{key_id}.key", pem)
    _write_public(folder / f"{key_id}.json", public=public, made_at=datetime.now(UTC))
    return key_id


def _write_public(path: Path, *, public: bytes, made_at: datetime, retired_at: datetime | None = None) -> None:
    facts = {
        "public": public.hex(),
        "made_at": made_at.isoformat(),
        "retired_at": retired_at.isoformat() if retired_at else None,
    }
    write_durably(path, json.dumps(facts, indent=1), mode=0o644)


def _read_public(purpose: str, path: Path) -> PublicKey:
    facts = json.loads(path.read_text(encoding="utf-8"))
    return PublicKey(
        purpose=purpose,
        key_id=path.stem,
        public=bytes.fromhex(facts["public"]),
        made_at=datetime.fromisoformat(facts["made_at"]),
        retired_at=datetime.fromisoformat(facts["retired_at"]) if facts["retired_at"] else None,
    )


def _retire(folder: Path, key_id: str) -> None:
    key = _read_public(folder.name, folder / f"{key_id}.json")
    _write_public(folder / f"{key_id}.json", public=key.public, made_at=key.made_at, retired_at=datetime.now(UTC))
    (folder / f"{key_id}.key").unlink()
    sync_folder(folder)


@cache
def _load_private(path: Path) -> Ed25519PrivateKey:
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey), os.fspath(path)
    return private
