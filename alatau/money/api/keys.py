"""Ids that callers choose: in the body, or as an idempotency key of their own letters."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.money.programs.errors import KeyDiffersError
from alatau.money.values import TransferId

if TYPE_CHECKING:
    from alatau.money.programs.values import ProgramView


def choose_id(given: UUID | None, key: str, *, by: ProgramView) -> TransferId:
    """Return the id of what is asked for: the body's, or the one that stands for the key.

    A key that is a UUID is the id. Any other stands for an id of its own for each holder, so that two firms may count
    their orders alike.

    Raises:
        KeyDiffersError: body and header name none, or two different ones.
    """
    named = _id_of(key, by=by) if key else None
    if (given is None and named is None) or (given is not None and named is not None and given != named):
        raise KeyDiffersError
    chosen = given or named
    assert chosen is not None, "one of them was given"
    return TransferId(chosen)


def _id_of(key: str, *, by: ProgramView) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        return uuid5(by.holder_id, key)
