"""What a backup consists of, file by file, with a proof that nobody changed the list."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from alatau.core.backup.errors import AlteredBackupError, NotABackupError, WrongPassphraseError
from alatau.core.backup.sealed import Seal, make_seal
from alatau.core.durable import write_durably

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One complete backup. Times are ISO 8601 in UTC."""

    name: str
    #: The database system's own random identity: equal in all backups of one city, and in what was restored from them.
    city: str
    #: `physical` (files and log, restorable to a moment) or `logical` (a dump of an outside server).
    kind: str
    postgres: int
    started_at: str
    #: Everything acknowledged before this moment is in the backup.
    complete_at: str
    #: First piece of the log that a restore reads; empty for a dump.
    first_piece: str
    #: SHA-256 by path below the backup's folder.
    files: Mapping[str, str]
    #: SHA-256 of the pieces of the log that were kept beside it, by name.
    pieces: Mapping[str, str]
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest, seal: Seal) -> None:
    """Write the list and its proof; a folder without it is no backup."""
    facts = asdict(manifest)
    proof = {"salt": seal.salt.hex(), "proof": seal.prove(_canonical(facts))}
    write_durably(folder / MANIFEST, json.dumps({**facts, "seal": proof}, indent=1, sort_keys=True))


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself, unproven.

    Raises:
        NotABackupError: there is no list, or one of another format.
    """
    facts = _read_facts(folder)
    facts.pop("seal")
    try:
        return Manifest(**facts)
    except TypeError as error:
        raise NotABackupError(folder=folder) from error


def prove_manifest(folder: Path, passphrase: str) -> Seal:
    """Return the seal of a backup whose list is as it was written.

    Raises:
        NotABackupError: the list has no readable proof.
        WrongPassphraseError: the passphrase is another one, or the list was changed: the two cannot be told apart.
    """
    facts = _read_facts(folder)
    stated = facts.pop("seal")
    try:
        salt, proof = bytes.fromhex(stated["salt"]), bytes.fromhex(stated["proof"])
    except (TypeError, KeyError, ValueError) as error:
        raise NotABackupError(folder=folder) from error
    seal = make_seal(passphrase, salt)
    if not hmac.compare_digest(bytes.fromhex(seal.prove(_canonical(facts))), proof):
        raise WrongPassphraseError(backup=folder.name)
    return seal


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Return if each file of the list is there, unchanged, and nothing else is.

    Raises:
        AlteredBackupError: naming the first file that is missing, changed or added.
    """
    found = dict(list_files(folder))
    for path in sorted(found.keys() ^ manifest.files.keys()):
        raise AlteredBackupError(file=path)
    for path, digest in manifest.files.items():
        if hash_file(found[path]) != digest:
            raise AlteredBackupError(file=path)


def list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file below the folder by its relative path, but the list itself."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / MANIFEST:
            yield str(path.relative_to(folder)), path


def hash_file(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_facts(folder: Path) -> dict[str, Any]:
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotABackupError(folder=folder) from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT or "seal" not in facts:
        raise NotABackupError(folder=folder)
    return facts


def _canonical(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
