"""Sign a checkpoint of the journal, and keep it in the database and outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.journal.note import PURPOSE, Checkpoint, note_text, write_note
from alatau.core.journal.outside import is_kept_outside, keep_outside
from alatau.core.keys import list_keys, sign
from alatau.core.models import JournalCheckpoint

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.journal.tree import Frontier

declare_points("core.checkpoint.signed", "core.checkpoint.kept", "core.checkpoint.kept_outside")


def sign_checkpoint(frontier: Frontier, *, at: datetime) -> Checkpoint:
    """Sign the journal's length and root as of now. The lines under it are committed already."""
    assert frontier.size > 0, "an empty journal has nothing to vouch for"
    checkpoint = Checkpoint(size=frontier.size, root=frontier.root(), signed_at=at)
    text = note_text(checkpoint)
    signature = sign(PURPOSE, text.encode())
    public = next(key.public for key in list_keys(PURPOSE) if key.key_id == signature.key_id)
    note = write_note(text, public, signature.signature)
    reach("core.checkpoint.signed")
    JournalCheckpoint.objects.create(size=checkpoint.size, root=checkpoint.root, note=note, signed_at=at)
    reach("core.checkpoint.kept")
    keep_outside(note, at=at)
    reach("core.checkpoint.kept_outside")
    return checkpoint


def last_checkpoint_size() -> int:
    """Return how far the last checkpoint reaches, 0 when there is none.

    When its signer died before it lay outside, it is laid there now.
    """
    last = JournalCheckpoint.objects.order_by("-size").first()
    if last is None:
        return 0
    if not is_kept_outside(last.note, at=last.signed_at):
        keep_outside(last.note, at=last.signed_at)
    return last.size
