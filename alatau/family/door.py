"""The door of the reader for questions about cards: what is refused travels as a code."""

from __future__ import annotations

from typing import Any

import structlog

from alatau.core.errors import AlatauError
from alatau.core.journal.canonical import plain

log = structlog.get_logger(__name__)


def answer_asked(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the answer to a request about cards, or the code of its refusal."""
    # Every process knows the door; only the reader walks through it, and loads the rules.
    from alatau.family.answer import answer_card  # noqa: PLC0415

    try:
        return answer_card({name: _plain(value) for name, value in raw.items()})
    except AlatauError as refusal:
        log.info("family.card.refused", code=refusal.code)
        return [{"refused": refusal.code}]


def _plain(value: object) -> object:
    return {str(name): str(each) for name, each in value.items()} if isinstance(value, dict) else plain(value)
