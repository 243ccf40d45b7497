"""Proofs for others: that a line is in a signed journal, and that a journal only grew since an older one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.core.journal.errors import NotYetSignedError
from alatau.core.journal.note import read_note
from alatau.core.journal.store import StoredHashes
from alatau.core.journal.tree import is_included, prove_consistency, prove_inclusion
from alatau.core.models import JournalCheckpoint, JournalLine, JournalSeal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from alatau.core.keys import PublicKey


@dataclass(frozen=True, kw_only=True)
class LineProof:
    """Shows that a line is in the journal as a checkpoint signed it. Complete: it needs no database to be checked."""

    number: int
    leaf_hash: bytes
    path: tuple[bytes, ...]
    #: The signed checkpoint, as text.
    note: str

    def holds(self, keys: Iterable[PublicKey]) -> bool:
        """Tell whether the path leads to the root of a checkpoint that one of the keys signed."""
        checkpoint, signed = read_note(self.note)
        return signed.is_signed_by(keys) and is_included(
            self.leaf_hash, self.number - 1, size=checkpoint.size, path=self.path, root=checkpoint.root
        )


def prove_line(line_id: UUID) -> LineProof:
    """Return the proof of a line under the first checkpoint that covers it.

    Raises:
        NotFoundError: there is no such line.
        NotYetSignedError: the line waits for its number or for the next checkpoint.
    """
    line = JournalLine.objects.filter(id=line_id).first()
    if line is None:
        raise NotFoundError
    seal = JournalSeal.objects.filter(line=line).first()
    checkpoint = JournalCheckpoint.objects.filter(size__gte=seal.number).order_by("size").first() if seal else None
    if seal is None or checkpoint is None:
        raise NotYetSignedError
    path = prove_inclusion(StoredHashes(), seal.number - 1, checkpoint.size)
    return LineProof(number=seal.number, leaf_hash=bytes(seal.leaf_hash), path=tuple(path), note=checkpoint.note)


def prove_growth(old_size: int, size: int) -> list[bytes]:
    """Return the path that shows the journal of `size` lines to begin with the one of `old_size` lines.

    Raises:
        NotYetSignedError: the journal has fewer lines.
    """
    if not 0 < old_size <= size or not JournalSeal.objects.filter(number=size).exists():
        raise NotYetSignedError
    return prove_consistency(StoredHashes(), old_size, size)
