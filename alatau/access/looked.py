"""The look that a page has already left, so that the rooms it draws from leave no second one for the same sight."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from alatau.core.values import Actor


@dataclass(frozen=True, kw_only=True)
class PageLook:
    """Who reads whose data on the page being drawn, and which data its line in the journal names."""

    by: Actor
    person_id: UUID
    data: frozenset[str]


_noted: ContextVar[PageLook | None] = ContextVar("alatau_page_look", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Bound what is noted to one request: the next one in the same thread begins without it."""
    token = _noted.set(None)
    try:
        yield
    finally:
        _noted.reset(token)


def note_page_look(look: PageLook) -> None:
    """Remember a look whose line is committed."""
    _noted.set(look)


def is_noted(person_id: UUID, *, by: Actor, data: tuple[str, ...]) -> bool:
    """Tell whether the page's own line already names this reader, this person and all of these data."""
    look = _noted.get()
    return look is not None and (look.by, look.person_id) == (by, person_id) and look.data.issuperset(data)
