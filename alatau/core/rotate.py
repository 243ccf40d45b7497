"""Take a new signing key into use, and leave a line about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.keys import get_current_key, rotate_key_files

if TYPE_CHECKING:
    from alatau.core.keys import PublicKey
    from alatau.core.values import Actor, Moment


def rotate_key(purpose: str, *, by: Actor, at: Moment) -> PublicKey:
    """Retire the purpose's signing key and return the new one; old signatures stay verifiable.

    The line is written after the files: a kill in between leaves a new key that no line tells of, never the other way.
    """
    old = get_current_key(purpose)
    new = rotate_key_files(purpose)
    facts = {"purpose": purpose, "old_key": old.key_id, "new_key": new.key_id}
    with transaction.atomic():
        append_lines([NewLine(kind=LineKind.AUDIT, action="core.key.rotated", actor=by, body=facts)], at=at)
    return new
