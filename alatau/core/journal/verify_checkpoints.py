"""Compare signed checkpoints, in the database and outside of it, with the tree as the lines build it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from alatau.core.journal.note import Checkpoint, NoteUnreadableError, SignedNote, read_note
from alatau.core.journal.outside import read_outside
from alatau.core.models import JournalCheckpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from alatau.core.journal.tree import Frontier
    from alatau.core.keys import PublicKey


class Note(NamedTuple):
    """A checkpoint and its signatures."""

    checkpoint: Checkpoint
    signed: SignedNote


class CheckpointWalk:
    """Checkpoints in the order they were signed, each compared when the walk over the lines has come that far."""

    def __init__(self, notes: Iterator[Note | str], *, keys: Sequence[PublicKey], place: str) -> None:
        self.passed = 0
        self._notes = notes
        self._keys = keys
        self._place = place
        self._next = next(notes, None)

    def find_fault_at(self, frontier: Frontier) -> str:
        """Say what is wrong with the checkpoints at this length; empty when nothing is."""
        while self._next is not None:
            if isinstance(self._next, str):
                return self._next
            checkpoint = self._next.checkpoint
            if checkpoint.size > frontier.size:
                return ""
            fault = self._judge(self._next, frontier)
            if fault:
                return fault
            self.passed += 1
            self._next = next(self._notes, None)
        return ""

    def find_fault_beyond(self, lines: int, *, still_there: Callable[[], int]) -> str:
        """Say whether a checkpoint vouches for more lines than there are; empty when none does."""
        furthest = self._next
        if furthest is None or isinstance(furthest, str):
            return furthest or ""
        for note in self._notes:
            if isinstance(note, str):
                return note
            furthest = max(furthest, note, key=lambda each: each.checkpoint.size)
        there = max(lines, still_there())
        if furthest.checkpoint.size <= there:
            return ""
        return _(
            "The journal was cut off: it has %(there)s lines, and a checkpoint %(place)s"
            " of %(time)s vouches for %(size)s."
        ) % self._facts(furthest.checkpoint, there=there)

    def _judge(self, note: Note, frontier: Frontier) -> str:
        facts = self._facts(note.checkpoint)
        if not note.signed.is_signed_by(self._keys):
            return _("The checkpoint %(place)s over %(size)s lines is not signed by a key of this city.") % facts
        if note.checkpoint.size < frontier.size:
            return _("The checkpoints %(place)s go back to %(size)s lines: an older journal was put in place.") % facts
        if note.checkpoint.root != frontier.root():
            return (
                _("The lines up to %(size)s differ from what was signed %(place)s on %(time)s: they were rewritten.")
                % facts
            )
        return ""

    def _facts(self, checkpoint: Checkpoint, **more: int) -> dict[str, object]:
        time = f"{checkpoint.signed_at:%Y-%m-%d %H:%M:%S} UTC"
        return {"place": self._place, "size": checkpoint.size, "time": time, **more}


def kept_notes() -> Iterator[Note | str]:
    """Return the checkpoints of the database, shortest first; a row that is not what it was is told in a sentence."""
    rows = JournalCheckpoint.objects.order_by("size").values_list("size", "root", "note")
    for size, root, text in rows.iterator(chunk_size=500):
        fault = _("The checkpoint in the database over %(size)s lines was changed.") % {"size": size}
        try:
            note = Note(*read_note(text))
        except NoteUnreadableError:
            yield fault
            return
        is_same = note.checkpoint.size == size and note.checkpoint.root == bytes(root)
        yield note if is_same else fault


def outside_notes(remarks: list[str]) -> Iterator[Note | str]:
    """Return the checkpoints kept outside, oldest first; unreadable ones are remarked on: a power cut leaves such."""
    for each in read_outside():
        try:
            yield Note(*read_note(each.note))
        except NoteUnreadableError:
            remarks.append(_("The checkpoint at %(place)s cannot be read.") % {"place": each.place})
