"""Listeners: how a room hears what the rooms below it, or it itself, wrote into the journal.

A listener takes sealed lines at least once, in the order of their numbers, none left out. Each call and the listener's
new position are one transaction, so a listener that only writes to the database takes each line exactly once. What it
does outside the database must be safe to repeat: defer a job for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from alatau.core.journal.values import SealedLine

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Handler: TypeAlias = Callable[[Sequence[SealedLine]], None]

#: Most lines handed to a listener in one transaction.
BATCH_LINES = 500

_listeners: dict[str, Listener] = {}


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A declared listener: its name, the actions it hears, and the function that takes the lines."""

    name: str
    actions: tuple[str, ...]
    handle: Handler
    batch_lines: int = BATCH_LINES
    #: What it does, as an operator reads it.
    about: _StrPromise | str = ""

    def hears(self, line: SealedLine) -> bool:
        """Tell whether the line is for this listener; a line whose contents were erased is for nobody."""
        return not line.is_erased and (not self.actions or line.action in self.actions)


def listener(
    name: str, *, actions: tuple[str, ...], batch_lines: int = BATCH_LINES, about: _StrPromise | str = ""
) -> Callable[[Handler], Handler]:
    """Declare a listener: ``@listener("desk.replies", actions=("messages.reply.received",))``.

    The name is ``room.what`` and never changes: the listener's position in the journal is kept under it. A new
    listener starts at the first line. No actions means every line. What it is ``about`` is said to operators.
    """
    assert name not in _listeners, f"{name} listens already"

    def declare(handle: Handler) -> Handler:
        _listeners[name] = Listener(name=name, actions=actions, handle=handle, batch_lines=batch_lines, about=about)
        return handle

    return declare


def list_listeners() -> list[Listener]:
    """Return the declared listeners, in order of name."""
    return [_listeners[name] for name in sorted(_listeners)]
