"""Checkpoints as signed notes, in the form of C2SP `tlog-checkpoint` and `signed-note`, so that other tools read them.

A note is the journal's name, its length, the root of its tree and the time, an empty line, and signatures.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alatau.core.content import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.keys import PublicKey

#: Purpose of the key that signs checkpoints.
PURPOSE = "journal"

#: Name, length, root, time.
TEXT_LINES = 4

_ED25519 = b"\x01"
KEY_BYTES = 32
_SIZE = re.compile(r"[0-9]{1,18}")
_DASH = "\N{EM DASH} "


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What a checkpoint says: at this time the journal had so many lines and this root."""

    size: int
    root: bytes
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedNote:
    """A checkpoint as it was signed: the text, and signatures as pairs of key hash and signature."""

    text: str
    signatures: tuple[tuple[bytes, bytes], ...]

    def is_signed_by(self, keys: Iterable[PublicKey]) -> bool:
        """Tell whether one of the keys signed the text."""
        by_hash = {key_hash(key.public): key for key in keys}
        return any(
            short in by_hash and by_hash[short].has_signed(self.text.encode(), signature)
            for short, signature in self.signatures
        )


class NoteUnreadableError(ValueError):
    """The text is not a signed checkpoint of this journal."""


def origin() -> str:
    """Return the journal's name, which each checkpoint opens with."""
    return f"alatau-{content().code.lower()}/journal"


def note_text(checkpoint: Checkpoint) -> str:
    """Return the text that is signed."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"{origin()}\n{checkpoint.size}\n{root}\ntime {checkpoint.signed_at.astimezone(UTC).isoformat()}\n"


def write_note(text: str, public: bytes, signature: bytes) -> str:
    """Return the whole note: text, empty line, one signature."""
    return f"{text}\n{_DASH}{origin()} {base64.b64encode(key_hash(public) + signature).decode()}\n"


def key_hash(public: bytes) -> bytes:
    """Return the four bytes by which a note tells which key signed it."""
    return hashlib.sha256(origin().encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(public: bytes) -> str:
    """Return the public key as other readers of signed notes take it: name, hash, key."""
    return f"{origin()}+{key_hash(public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def read_verifier_key(text: str) -> bytes:
    """Return the public key that a verifier key holds.

    Raises:
        NoteUnreadableError: it is not an Ed25519 key of this journal.
    """
    name, _, rest = text.strip().partition("+")
    short, _, encoded = rest.partition("+")
    kind, public = _decode(encoded)[:1], _decode(encoded)[1:]
    is_key = kind == _ED25519 and len(public) == KEY_BYTES
    if not is_key or name != origin() or key_hash(public).hex() != short:
        message = "The key does not belong to this journal. Copy the whole line that `alatau keys show` printed."
        raise NoteUnreadableError(message)
    return public


def read_note(note: str) -> tuple[Checkpoint, SignedNote]:
    """Return what the note says and how it is signed; the signatures are not checked here.

    Raises:
        NoteUnreadableError: it is not a checkpoint of this journal.
    """
    text, empty, tail = note.partition("\n\n")
    lines = text.split("\n")
    if not empty or len(lines) != TEXT_LINES or lines[0] != origin() or not _SIZE.fullmatch(lines[1]):
        raise NoteUnreadableError(note[:80])
    signatures = [line.rpartition(" ")[2] for line in tail.splitlines() if line.startswith(_DASH)]
    try:
        signed_at = datetime.fromisoformat(lines[3].removeprefix("time "))
    except ValueError as error:
        raise NoteUnreadableError(note[:80]) from error
    checkpoint = Checkpoint(size=int(lines[1]), root=_decode(lines[2]), signed_at=signed_at)
    decoded = [_decode(each) for each in signatures]
    return checkpoint, SignedNote(text=f"{text}\n", signatures=tuple((each[:4], each[4:]) for each in decoded))


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise NoteUnreadableError(text[:80]) from error
